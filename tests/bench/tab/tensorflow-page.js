// The page of TensorFlow.js: any of its backends, scoring and training.

import "@tensorflow/tfjs-backend-cpu";
import { setThreadsCount, setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import "@tensorflow/tfjs-backend-webgpu";
import { exposeLearner } from "./learner.js";
import { network } from "./tensorflow.js";
import { start } from "./tensorflow-start.js";
import { place, trainer } from "./tensorflow-training.js";

exposeLearner({ network, place, trainer }, async ({ backend, threads }) => {
    if (threads > 1 && !crossOriginIsolated) throw new Error("Threads need a page that is cross-origin isolated.");
    // Of its WebAssembly modules it takes the fastest that the page can run: SIMD, and threads where isolated.
    setWasmPaths(new URL("./", location.href).href);
    if (backend === "wasm") setThreadsCount(threads);
    await start(backend);
});
