// Where the page has the engine's parts and the weights from: files beside it. In the single file bethscope.html
// single/assets.js stands in the place of this.

import { trusted } from "../engine/link.js";
import { fetched } from "./pretrained.js";

/** Files on a host, or one file. @type {"host" | "file"} */
export const form = "host";

/** What the engine starts with. @type {import("../engine/bethscope.js").Backend} */
export const backend = "auto";

const { src } = /** @type {HTMLScriptElement} */ (document.currentScript);

const wasm = {
    cpu: new URL("bethscope_cpu.wasm", src),
    gpu: new URL("bethscope_gpu.wasm", src),
    gpuWorker: new URL("bethscope_gpu.txt", src),
};
const zip = new URL("zip.js", src);

/** @returns {import("../engine/bethscope.js").EngineOptions | Promise<import("../engine/bethscope.js").EngineOptions>} */
export const options = () => ({ wasm, zip });

export const weights = () => fetched(new URL("pretrained.safetensors", src));

/** Has the service worker started that keeps the page for when there is no network: this one script, and no other. */
export const keep = () => navigator.serviceWorker.register(trusted(String(new URL("offline.js", src))));
