// The page itself, kept on this laptop by the service worker, where the browser allows one. Elsewhere (plain http in a
// hall) an open page goes on working, and what was typed waits in this laptop's store for the next one.
const WORKER = "/worker.js";
const PAGES = "pages";
const PARTS = "parts";

const isPossible = () => isSecureContext && "serviceWorker" in navigator && "caches" in globalThis;

/**
 * Keep this page.
 * @param {() => void} changed called when the server has another page than the one shown
 * @param {string[]} [parts] addresses of what it is built of, where every notebook's laptop does not keep them anyway
 */
export async function keepPage(changed, parts = []) {
  if (!isPossible()) return;
  navigator.serviceWorker.addEventListener("message", ({ data }) => data.changed === location.pathname && changed());
  navigator.serviceWorker.startMessages();
  try {
    await navigator.serviceWorker.register(WORKER);
    await navigator.serviceWorker.ready;
    const pages = await caches.open(PAGES);
    if (!(await pages.match(location.pathname))) await pages.add(location.pathname);
    if (parts.length) await (await caches.open(PARTS)).addAll(parts);
    document.body.dataset.offline = "yes";
  } catch (error) {
    console.error("This page cannot be kept for a time without a network", error);
  }
}

/** Keep this page no longer; with the last one everything of ours goes. */
export async function forgetPage() {
  if (!isPossible()) return;
  const pages = await caches.open(PAGES);
  await pages.delete(location.pathname);
  if ((await pages.keys()).length) return;
  const registrations = await navigator.serviceWorker.getRegistrations();
  await Promise.all(registrations.map((one) => one.unregister()));
  await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
}

/** Ask the browser not to throw this laptop's store away when its disk is full; only where that asks nobody. */
export async function askToPersist() {
  const state = await navigator.permissions?.query({ name: "persistent-storage" }).then((found) => found.state, () => "");
  if (state === "granted" || (state === "prompt" && "userAgentData" in navigator)) await navigator.storage?.persist?.();
}
