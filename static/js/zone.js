// The browser's time zone goes into `[data-zone]` that is still empty: a hidden input, or a select that knows it.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const fill = (root) =>
  root.querySelectorAll("[data-zone]").forEach((field) => {
    if (zone && (!field.value || field.dataset.zone === "guess")) {
      if (!field.options || [...field.options].some((option) => option.value === zone)) field.value = zone;
    }
  });
fill(document);
document.addEventListener("htmx:afterSettle", (event) => fill(event.detail.elt));
