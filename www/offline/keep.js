// The service worker of a page that was built for hosts: keeps the files that belong together, exactly as they were built,
// and answers with them. Nothing else passes through its hands, and it asks nobody but the page's own host, for these files.
//
// A new version is kept beside the one in use and waits, until all tabs are closed or the page is told to take it. Names
// with a hash in them mean the same file in every version, so a tab of an old version finds its parts for as long as it is
// open.

/** @typedef {typeof KEPT.page} Files */
const { build, page, gpu } = KEPT;

// The type check knows `self` as a page's window only.
const worker = /** @type {any} */ (self);
/** @type {string} */
const scope = worker.registration.scope;

/** Other copies of bethscope may live on the same host. */
const OURS = `bethscope ${scope} `;
const cacheName = OURS + build;

/** What main.3f9a2c81d0.js and its like are called. */
const HASHED = /^[\w-]+\.[0-9a-f]{10}\.\w+$/;

worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(keep(page)));
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(tidy()));

worker.addEventListener("message", (/** @type {any} */ event) => {
    if (event.data === "take over") worker.skipWaiting();
    else event.waitUntil(keep(gpu));
});

worker.addEventListener("fetch", (/** @type {any} */ event) => {
    /** @type {Request} */
    const request = event.request;
    const name = request.method === "GET" ? nameOf(request.url) : null;
    if (name === "") event.waitUntil(tidy());
    if (name !== null) event.respondWith(answer(name, request));
});

/** What a request asks for, if it is the page or a part of one; else null. @param {string} url */
function nameOf(url) {
    const { origin, pathname } = new URL(url);
    const path = origin + pathname;
    if (!path.startsWith(scope)) return null;
    const name = path.slice(scope.length);
    if (name === "" || name === "index.html") return "";
    return HASHED.test(name) ? name : null;
}

/** @param {string} name @param {Request} request */
async function answer(name, request) {
    const cache = await caches.open(cacheName);
    return (await cache.match(scope + name)) ?? (name && (await inAny(name))) ?? fetch(request);
}

/** A part of another version. @param {string} name */
async function inAny(name) {
    for (const other of await ourCaches()) {
        const found = await (await caches.open(other)).match(scope + name);
        if (found) return found;
    }
    return undefined;
}

const ourCaches = async () => (await caches.keys()).filter((name) => name.startsWith(OURS));

/** @param {Files} files */
async function keep(files) {
    const cache = await caches.open(cacheName);
    const missing = async (/** @type {Files[number]} */ [name]) => !(await cache.match(scope + name));
    const wanted = await Promise.all(files.map(missing));
    await Promise.all(files.filter((_, at) => wanted[at]).map((file) => add(cache, file)));
}

/**
 * A file exactly as it was built, or an error. The page has most of them in the browser's cache by now.
 * @param {Cache} cache
 * @param {Files[number]} file
 */
async function add(cache, [name, integrity]) {
    const url = scope + name;
    const how = /** @type {RequestCache[]} */ (HASHED.test(name) ? ["default", "reload"] : ["no-cache"]);
    for (const mode of how) {
        const last = mode === how.at(-1);
        try {
            const response = await fetch(url, { integrity, cache: mode });
            if (!response.ok) throw new Error(`${url}: the server answered ${response.status}.`);
            // What came by another address must not answer when this one is gone to.
            const own = response.redirected ? new Response(await response.blob(), response) : response;
            return await cache.put(url, own);
        } catch (error) {
            if (last) throw error;
        }
    }
}

/** Takes away what no open tab can need. */
async function tidy() {
    const { waiting, installing } = worker.registration;
    const tabs = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
    if (waiting || installing || tabs.length > 0) return;
    for (const name of await ourCaches()) if (name !== cacheName) await caches.delete(name);
}

// A script of its own to the type check.
export {};
