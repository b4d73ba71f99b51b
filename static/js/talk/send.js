// Enter makes a new line, Ctrl or Cmd and Enter sends.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("textarea")) {
    event.target.form?.requestSubmit();
  }
});
// A way in goes with one message: once that is said, none is picked.
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!detail.successful || detail.requestConfig.elt.id !== "say") return;
  document.querySelectorAll("input[name=quote]:checked").forEach((way) => (way.checked = false));
});
// Near the limit of `textarea[data-limit]` a line says how much room is left; it is read out at 50 and at 10.
document.addEventListener("input", ({ target }) => {
  const limit = target.dataset?.limit;
  if (!limit) return;
  let line = target.nextElementSibling;
  const left = limit - target.value.length;
  if (left > 200) return line?.matches(".left") && line.remove();
  if (!line?.matches(".left")) {
    line = document.createElement("p");
    line.className = "left small muted";
    target.after(line);
  }
  const before = line.dataset.left ?? Infinity;
  const said = [50, 10, -1].some((mark) => left <= mark && before > mark);
  line.dataset.left = left;
  line.textContent = left < 0 ? `${-left} too many` : `${left} left`;
  const status = document.getElementById("said");
  if (said && status) status.textContent = line.textContent;
});
