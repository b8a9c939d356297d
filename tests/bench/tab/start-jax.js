// From navigation to a scored row with jax-js, on its WebAssembly device, which needs no start.

import { showFirstRow } from "./first-row.js";
import { network } from "./jax.js";

showFirstRow(network);
