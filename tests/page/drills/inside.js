// A hand inside the page's worker, for what only happens there: a call held in its middle, a device lost, memory full.

/** @typedef {import("playwright-core").Page} Page */

/** What a page's worker holds back when it is told to: after so many that pass. @typedef {"reads" | "turns"} Kind */

/**
 * Runs at the beginning of every worker. `reads` are reads of a file, `turns` the moments in which a long request lets
 * messages in.
 */
function inside() {
    const { postMessage } = MessagePort.prototype;
    const { arrayBuffer } = Blob.prototype;
    const { instantiate } = WebAssembly;
    /** @type {any} */
    const { GPUAdapter } = globalThis;
    const passes = { reads: Number.POSITIVE_INFINITY, turns: Number.POSITIVE_INFINITY };
    /** @type {(() => void)[]} */
    let waiting = [];
    let told = () => {};
    /** @type {any} */
    let device;
    /** @type {WebAssembly.Memory} */
    let memory;

    /** @param {Kind} kind @param {() => void} go */
    const pass = (kind, go) => {
        passes[kind] -= 1;
        if (passes[kind] >= 0) return go();
        waiting.push(go);
        told();
    };
    MessagePort.prototype.postMessage = function (/** @type {any[]} */ ...message) {
        pass("turns", () => postMessage.apply(this, /** @type {any} */ (message)));
    };
    Blob.prototype.arrayBuffer = async function () {
        await new Promise((go) => pass("reads", () => go(null)));
        return arrayBuffer.call(this);
    };
    WebAssembly.instantiate = /** @type {any} */ (
        async (/** @type {any[]} */ ...options) => {
            const made = await instantiate.apply(WebAssembly, /** @type {any} */ (options));
            memory = /** @type {any} */ (made).exports.memory;
            return made;
        }
    );
    if (GPUAdapter) {
        const { requestDevice } = GPUAdapter.prototype;
        GPUAdapter.prototype.requestDevice = async function (/** @type {any[]} */ ...options) {
            device = await requestDevice.apply(this, options);
            return device;
        };
    }
    Object.assign(globalThis, {
        inside: {
            /** @type {Promise<unknown>} */
            still: Promise.resolve(),
            /** @param {Kind} kind @param {number} after */
            hold(kind, after) {
                passes[kind] = after;
                this.still = new Promise((resolve) => {
                    told = () => resolve(null);
                });
            },
            release() {
                passes.reads = passes.turns = Number.POSITIVE_INFINITY;
                const go = waiting;
                waiting = [];
                for (const one of go) one();
            },
            /** What is asked from now on is never answered. */
            ignore() {
                self.onmessage = null;
            },
            lose: () => device.destroy(),
            /** A training reads the clock between two batches: an error there is one of the run, and no trap. */
            diverge() {
                const { now } = performance;
                performance.now = () => {
                    performance.now = now;
                    throw new Error("The loss is no longer finite.");
                };
            },
            fill() {
                for (let pages = 1 << 15; pages >= 1; ) {
                    try {
                        memory.grow(pages);
                    } catch {
                        pages >>= 1;
                    }
                }
            },
            trap: () =>
                setTimeout(() => {
                    throw new Error("boom");
                }),
        },
    });
}

/** Puts the hand into every worker that the page starts. @param {Page} page */
export async function reachInside(page) {
    await page.addInitScript(`(${wrap})(${JSON.stringify(`(${inside})();`)})`);
}

/** Runs in the page. @param {string} first what its workers run first */
function wrap(first) {
    const { createObjectURL } = URL;
    URL.createObjectURL = (/** @type {Blob} */ blob) => {
        if (blob.type !== "text/javascript") return createObjectURL(blob);
        const { holdNext = "" } = /** @type {any} */ (globalThis);
        return createObjectURL(new Blob([first, holdNext, blob], { type: blob.type }));
    };
}

/**
 * Has the workers that the page starts from now on stand still.
 * @param {Page} page
 * @param {Kind} kind
 * @param {number | null} after so many that pass; null: no longer
 */
export async function holdNext(page, kind, after) {
    const call = after === null ? "" : `inside.hold("${kind}", ${after});`;
    await page.evaluate((call) => Object.assign(globalThis, { holdNext: call }), call);
}

/**
 * Has the worker stand still in what it does next.
 * @param {Page} page
 * @param {Kind} kind
 * @param {number} [after] so many that pass
 */
export async function hold(page, kind, after = 0) {
    await worker(page).evaluate(({ kind, after }) => /** @type {any} */ (globalThis).inside.hold(kind, after), {
        kind,
        after,
    });
}

/** Waits until it does. @param {Page} page */
export async function held(page) {
    await worker(page).evaluate(() => /** @type {any} */ (globalThis).inside.still.then(() => null));
}

/** @param {Page} page @param {"release" | "ignore" | "lose" | "diverge" | "fill" | "trap"} what */
export async function tell(page, what) {
    await worker(page).evaluate((what) => void (/** @type {any} */ (globalThis).inside[what]()), what);
}

/** The newest one; one that has just died may still be listed. @param {Page} page */
function worker(page) {
    const newest = page.workers().at(-1);
    if (!newest) throw new Error("The page has no worker.");
    return newest;
}
