// New words move nobody: who was at the end stays there, anybody else is offered a way to them.
const end = () => document.getElementById("news");
const offer = () => document.querySelector("[data-arrived]");
const shown = (element) => {
  const { top, bottom } = element.getBoundingClientRect();
  return top < innerHeight && bottom > 0;
};
let was;
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.target.id !== "news") return;
  const top = end().getBoundingClientRect().top;
  was = { top, at: shown(end()), last: end().previousElementSibling, offered: !offer().hidden };
});
document.addEventListener("htmx:afterSettle", () => {
  if (!was) return;
  const { at, top, last, offered } = was;
  was = null;
  offer().hidden = !offered;
  if (at) return scrollBy({ top: end().getBoundingClientRect().top - top, behavior: "instant" });
  for (let next = last?.nextElementSibling; next; next = next.nextElementSibling) {
    if (next.matches(".msg:not(.me)")) return (offer().hidden = false);
  }
});
document.addEventListener("click", ({ target }) => {
  if (!target.closest("[data-arrived]")) return;
  const last = [...document.querySelectorAll(".talk .msg")].pop();
  last.tabIndex = -1;
  last.focus({ preventScroll: true });
  last.scrollIntoView({ block: "center" });
});
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.elt.matches("[data-read]") && offer()) offer().hidden = true;
});
