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
      if ("reload" in target.dataset) {
        rememberPlace();
        location.replace(location.pathname + location.search);
      } else if (target.classList.contains("htmx-request")) look(); // what is under way may be older than this
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

/* The same article at another level or in a newer version opens where one was reading: as far down, since headings differ. */
const PLACE = "infou.place";

function rememberPlace() {
  const article = document.getElementById("article");
  if (!article || !scrollY) return;
  const share = (scrollY - article.offsetTop) / article.offsetHeight;
  sessionStorage.setItem(PLACE, JSON.stringify({ path: location.pathname, share }));
}

function returnToPlace() {
  const { path, share } = JSON.parse(sessionStorage.getItem(PLACE) ?? "{}");
  sessionStorage.removeItem(PLACE);
  const article = document.getElementById("article");
  if (article && path === location.pathname) scrollTo({ top: article.offsetTop + share * article.offsetHeight, behavior: "instant" });
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

/* How long and how far somebody reads: said when they leave and every minute; kept on the device while there is no way to say it. */
const SAY_EVERY_MS = 60_000;
const KEPT = "infou.progress";

function followReading(element) {
  let since = Date.now();
  let depth = 0;
  const article = document.getElementById("article");
  const far = () => {
    const { top, height } = article.getBoundingClientRect();
    depth = Math.max(depth, Math.min(1, Math.max(0, (innerHeight - top) / height)));
  };
  const say = () => {
    const seconds = Math.min(14_400, Math.round((Date.now() - since) / 1000));
    since = Date.now();
    if (seconds) send({ address: element.dataset.progress, token: element.dataset.token, seconds, depth });
  };
  addEventListener("scroll", far, { passive: true });
  far();
  const timer = setInterval(() => document.visibilityState === "visible" && say(), SAY_EVERY_MS);
  document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? say() : (since = Date.now())));
  addEventListener("pagehide", () => clearInterval(timer));
}

const kept = () => JSON.parse(localStorage.getItem(KEPT) ?? "[]");

async function send(step) {
  const body = new URLSearchParams({ seconds: step.seconds, scroll_depth: step.depth.toFixed(3) });
  const headers = { "X-CSRFToken": step.token };
  try {
    const answer = await fetch(step.address, { method: "POST", body, headers, keepalive: true });
    if (answer.status >= 500) throw new Error(answer.status);
  } catch {
    localStorage.setItem(KEPT, JSON.stringify([...kept(), step].slice(-50)));
  }
}

function sendKept() {
  const steps = kept();
  localStorage.removeItem(KEPT);
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
  for (const step of steps) send({ ...step, token: token ?? step.token });
}

/* Code can be taken along with one click. */
function addCopyButtons() {
  const words = document.querySelector("[data-copy]")?.dataset;
  if (!words || !navigator.clipboard) return;
  for (const figure of document.querySelectorAll(".prose figure.code")) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "btn plain tight", textContent: words.copy });
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(figure.querySelector("code").textContent);
      button.textContent = words.copied;
      setTimeout(() => (button.textContent = words.copy), 2000);
    });
    figure.append(button);
  }
}

/* Left and right turn the page, where nobody is typing or has chosen something. */
function turnPages(event) {
  const busy = event.target.closest("input, textarea, select, button, summary, [tabindex], [contenteditable]");
  if (busy || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const way = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  document.querySelector(`.pager a[rel="${way}"]`)?.click();
}

/* Practice by keyboard: a number chooses, Enter checks or goes on, H asks for a hint. */
function practise(event) {
  const turn = document.querySelector("[data-practice]");
  if (!turn || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.target.matches("textarea, input:not([type=radio])") || event.target.closest("#report")) return;
  const choice = turn.querySelectorAll(".options input:enabled")[Number(event.key) - 1];
  if (choice) {
    choice.checked = true;
    choice.focus();
  } else if (event.key === "Enter" && !event.target.closest("a, button, summary")) {
    const next = turn.querySelector("[data-next]");
    if (next) next.click();
    else turn.querySelector("#answer").requestSubmit();
    event.preventDefault();
  } else if (event.key.toLowerCase() === "h") turn.querySelector("[data-hint]")?.click();
}

/* A session that becomes ready while one is elsewhere says so on whatever page is open. */
function announce({ dataset }) {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const socket = new WebSocket(`${scheme}://${location.host}${dataset.announce}`);
  socket.onmessage = ({ data }) => {
    if (JSON.parse(data).type !== "generation_complete") return;
    const toast = Object.assign(document.createElement("div"), { className: "toast" });
    const text = Object.assign(document.createElement("span"), { textContent: dataset.text });
    toast.append(text, Object.assign(document.createElement("a"), { href: dataset.href, textContent: dataset.open }));
    document.getElementById("toast").append(toast);
    socket.close();
  };
}

/* What can't be undone is asked twice. */
document.addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.confirm;
  if (question && !confirm(question)) event.preventDefault();
  else if (event.target.closest(".levels")) rememberPlace();
});

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
returnToPlace();
markCurrentSection();
addCopyButtons();
sendKept();
addEventListener("online", sendKept);
document.addEventListener("keydown", turnPages);
document.addEventListener("keydown", practise);
document.querySelectorAll("[data-announce]").forEach(announce);
document.querySelectorAll("[data-progress]").forEach(followReading);
