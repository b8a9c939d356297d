/**
 * What the browser offers through WebGPU.
 * @typedef {object} Found
 * @property {boolean} found there is an adapter
 * @property {string | null} adapter its name for people, where it has one
 * @property {boolean} software it is an emulation on the CPU
 * @property {NotThis | null} whyNot why it is no match for the CPU; null for a real GPU
 */

/**
 * @typedef {object} NotThis
 * @property {"software" | "no-adapter" | "insecure" | "no-webgpu"} code
 * @property {string} said the beginning of a sentence
 */

/** @returns {Promise<Found>} */
export async function findAdapter() {
    const adapter = await requestAdapter();
    if (!adapter) return { found: false, adapter: null, software: false, whyNot: whyNone() };
    // Older browsers have it on the adapter itself.
    const software = adapter.info?.isFallbackAdapter ?? adapter.isFallbackAdapter ?? false;
    return {
        found: true,
        adapter: nameOf(adapter) ?? null,
        software,
        whyNot: software ? notThis("software") : null,
    };
}

/**
 * The name of the adapter for people; Rust is told none by wgpu.
 * @returns {Promise<string | undefined>}
 */
export async function adapterName() {
    const adapter = await requestAdapter();
    return adapter ? nameOf(adapter) : undefined;
}

/** The one that the engine will get too, since it asks for the same. */
async function requestAdapter() {
    try {
        return await /** @type {any} */ (navigator).gpu.requestAdapter({ powerPreference: "high-performance" });
    } catch {
        // A browser without WebGPU, or one that fails to look for an adapter.
        return null;
    }
}

/** @param {{ info?: Record<string, string | undefined> }} adapter */
function nameOf({ info = {} }) {
    const name = [info.description || info.device, info.vendor, info.architecture].filter(Boolean).join(" ");
    return name || undefined;
}

function whyNone() {
    if ("gpu" in navigator) return notThis("no-adapter");
    return notThis(isSecureContext ? "no-webgpu" : "insecure");
}

const SAID = {
    software: "The only WebGPU adapter here is a software one, which is slower than the CPU itself",
    "no-adapter": "WebGPU finds no graphics adapter here that it can use",
    insecure: "Browsers offer WebGPU only to pages that come over HTTPS",
    "no-webgpu": "This browser has no WebGPU",
};

/** @param {NotThis["code"]} code @returns {NotThis} */
function notThis(code) {
    return { code, said: SAID[code] };
}
