// A button keeps its words while its form is on the way; a second press does nothing.
const settle = (form) => {
  form.removeAttribute("aria-busy");
  delete form.dataset.sent;
};
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) return event.preventDefault();
  if (event.defaultPrevented || form.method === "dialog") return;
  form.dataset.sent = "1";
  form.setAttribute("aria-busy", "true");
  setTimeout(() => settle(form), 8000);
});
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (!detail.elt.hasAttribute("data-poll")) detail.target.setAttribute("aria-busy", "true");
});
document.addEventListener("htmx:afterRequest", (event) => {
  event.detail.target.removeAttribute("aria-busy");
  const form = event.detail.elt.closest("form");
  if (form) settle(form);
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(settle));
