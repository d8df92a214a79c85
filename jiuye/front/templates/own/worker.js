{% load static %}/* Keeps what the pages look like, never what they say: without a network a page of ours answers, not the browser's. */
const KEPT = "own-1", SHELL = ["{% url 'my:offline' %}", "{% static 'jiuye/tokens.css' %}", "{% static 'jiuye/look.css' %}", "{% static 'jiuye/pages.css' %}", "{% static 'jiuye/look.js' %}", "{% static 'jiuye/own.js' %}", "{% static 'jiuye/entry.js' %}", "{% static 'jiuye/seal.svg' %}"];
self.addEventListener("install", e => e.waitUntil(caches.open(KEPT).then(c => c.addAll(SHELL)).then(() => self.skipWaiting())));
self.addEventListener("activate", e => e.waitUntil(self.clients.claim()));
self.addEventListener("fetch", e => {
  if (e.request.mode === "navigate" && e.request.method === "GET") e.respondWith(fetch(e.request).catch(() => caches.match(SHELL[0])));
  else if (new URL(e.request.url).pathname.startsWith("/static/")) e.respondWith(fetch(e.request).catch(() => caches.match(e.request)));
});
