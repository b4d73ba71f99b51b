// Words in `form[data-keep=key]` outlive a lost session, a closed tab or a broken line, on this device, until
// they are saved. A page that shows what was typed (`data-typed`) is newer than what is kept here.
const form = document.querySelector("form[data-keep]");
const place = (key) => "words:" + key;
const said = () => Object.fromEntries([...new FormData(form)].filter(([name]) => !/^csrf|^look$/.test(name)));
const fill = (values) =>
  Object.entries(values).forEach(([name, value]) => {
    if (form.elements[name]) form.elements[name].value = value;
  });
try {
  document.addEventListener("submit", ({ target, submitter }) => {
    const saves = submitter && submitter.hasAttribute("formaction") ? "" : target.dataset.keep || target.dataset.saves || "";
    sessionStorage.setItem("saves", saves);
  });
  document.addEventListener("click", ({ target }) => {
    const link = target.closest("[data-drop]");
    if (link) localStorage.removeItem(place(link.dataset.drop));
  });
  // Only the list says that they have arrived: any other page that answers a save may be a refusal.
  const saved = sessionStorage.getItem("saves");
  if (saved && document.getElementById("weeks")) localStorage.removeItem(place(saved));
  sessionStorage.removeItem("saves");
  if (form) {
    const key = place(form.dataset.keep);
    const before = said();
    const note = form.querySelector("[data-kept]");
    const typed = JSON.parse(localStorage.getItem(key) || "null");
    if ("typed" in form.dataset) {
      localStorage.setItem(key, JSON.stringify(before));
    } else if (typed && Object.keys(typed).some((name) => !/^root$|^edition$/.test(name) && typed[name] !== before[name])) {
      fill(typed);
      note.hidden = false;
      addEventListener("load", () => form.dispatchEvent(new Event("input", { bubbles: true })));
    }
    form.addEventListener("input", () => localStorage.setItem(key, JSON.stringify(said())));
    form.querySelector("[data-forget]").addEventListener("click", () => {
      fill(before);
      note.hidden = true;
      form.dispatchEvent(new Event("input", { bubbles: true }));
      localStorage.removeItem(key);
      form.elements.title.focus();
    });
  }
} catch {
  // No storage here: writing works, it is only not kept.
}
