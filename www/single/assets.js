// What page/assets.js is to the page, to the single file bethscope.html: module and weights lie in it as text, and there is
// no engine for a GPU, which alone would be larger than all the rest.

export const form = "file";

/** @type {import("../engine/bethscope.js").Backend} */
export const backend = "cpu";

/** The bytes that bundle/single.mjs has put there: gzip, as base64. @param {string} id */
async function unpacked(id) {
    const text = document.getElementById(id)?.textContent ?? "";
    const packed = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const bytes = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(bytes).arrayBuffer());
}

const cpu = unpacked("engine-bytes");

/** @returns {Promise<import("../engine/bethscope.js").EngineOptions>} */
export const options = async () => ({ wasm: { cpu: await cpu, gpu: "", gpuWorker: "" }, zip: "" });

export const weights = () => unpacked("weights-bytes");

/** Nobody asks: it lies on the disk. @returns {Promise<ServiceWorkerRegistration>} */
export const keep = () => Promise.reject(new Error("The single file needs no service worker."));
