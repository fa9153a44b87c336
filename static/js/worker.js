// The service worker, where browsers allow one (https, localhost): a notebook or a synthesis that was open here once opens
// without a network, at once. It serves their pages and what they are built of, and touches nothing else.
// The server puts VERSION, SHELL and MORE (the addresses of what a notebook, and a synthesis beside it, is built of) in
// front of this file.

const shell = `shell-${self.VERSION}`;
const PAGES = "pages";
// What its pages are built of, asked for by them and not by every table's laptop.
const PARTS = "parts";
const KEPT = /^\/(tables\/\d+|sessions\/\d+\/synthesis)\/$/;

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || search) return;
  if (request.mode === "navigate" && KEPT.test(pathname)) event.respondWith(page(event, pathname));
  else if (self.SHELL.includes(pathname)) event.respondWith(part(request));
  else if (self.MORE.includes(pathname)) event.respondWith(more(request));
});

async function install() {
  const cache = await caches.open(shell);
  await cache.addAll(self.SHELL.map((address) => new Request(address, { cache: "reload" })));
  await self.skipWaiting();
}

async function activate() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("shell-") && name !== shell).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function part(request) {
  return (await (await caches.open(shell)).match(request.url)) ?? fetch(request);
}

/** The server's own, and without it what was kept. */
async function more(request) {
  const parts = await caches.open(PARTS);
  try {
    const answer = await fetch(request);
    if (answer.ok) await parts.put(request.url, answer.clone());
    return answer;
  } catch (error) {
    const kept = await parts.match(request.url);
    if (!kept) throw error;
    return kept;
  }
}

/** The page as it was kept, at once; the server's own takes its place for the next time. */
async function page(event, path) {
  const pages = await caches.open(PAGES);
  const kept = await pages.match(path);
  const fresh = renewed(event, pages, path, kept?.clone());
  if (!kept) return fresh;
  event.waitUntil(fresh.catch(() => undefined));
  return kept;
}

async function renewed(event, pages, path, kept) {
  const answer = await fetch(event.request);
  if ([401, 403, 404, 410].includes(answer.status)) await pages.delete(path);
  else if (answer.ok && !answer.redirected) {
    const copy = answer.clone();
    const isOther = kept && (await kept.text()) !== (await answer.clone().text());
    await pages.put(path, copy);
    if (isOther) (await self.clients.get(event.resultingClientId))?.postMessage({ changed: path });
  }
  return answer;
}
