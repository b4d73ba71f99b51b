// Words in `textarea[data-draft=key]` outlive a lost session, an old tab or a broken line, on this device,
// until a page comes back that shows no error: then they have arrived.
// Whose they are is part of the key: several people may share a device.
const name = (area) => `draft:${document.body.dataset.user}:${area.dataset.draft}`;
const areas = (root) => [...root.querySelectorAll("textarea[data-draft]")];
const token = (area) => area.form?.elements.token;
const forget = (key) => [key, key + ":token"].forEach((one) => localStorage.removeItem(one));
const restore = (root) =>
  areas(root).forEach((area) => {
    if (area.value) return;
    area.value = localStorage.getItem(name(area)) || "";
    // Sent once already, and no answer came: with the same token it stays one message.
    const sent = localStorage.getItem(name(area) + ":token");
    if (area.value && sent && token(area)) token(area).value = sent;
  });
// An answer from another place is no answer: the session has ended, and the page asks to come in again.
const elsewhere = ({ xhr }) => new URL(xhr.responseURL || location).pathname.startsWith("/account/log");
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!elsewhere(event.detail)) return;
  event.preventDefault();
  if (!event.detail.requestConfig.elt.hasAttribute("data-poll")) location.replace(location.pathname + location.search);
});
try {
  document.addEventListener("input", ({ target }) => {
    if (!target.matches("textarea[data-draft]")) return;
    if (target.value) localStorage.setItem(name(target), target.value);
    else forget(name(target));
  });
  document.addEventListener("submit", ({ target, defaultPrevented }) => {
    areas(target).forEach((area) => token(area) && localStorage.setItem(name(area) + ":token", token(area).value));
    if (!defaultPrevented) sessionStorage.setItem("sent", JSON.stringify(areas(target).map(name)));
  });
  if ("user" in document.body.dataset) {
    if (!document.querySelector("[role=alert], [data-keep]")) {
      JSON.parse(sessionStorage.getItem("sent") || "[]").forEach(forget);
    }
    sessionStorage.removeItem("sent");
  }
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    // The form itself: the answer may have taken it out of the page, and then `elt` is what stood around it.
    const form = detail.requestConfig.elt.closest("form");
    if (form && detail.successful && !elsewhere(detail)) areas(form).map(name).forEach(forget);
  });
  document.addEventListener("htmx:afterSettle", ({ detail }) => restore(detail.elt));
  restore(document);
} catch {
  // No storage here: writing works, it is only not kept.
}
