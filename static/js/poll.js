// `data-poll` with hx-trigger="every 20s, seen": asks only while someone looks, less often after five quiet minutes.
let busy = Date.now();
let turn = 0;
["pointerdown", "keydown"].forEach((kind) => addEventListener(kind, () => (busy = Date.now()), { passive: true }));
document.addEventListener("htmx:beforeRequest", (event) => {
  if (!event.detail.elt.hasAttribute("data-poll")) return;
  const quiet = Date.now() - busy > 300000;
  if (document.hidden || (quiet && turn++ % 3)) event.preventDefault();
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  busy = Date.now();
  document.querySelectorAll("[data-poll]").forEach((element) => htmx.trigger(element, "seen"));
});
