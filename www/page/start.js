// The first engine. This is a classic script at the top of the page, with the engine inside: the worker boots and the
// module is compiled while the rest of the page is read, styled and drawn. As a module it had to wait for all of that,
// and the first scored row came 300 ms later.

import { languagesAt } from "#languages";
import { createEngine } from "../engine/bethscope.js";
import { hurdle as english } from "../words/en.js";
import { makeSample } from "./first.js";
import { hurdle, missing, sayIn, tell, watchStart } from "./hurdle.js";
import { wantedLanguage } from "./wanted.js";
import { fetchedWeights } from "./weights.js";

/** @typedef {import("../engine/bethscope.js").Backend} Backend */
/** @typedef {import("../engine/bethscope.js").Engine} Engine */

const { src } = /** @type {HTMLScriptElement} */ (document.currentScript);
const wasm = {
    cpu: new URL("bethscope_cpu.wasm", src),
    gpu: new URL("bethscope_gpu.wasm", src),
    gpuWorker: new URL("bethscope_gpu.txt", src),
};

watchStart();
const obstacle = hurdle();
if (obstacle) tell(obstacle);

/** The languages that there are beside English, and where their words are. */
const languages = languagesAt(src);
const language = wantedLanguage(Object.keys(languages));
/** The words that are wanted, on their way; null for English, which the page has. */
const words = language === "en" ? null : import(languages[language].url.href);
// Whoever waits for them is told that they did not come.
words?.then((catalogue) => sayIn(catalogue.hurdle)).catch(() => {});

/** @param {Backend} backend @param {(engine: Engine) => void} [early] */
async function start(backend, early) {
    if (obstacle) throw new Error(obstacle(english));
    /** @type {import("../engine/bethscope.js").EngineOptions & { early?: (engine: Engine) => void }} */
    const options = { backend, wasm, zip: new URL("zip.js", src), early };
    return createEngine(options);
}

/** The weights that come with the page. */
const fetchWeights = () => fetchedWeights(new URL("pretrained.safetensors", src));

/** @type {PromiseWithResolvers<Engine>} */
const early = Promise.withResolvers();
const first = start("auto", early.resolve);
first.catch(early.reject);
const weights = fetchWeights();
/** Made while nobody asks, so that a click need not wait. */
const sample = Promise.all([early.promise, weights]).then(([engine, came]) => {
    if ("bytes" in came) return makeSample(engine, came.bytes);
    throw new Error("no weights");
});
// Whoever waits for them is told; nobody may wait yet.
for (const begun of [first, weights, sample]) begun.catch(() => {});

export { fetchWeights, first, language, languages, missing, sample, start, weights, words };
