// `data-poll="topics"` with hx-trigger="live, seen, every 20s" asks only while someone looks; by the clock less
// often after five quiet minutes, or while live.js hears what is new.
let busy = Date.now();
let turn = 0;
["pointerdown", "keydown"].forEach((kind) => addEventListener(kind, () => (busy = Date.now()), { passive: true }));
document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, requestConfig } = event.detail;
  if (!elt.hasAttribute("data-poll")) return;
  const byClock = !requestConfig.triggeringEvent;
  const calm = "live" in document.body.dataset || Date.now() - busy > 300000;
  const still = elt.matches("[data-still]") && elt.contains(document.activeElement); // nothing moves under a hand
  if (document.hidden || still || (byClock && calm && turn++ % 3)) event.preventDefault();
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  busy = Date.now();
  document.querySelectorAll("[data-poll]").forEach((element) => htmx.trigger(element, "seen"));
});
