// `data-copy="#id"` copies that field's text (or its own value) and says so on the button.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const from = button.dataset.copy.startsWith("#") && document.querySelector(button.dataset.copy);
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(from ? from.value || from.textContent.trim() : button.dataset.copy);
    button.textContent = button.dataset.copied || "Copied";
    setTimeout(() => (button.textContent = before), 3000);
  } catch {
    from?.select?.();
  }
});
document.querySelectorAll("[data-copy][hidden]").forEach((button) => (button.hidden = false));
