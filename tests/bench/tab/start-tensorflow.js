// From navigation to a scored row with TensorFlow.js: its core, and its WebAssembly backend alone.

import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { showFirstRow } from "./first-row.js";
import { network } from "./tensorflow.js";
import { start } from "./tensorflow-start.js";

setWasmPaths(new URL("./", location.href).href);
const started = start("wasm");
showFirstRow(async (weights) => {
    await started;
    return network(weights);
});
