// The first engine. This small script runs as soon as it is there, before the style sheet and the rest of the page, since
// the engine takes longest: it is fetched, compiled and started while the page is put together.

import { createEngine } from "../engine/bethscope.js";

export const firstEngine = createEngine({ backend: "auto" });

// Whoever waits for it is told; nobody may wait yet.
firstEngine.catch(() => {});
