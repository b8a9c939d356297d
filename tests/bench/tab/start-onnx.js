// From navigation to a scored row with onnxruntime-web, on its WebAssembly backend.

import { showFirstRow } from "./first-row.js";
import { network, start } from "./onnx.js";

start({ threads: 1 });
showFirstRow(network);
