// Words in `textarea[data-draft=key]` outlive a lost session, an old tab or a broken line, on this device,
// until a page comes back that shows no error: then they have arrived.
const name = (area) => "draft:" + area.dataset.draft;
const areas = (root) => [...root.querySelectorAll("textarea[data-draft]")];
const restore = (root) => areas(root).forEach((area) => (area.value ||= localStorage.getItem(name(area)) || ""));
try {
  document.addEventListener("input", ({ target }) => {
    if (!target.matches("textarea[data-draft]")) return;
    if (target.value) localStorage.setItem(name(target), target.value);
    else localStorage.removeItem(name(target));
  });
  document.addEventListener("submit", ({ target }) => {
    sessionStorage.setItem("sent", JSON.stringify(areas(target).map(name)));
  });
  if ("user" in document.body.dataset) {
    if (!document.querySelector("[role=alert], [data-keep]")) {
      JSON.parse(sessionStorage.getItem("sent") || "[]").forEach((key) => localStorage.removeItem(key));
    }
    sessionStorage.removeItem("sent");
  }
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    // The form itself: the answer may have taken it out of the page, and then `elt` is what stood around it.
    const form = detail.requestConfig.elt.closest("form");
    if (form && detail.successful) areas(form).forEach((area) => localStorage.removeItem(name(area)));
  });
  document.addEventListener("htmx:afterSettle", ({ detail }) => restore(detail.elt));
  restore(document);
} catch {
  // No storage here: writing works, it is only not kept.
}
