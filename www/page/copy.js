// The copy of the page that a service worker keeps on this computer (offline/keep.js), for when there is no network; and
// the offer of a new version. Only a page that was built for hosts has one: `./build.sh serve` always shows what is there.

import { byId, say } from "./dom.js";

/** @typedef {"kept" | "none" | "single"} Copy */

/** So many milliseconds after the page is there the copy is made, if nobody has asked for a result before. */
const LATER = 3000;

const WORDS = {
    kept: "A copy of this page is kept on this computer: it opens and works without a network too.",
    single: "This is the single file: it works without a network wherever it lies, on the CPU.",
    insecure: "Without a network this page does not open: browsers keep a copy only of what comes over HTTPS.",
    unable: "Without a network this page does not open: this browser, or a private window of it, keeps no copy.",
    /** @param {string} why */
    failed: (why) => `Without a network this page does not open: its copy could not be made (${why}).`,
    incomplete: "not all files could be had as they were built",
    offer: "A new version of this page is here. To use it the page is loaded again: save weights before, and choose your files again.",
};

/**
 * Says what there is for when the network is off, after having made it.
 * @param {import("./state.js").Store} store
 */
export async function mountCopy(store) {
    const { build } = document.documentElement.dataset;
    if (bethscope.form === "file") return tell("single", WORDS.single);
    // `./build.sh serve`, or somebody's own build.
    if (!build) return;
    if (!isSecureContext) return tell("none", WORDS.insecure);
    if (!navigator.serviceWorker) return tell("none", WORDS.unable);
    await quiet(store);
    try {
        const registration = await bethscope.keep();
        follow(registration);
        keepGpu(store, registration);
    } catch (error) {
        const refused = error instanceof DOMException && error.name === "SecurityError";
        tell("none", refused ? WORDS.unable : WORDS.failed(error instanceof Error ? error.message : String(error)));
    }
}

/**
 * Waits until the first result is there, or nobody has wanted one for a while: the copy must not be in its way.
 * @param {import("./state.js").Store} store
 */
function quiet(store) {
    return new Promise((resolve) => {
        /** @type {ReturnType<typeof setTimeout> | undefined} */
        let due;
        store.watch(["result", "sample"], ({ result, sample }) => {
            clearTimeout(due);
            if (result.status === "ready") resolve(null);
            else if (!sample.busy && result.status !== "scoring") due = setTimeout(resolve, LATER);
        });
    });
}

/** @param {Copy} copy @param {string} words */
function tell(copy, words) {
    const place = byId("copy", HTMLElement);
    say(place, words);
    place.hidden = false;
    document.documentElement.dataset.copy = copy;
}

/** @param {ServiceWorkerRegistration} registration */
function follow(registration) {
    if (registration.active) tell("kept", WORDS.kept);
    if (registration.waiting) offer(registration.waiting);
    if (registration.installing) watch(registration.installing);
    registration.addEventListener("updatefound", () => registration.installing && watch(registration.installing));

    /** @param {ServiceWorker} worker */
    function watch(worker) {
        worker.addEventListener("statechange", () => {
            // Where a version is in use, the next one waits.
            if (worker.state === "installed" && registration.active) offer(worker);
            if (worker.state === "activated") tell("kept", WORDS.kept);
            if (worker.state === "redundant" && !registration.active) tell("none", WORDS.failed(WORDS.incomplete));
        });
    }
}

/** Offers what waits. Nothing takes its place before somebody wants it, or all tabs are closed. @param {ServiceWorker} waiting */
function offer(waiting) {
    const place = byId("update", HTMLElement);
    const button = byId("use-update", HTMLButtonElement);
    say(byId("update-words", HTMLElement), WORDS.offer);
    place.hidden = false;
    button.onclick = () => {
        waiting.addEventListener("statechange", () => {
            // Where something would be lost, the browser asks before (leaving.js).
            if (waiting.state === "activated") location.reload();
        });
        // From an earlier press, which was taken back when the browser asked.
        if (waiting.state === "activated") location.reload();
        else waiting.postMessage("take over");
    };
}

/**
 * The engine for a GPU is kept too, where it was fetched.
 * @param {import("./state.js").Store} store
 * @param {ServiceWorkerRegistration} registration
 */
function keepGpu(store, registration) {
    let asked = false;
    store.watch(["session"], async ({ session: { info } }) => {
        if (asked || info?.backend !== "webgpu") return;
        asked = true;
        const { active } = await navigator.serviceWorker.ready;
        (active ?? registration.active)?.postMessage("keep the GPU's engine");
    });
}
