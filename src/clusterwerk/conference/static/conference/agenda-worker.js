// Keeps agenda pages that were opened once, so that they can be read without a network.
// Served below a conference's address; it answers for agenda pages and their files only.
"use strict";

const PAGES = `agenda-pages ${self.registration.scope}`;
const FILES = `agenda-files ${self.registration.scope}`;

// The own agenda, and private addresses: a key, a dot and a signature.
const isAgenda = (url) => /^\/\w\w\/conference\/[^/]+\/(my\/agenda|agenda\/\w+\.[\w-]+)\/$/.test(url.pathname);
const isFile = (url) => url.pathname.startsWith("/static/");
const isLeaving = (url) => url.pathname.endsWith("/leave/");

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  const { keep, files } = event.data || {};
  if (keep) event.waitUntil(keepPage(keep, files || []));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method === "POST" && isLeaving(url)) event.waitUntil(forgetOwnPages());
  if (request.method !== "GET") return;
  if (request.mode === "navigate" && isAgenda(url)) event.respondWith(page(request, url));
  else if (isFile(url)) event.respondWith(file(request));
});

async function keepPage(address, files) {
  const url = new URL(address, self.location.origin);
  if (!isAgenda(url)) return;
  const response = await fetch(url, { credentials: "same-origin", redirect: "manual" });
  await remember(url, response);
  const kept = await caches.open(FILES);
  await Promise.all(files.map((name) => kept.add(name).catch(() => undefined)));
}

// Only a page that was really shown is kept. One that is refused now is forgotten: the address ran
// out, or this browser no longer acts for the delegation.
async function remember(url, response) {
  const pages = await caches.open(PAGES);
  if (response.ok && !response.redirected) await pages.put(url.href, response.clone());
  else if (response.type === "opaqueredirect" || response.redirected || response.status < 500) await pages.delete(url.href);
}

async function page(request, url) {
  try {
    const response = await fetch(request);
    await remember(url, response);
    return response;
  } catch (error) {
    const kept = await (await caches.open(PAGES)).match(url.href);
    if (!kept) throw error;
    const text = await kept.text();
    return new Response(text.replace('data-offline="no"', 'data-offline="yes" data-from-memory'), {
      headers: {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": kept.headers.get("Content-Security-Policy") || "default-src 'self'",
      },
    });
  }
}

async function file(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await (await caches.open(FILES)).match(request.url);
    if (!kept) throw error;
    return kept;
  }
}

// The own pages of a delegation; private addresses stay, as they work without access too.
async function forgetOwnPages() {
  const pages = await caches.open(PAGES);
  const kept = await pages.keys();
  await Promise.all(kept.filter((request) => new URL(request.url).pathname.includes("/my/")).map((request) => pages.delete(request)));
}
