/* Watches what is being made: a socket where one can be opened, looking every few seconds where not.
   The server renders everything; a message only says when to look. */
"use strict";

const LOOK_AGAIN_MS = 300;
const POLL_MS = 3000;
const RECONNECT_MS = [500, 1000, 2000, 5000];

const watched = new Set();

function watch(element) {
  const path = element.dataset.live;
  if (watched.has(path)) return;
  watched.add(path);
  let attempts = 0;
  let looking = null;
  let socket = null;

  const gone = () => !document.body.contains(document.querySelector(`[data-live="${path}"]`));
  const look = () => {
    looking ??= setTimeout(() => {
      looking = null;
      const target = document.querySelector(`[data-live="${path}"]`);
      if (!target) return;
      if ("reload" in target.dataset) location.replace(location.pathname + location.search);
      else htmx.trigger(target, "look");
    }, LOOK_AGAIN_MS);
  };
  const poll = setInterval(() => {
    if (gone()) {
      clearInterval(poll);
      watched.delete(path);
      socket?.close();
    } else if (socket?.readyState !== WebSocket.OPEN && !("reload" in element.dataset)) look();
  }, POLL_MS);
  const open = () => {
    if (gone()) return;
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    socket = new WebSocket(`${scheme}://${location.host}${path}`);
    socket.onopen = () => {
      attempts = 0;
      if (element.dataset.watch) socket.send(JSON.stringify({ type: "watch", article_id: element.dataset.watch }));
    };
    socket.onmessage = (event) => {
      const message = JSON.parse(event.data);
      if (message.type.startsWith("article_") && showDraft(element, message)) return;
      if ("reload" in element.dataset) {
        if (message.type === "article_ready" && location.pathname.endsWith(message.data.article_id)) look();
        if (message.type === "generation_complete" || message.type === "task_complete") look();
      } else look();
    };
    socket.onclose = (event) => {
      if (event.code === 4404 || gone()) return;
      setTimeout(open, RECONNECT_MS[Math.min(attempts++, RECONNECT_MS.length - 1)]);
    };
  };
  open();
}

/* The text as it is written: pieces know their place, so one that comes twice does no harm. */
function showDraft(element, { type, data }) {
  const draft = element.querySelector("[data-draft]");
  if (!draft || data.article_id !== element.dataset.watch) return false;
  if (type === "article_reset") draft.textContent = "";
  if (type === "article_delta") {
    if (draft.dataset.attempt !== String(data.attempt)) draft.textContent = "";
    draft.dataset.attempt = data.attempt;
    draft.textContent = draft.textContent.slice(0, data.offset) + data.text;
    draft.hidden = false;
    element.querySelector("[data-waiting]")?.setAttribute("hidden", "");
  }
  return type !== "article_ready";
}

function markCurrentSection() {
  const links = new Map([...document.querySelectorAll(".toc a")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
  if (!links.size) return;
  const seen = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        for (const link of links.values()) link.removeAttribute("aria-current");
        links.get(entry.target.id)?.setAttribute("aria-current", "true");
      }
    },
    { rootMargin: "0px 0px -70% 0px" },
  );
  for (const id of links.keys()) {
    const heading = document.getElementById(id);
    if (heading) seen.observe(heading);
  }
}

/* A box ticked while a newer fragment was under way stays ticked. */
const ticks = new Map();
const boxes = (part) => part.querySelectorAll("input[type=checkbox]");
document.body.addEventListener("htmx:beforeSwap", ({ detail }) => {
  for (const box of boxes(detail.target)) ticks.set(box.name + box.value, box.checked);
});
document.body.addEventListener("htmx:afterSettle", ({ detail }) => {
  for (const box of boxes(detail.elt)) box.checked = ticks.get(box.name + box.value) ?? box.checked;
  ticks.clear();
});

document.querySelectorAll("[data-live]").forEach(watch);
document.body.addEventListener("htmx:load", ({ target }) => {
  const parts = target.matches("[data-live]") ? [target] : target.querySelectorAll("[data-live]");
  parts.forEach(watch);
});
markCurrentSection();
