// After a swap the focus goes where the answer says (`data-focus`), and to the errors when a page has them.
const show = (root) => {
  const target = root.matches?.("[data-focus]") ? root : root.querySelector?.("[data-focus]");
  target?.focus();
  target?.scrollIntoView({ block: "nearest" }); // clear of the bar at the foot: focus alone stops behind it
};
document.addEventListener("htmx:afterSettle", (event) => show(event.detail.elt));
show(document);
// On a phone the tabs scroll sideways: the one that you stand on is brought into sight.
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
