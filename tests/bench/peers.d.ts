// The type check does without the packages of the benchmark: those who check need not install them.

declare module "@jax-js/jax";
declare module "@tensorflow/tfjs-backend-cpu";
declare module "@tensorflow/tfjs-backend-wasm";
declare module "@tensorflow/tfjs-backend-webgpu";
declare module "@tensorflow/tfjs-core";
declare module "@tensorflow/tfjs-core/dist/register_all_gradients";
declare module "d3-dsv";
declare module "onnxruntime-web/wasm";
declare module "papaparse";

// dist/bethscope.js, see bundles.js.
declare module "bethscope" {
    export const createEngine: typeof import("../../www/engine/bethscope.js").createEngine;
}
