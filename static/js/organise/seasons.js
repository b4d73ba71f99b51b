// Details: the closing of sign-up follows the start, eight days before it, until somebody sets it; the last
// day is said in words. The names of days and months come from the server.
const pad = (number) => String(number).padStart(2, "0");
const iso = (day) => `${day.getFullYear()}-${pad(day.getMonth() + 1)}-${pad(day.getDate())}`;
const read = (field) => {
  const [year, month, day] = field.value.split("-").map(Number);
  return day ? new Date(year, month - 1, day) : null;
};
const plus = (day, days) => new Date(day.getFullYear(), day.getMonth(), day.getDate() + days);

const dates = document.querySelector("[data-season-dates]");
if (dates) {
  const { starts_on: start, closes_on: close, own_closing: own, pace } = dates.elements;
  const ends = dates.querySelector("#ends");
  const usual = (day) => {
    const before = plus(day, -8);
    return before > new Date() ? before : plus(day, -1);
  };
  const began = read(start);
  let follows = began && close.value === iso(usual(began));
  close.addEventListener("change", () => {
    follows = false;
    own.value = "on";
  });
  const say = () => {
    const begins = read(start);
    const rolling = dates.querySelector("[name=together][value=rolling]").checked;
    const words = ends?.querySelector("span");
    if (!words || !begins || rolling) return;
    const last = plus(begins, Number(pace.value) * Number(ends.dataset.weeks) - 1);
    const day = ends.dataset.days.split(",")[(last.getDay() + 6) % 7];
    const month = ends.dataset.months.split(",")[last.getMonth()];
    const [first, ...rest] = words.childNodes;
    rest.forEach((node) => node.remove());
    const strong = document.createElement("strong");
    strong.textContent = `${day} ${last.getDate()} ${month} ${last.getFullYear()}`;
    first.textContent = ends.dataset.says;
    words.append(strong, ".");
  };
  start.addEventListener("change", () => {
    const begins = read(start);
    if (begins && follows) close.value = iso(usual(begins));
    say();
  });
  pace.addEventListener("change", say);
}

document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
