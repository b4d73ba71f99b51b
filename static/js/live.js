// One stream while someone looks: it says which topics changed, never what; `[data-poll~=topic]` then asks as ever.
const all = (query) => document.querySelectorAll(query);
const flying = new Set();
const again = new Set();
let source, timer;
let pause = 2500;
let first = true;

const ring = (element) => {
  // An answer takes the place of who asked: what is rung meanwhile would ring nobody.
  if (flying.has(element.dataset.poll)) again.add(element.dataset.poll);
  else htmx.trigger(element, "live");
};
document.addEventListener("htmx:beforeSend", ({ detail }) => {
  const topics = detail.elt.dataset.poll;
  const landed = () => {
    flying.delete(topics);
    if (again.delete(topics)) all(`[data-poll="${topics}"]`).forEach(ring);
  };
  if (!topics) return;
  flying.add(topics);
  // Not htmx:afterRequest: nobody hears it when a sent message has meanwhile taken the talk's place.
  detail.xhr.addEventListener("loadend", () => setTimeout(landed, 60));
});

const close = () => {
  clearTimeout(timer);
  source?.close();
  source = null;
  delete document.body.dataset.live;
};
const open = () => {
  if (document.hidden || source) return;
  source = new EventSource("/live/");
  source.addEventListener("hello", () => {
    document.body.dataset.live = "";
    pause = 2500;
    all(first ? "[data-poll^=talk]" : "[data-poll]").forEach(ring); // the rest of a new page is new
    first = false;
  });
  source.addEventListener("away", () => delete document.body.dataset.live);
  source.addEventListener("bye", close);
  source.onmessage = ({ data }) =>
    data.split(" ").forEach((topic) => all(`[data-poll~="${topic}"]`).forEach(ring));
  source.onerror = () => {
    delete document.body.dataset.live;
    if (source.readyState < 2) return; // the browser tries again by itself
    close();
    timer = setTimeout(open, (pause = Math.min(pause * 2, 60000)));
  };
};
if ("user" in document.body.dataset) {
  open();
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  addEventListener("pagehide", close);
  addEventListener("pageshow", (event) => event.persisted && open());
}
