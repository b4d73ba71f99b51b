// A week to paint: dragged over by mouse or finger, walked through with arrow keys as one tab stop. The check boxes are
// what is sent; this only ticks them, and keeps the four plain choices above in step.
const table = document.querySelector("[data-paint]");
const how = document.querySelector("[data-painting]");
if (table) {
  const said = document.querySelector("[data-painted]");
  const boxes = [...table.querySelectorAll("input")];
  const chips = [...table.closest("form").querySelectorAll("input[name=hours]")];
  const free = () => boxes.filter((box) => box.checked);
  const [days, hours] = [7, boxes.length / 7];
  const covers = (box) => {
    const [day, start] = box.value.split("-").map(Number);
    return day > 4 ? "weekend" : start < 8 ? "early" : start < 18 ? "day" : "evening";
  };
  const means = (box) => !/-(0|22)$/.test(box.value) && (covers(box) !== "weekend" || !/-6$/.test(box.value));

  // Names of days and hours become buttons for all of it; the corner is the whole week.
  const heads = [table.querySelector("td"), ...table.querySelectorAll("th")].map((cell) => {
    const button = document.createElement("button");
    const words = cell.querySelector("[data-all]");
    button.type = "button";
    button.setAttribute("aria-label", words ? words.dataset.all : "All week");
    button.append(...(words ? [...words.childNodes] : ["All"]));
    cell.replaceChildren(button);
    return button;
  });
  const rows = [heads.slice(0, days + 1)];
  for (let hour = 0; hour < hours; hour++) {
    rows.push([heads[days + 1 + hour], ...boxes.slice(hour * days, (hour + 1) * days)]);
  }
  const place = new Map(rows.flatMap((row, y) => row.map((one, x) => [one, [x, y]])));
  const under = ([x, y]) => boxes.filter((box) => (!x || place.get(box)[0] === x) && (!y || place.get(box)[1] === y));
  table.setAttribute("role", "grid");
  table.dataset.on = "";
  how.hidden = false;
  place.forEach((_, one) => (one.tabIndex = -1));
  let stop = free()[0] || boxes[days];
  stop.tabIndex = 0;
  const stand = (one) => {
    stop.tabIndex = -1;
    stop = one;
    stop.tabIndex = 0;
  };

  const tell = (words, on) => (said.textContent = `${words}: ${on ? "free" : "not free"}`);
  const follow = () => {
    const now = new Set(free().map(covers));
    if (now.size) chips.forEach((chip) => (chip.checked = now.has(chip.value)));
  };
  const paint = (some, on, words) => {
    some.forEach((box) => (box.checked = on));
    follow();
    tell(words, on);
  };
  chips.forEach((chip) =>
    chip.addEventListener("change", () => {
      if (!free().length) return;
      const its = boxes.filter((box) => covers(box) === chip.value);
      its.forEach((box) => (box.checked = chip.checked && (box.checked || means(box))));
    }),
  );

  table.addEventListener("focusin", ({ target }) => place.has(target) && stand(target));
  table.addEventListener("change", ({ target }) => paint([target], target.checked, target.ariaLabel));
  table.addEventListener("keydown", (event) => {
    const rtl = getComputedStyle(table).direction === "rtl" ? -1 : 1;
    const by = { ArrowLeft: [-rtl, 0], ArrowRight: [rtl, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const [x, y] = place.get(event.target) || [];
    if (x === undefined) return;
    let to;
    if (by) to = rows[y + by[1]]?.[x + by[0]];
    else if (event.key === "Home") to = rows[y][0];
    else if (event.key === "End") to = rows[y][days];
    else return;
    event.preventDefault();
    if (!to) return;
    const on = event.target.checked;
    to.focus();
    if (by && event.shiftKey && on !== undefined && to.checked !== undefined) paint([to], on, to.ariaLabel);
  });

  // A finger that starts up or down scrolls the page (touch-action); one that starts sideways paints.
  let from, before, dragged;
  const at = (event) => {
    const one = document.elementFromPoint(event.clientX, event.clientY);
    return boxes.includes(one) ? one : null;
  };
  table.addEventListener("pointerdown", (event) => {
    dragged = false;
    from = event.button ? null : boxes.includes(event.target) ? event.target : null;
    before = boxes.map((box) => box.checked);
  });
  addEventListener("pointermove", (event) => {
    const to = from && at(event);
    if (!to || (to === from && !dragged)) return;
    event.preventDefault();
    dragged = true;
    const [[x1, y1], [x2, y2]] = [place.get(from), place.get(to)];
    const on = !before[boxes.indexOf(from)];
    boxes.forEach((box, index) => {
      const [x, y] = place.get(box);
      const inside = (x - x1) * (x - x2) <= 0 && (y - y1) * (y - y2) <= 0;
      box.checked = inside ? on : before[index];
    });
    follow();
    tell(from === to ? from.ariaLabel : `${from.ariaLabel}, through ${to.ariaLabel}`, on);
  });
  addEventListener("pointerup", () => (from = null));
  addEventListener("pointercancel", () => (from = null));
  table.addEventListener(
    "click",
    (event) => {
      const button = event.target.closest("button");
      if (dragged) event.preventDefault(); // the box keeps what the painting gave it
      else if (button) {
        const all = under(place.get(button));
        paint(all, !all.every((box) => box.checked), button.ariaLabel);
      }
      dragged = false;
    },
    true,
  );
}
