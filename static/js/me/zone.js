// The browser's time zone goes into a hidden `[data-zone]` that is still empty.
document.querySelectorAll("[data-zone]").forEach((field) => {
  field.value ||= Intl.DateTimeFormat().resolvedOptions().timeZone || "";
});
