// What lies at the service worker's address in a build that is not shipped. No page starts it; but a browser that has one
// from a shipped page, at the same address, asks for it anew, and gets rid of what it has kept: `./build.sh serve` never
// shows old files.

// The type check knows `self` as a page's window only.
const worker = /** @type {any} */ (self);

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(drop()));

async function drop() {
    const { scope } = worker.registration;
    const ours = (await caches.keys()).filter((name) => name.startsWith(`bethscope ${scope} `));
    await Promise.all(ours.map((name) => caches.delete(name)));
    await worker.registration.unregister();
    for (const tab of await worker.clients.matchAll({ type: "window" })) tab.navigate(tab.url);
}

// A script of its own to the type check.
export {};
