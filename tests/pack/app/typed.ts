// The types as an embedder's editor sees them.

import { createEngine, type Engine, type Scores } from "bethscope";

export async function flagged(file: File): Promise<number> {
    const engine: Engine = await createEngine({
        backend: "auto",
        wasm: { cpu: new URL("https://example.org/cpu.wasm") },
    });
    const data = await engine.open(file, { onProgress: ({ rows }) => rows.toFixed() });
    const model = await engine.load(new Uint8Array());
    const scores: Scores = await model.score(data);
    const { flagged, accuracy } = await scores.metrics({ threshold: 0.3 });
    // @ts-expect-error Without labels there is none.
    accuracy.toFixed();
    // @ts-expect-error There is no such backend.
    await createEngine({ backend: "tpu" });
    return flagged;
}
