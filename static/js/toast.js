// A toast leaves after 8 seconds, but not while someone points at it or has the focus in it.
// What did not go through says so in the same place and keeps the words in the box.
const box = document.getElementById("toasts");
const time = (toast) => {
  let left;
  const start = () => {
    clearTimeout(left);
    left = setTimeout(() => (toast.matches(":hover, :focus-within") ? start() : toast.remove()), 8000);
  };
  start();
};
if (box) {
  box.querySelectorAll(".toast").forEach(time);
  new MutationObserver((changes) =>
    changes.forEach((change) => change.addedNodes.forEach((node) => node.nodeType === 1 && time(node))),
  ).observe(box, { childList: true });
  const fail = (event) => {
    if (event.detail.elt.hasAttribute("data-poll")) return;
    const toast = document.createElement("div");
    toast.className = "toast";
    toast.textContent = box.dataset.offline;
    box.append(toast);
  };
  document.addEventListener("htmx:sendError", fail);
  document.addEventListener("htmx:timeout", fail);
  document.addEventListener("htmx:responseError", (event) => {
    const { xhr, elt } = event.detail;
    // What is no longer there, or no longer allowed, the page itself says best; a draft is kept.
    if (xhr.status >= 500 || xhr.status === 429) fail(event);
    else if (!elt.hasAttribute("data-poll")) location.replace(location.pathname + location.search);
  });
}
