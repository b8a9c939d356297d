// The page of onnxruntime-web.

import { network, start } from "./onnx.js";
import { expose } from "./peer.js";

expose(network, {
    /** @param {{ threads: number }} options */
    start: async (options) => start(options),
});
