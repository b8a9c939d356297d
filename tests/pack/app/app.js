// What an embedder's script does with the engine; what it found stands in the page's title.

import { createEngine } from "bethscope";

async function tried() {
    const engine = await createEngine({ backend: "cpu" });
    const data = await engine.open(await engine.reconstruct({ split: "test", rows: 1000 }));
    const model = await engine.train({ train: data, config: { epochs: 2 } });
    const { accuracy } = await (await model.score(data)).metrics();
    const archive = new File([await (await fetch("logs.zip")).blob()], "logs.zip");
    const { files } = await engine.unpack(archive);
    const again = await engine.open(files[0]);
    engine.close();
    const gpu = await createEngine({ backend: "webgpu" });
    gpu.close();
    return {
        rows: data.summary.rows,
        positives: data.summary.positives,
        learnt: accuracy !== null && accuracy > 0.9,
        unpacked: [again.summary.name, again.summary.rows],
        backends: [engine.info.backend, gpu.info.backend],
    };
}

document.title = JSON.stringify(await tried().catch((error) => ({ error: String(error) })));
