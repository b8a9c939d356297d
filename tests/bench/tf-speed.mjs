import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { createRequire } from "node:module";
import path from "node:path";

const require = createRequire(import.meta.url);
const wasmDir = path.join(path.dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json")), "dist/");
setWasmPaths(wasmDir);
await tf.setBackend("wasm");
await tf.ready();
console.log(tf.getBackend());
const N = 100000;
const x = tf.randomNormal([N, 7]);
const W = [
    [7, 128],
    [128, 64],
    [64, 2],
].map((s) => [tf.randomNormal(s, 0, 0.2), tf.zeros([s[1]])]);
for (const B of [1024, 8192, 100000])
    for (let k = 0; k < 4; k++) {
        const t = performance.now(),
            c = process.cpuUsage().user;
        for (let i = 0; i < N; i += B)
            tf.tidy(() => {
                let h = tf.slice(x, [i, 0], [Math.min(B, N - i), 7]);
                h = tf.fused.matMul({ a: h, b: W[0][0], bias: W[0][1], activation: "relu" });
                h = tf.fused.matMul({ a: h, b: W[1][0], bias: W[1][1], activation: "relu" });
                h = tf.softmax(tf.fused.matMul({ a: h, b: W[2][0], bias: W[2][1] }));
                tf.getBackend() && tf.engine().readSync(h.dataId);
            });
        console.log(
            "tfjs",
            B,
            ((N / (performance.now() - t)) * 1e3) | 0,
            ((N / (process.cpuUsage().user - c)) * 1e6) | 0,
        );
    }
