// The own agenda: keeps "next meeting" right while the page is open, and the page readable offline.
"use strict";

const agenda = document.getElementById("agenda");
const meetings = [...document.querySelectorAll(".ag-meeting")];
const language = document.documentElement.lang;

function inWords(milliseconds) {
  const words = new Intl.RelativeTimeFormat(language, { numeric: "always" });
  const minutes = Math.ceil(milliseconds / 60000);
  if (minutes < 60) return words.format(minutes, "minute");
  if (minutes < 48 * 60) return words.format(Math.round(minutes / 60), "hour");
  return words.format(Math.round(minutes / 1440), "day");
}

function text(element, wanted) {
  const found = element.querySelector(wanted);
  return found ? found.textContent.replace(/\s+/g, " ").trim() : "";
}

function fill(card, name, value) {
  const place = card.querySelector(`[data-fill="${name}"]`);
  if (!place) return;
  place.hidden = !value;
  if (place.textContent !== value) place.textContent = value;
  return place;
}

function showNext() {
  const card = document.getElementById("next-meeting");
  const now = Date.now();
  let next = null;
  for (const meeting of meetings) {
    const over = Date.parse(meeting.dataset.ends) <= now;
    meeting.toggleAttribute("data-over", over);
    meeting.removeAttribute("data-next");
    if (!over && !next) next = meeting;
  }
  if (!card || card.hasAttribute("data-empty")) return;
  if (!next) {
    for (const name of ["day", "in", "table", "partner"]) fill(card, name, "");
    fill(card, "time", agenda.dataset.over);
    return;
  }
  next.setAttribute("data-next", "");
  const starts = Date.parse(next.dataset.starts);
  fill(card, "time", text(next, "[data-time]"));
  fill(card, "day", next.dataset.day);
  fill(card, "in", starts <= now ? agenda.dataset.now : inWords(starts - now));
  fill(card, "table", next.dataset.place.trim());
  const partner = fill(card, "partner", text(next, "[data-partner]"));
  if (partner) partner.href = `#${next.id}`;
}

function showConnection() {
  if (!navigator.onLine) agenda.dataset.offline = "yes";
  else if (!agenda.hasAttribute("data-from-memory")) agenda.dataset.offline = "no";
}

function openTarget() {
  const target = location.hash.startsWith("#m-") && document.getElementById(location.hash.slice(1));
  const more = target && target.querySelector("details");
  if (more) more.open = true;
}

// What the page needs to look the same without a network: itself, its styles, scripts and fonts.
function neededFiles() {
  const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
  const linked = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon]")].map((link) => link.href);
  const scripts = [...document.querySelectorAll("script[src]")].map((script) => script.src);
  return [...new Set([...loaded, ...linked, ...scripts])].filter((address) =>
    address.startsWith(`${location.origin}/static/`),
  );
}

async function keepForOffline() {
  if (!("serviceWorker" in navigator) || !agenda.dataset.worker) return;
  try {
    await navigator.serviceWorker.register(agenda.dataset.worker);
    const ready = await navigator.serviceWorker.ready;
    if (agenda.dataset.offline === "yes") return;
    ready.active.postMessage({ keep: location.pathname + location.search, files: neededFiles() });
  } catch {
    // Without it the page works as any other; it only cannot be read offline.
  }
}

if (agenda) {
  showNext();
  setInterval(showNext, 15000);
  document.addEventListener("visibilitychange", showNext);
  showConnection();
  window.addEventListener("offline", showConnection);
  window.addEventListener("online", showConnection);
  window.addEventListener("hashchange", openTarget);
  openTarget();
  if (document.readyState === "complete") keepForOffline();
  else window.addEventListener("load", keepForOffline);
}
