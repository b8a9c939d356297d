// The sample: small files that the engine reconstructs from BETH's published statistics, scored at once.

import { byId, complain, say } from "./dom.js";
import { isCrash, sentence } from "./words.js";

/** Small enough to be made, read and scored in the blink of an eye, large enough that the shares are BETH's. */
const FILES = /** @type {const} */ ([
    { split: "train", rows: 20_000 },
    { split: "validation", rows: 5000 },
    { split: "test", rows: 5000 },
]);

/** Not the one that the pretrained weights learnt from. */
const SEED = 2;

/**
 * @param {import("./state.js").Store} store
 * @param {import("./session.js").EngineSession} session
 * @param {import("./reading.js").Reading} reading
 * @param {import("./training.js").TrainingDesk} desk
 */
export function mountSample(store, session, reading, desk) {
    const button = byId("try-sample", HTMLButtonElement);
    const message = byId("sample-message", HTMLElement);
    const heading = byId("result-heading", HTMLElement);
    /** The result of the click is still to be brought into sight. */
    let awaited = false;

    button.addEventListener("click", async () => {
        store.set({ sample: { busy: true, message: null } });
        try {
            const engine = await session.engine();
            const files = await Promise.all(
                FILES.map(({ split, rows }) => engine.reconstruct({ split, rows, seed: SEED })),
            );
            reading.add(files, { sample: true });
            awaited = true;
            store.set({ sample: { busy: false, message: null } });
            // A network that the visitor has made or loaded is not taken away.
            if (store.state.network || !store.state.pretrained.bytes) return;
            store.change("source", { kind: "pretrained" });
            await desk.usePretrained();
        } catch (error) {
            store.set({ sample: { busy: false, message: isCrash(error) ? null : sentence(error) } });
        }
    });

    store.watch(
        ["sample", "session", "training", "files", "result"],
        ({ sample, session, training, files, result }) => {
            button.disabled = sample.busy || session.status !== "ready" || training.status !== "idle";
            say(button, sample.busy ? "Making it …" : "Try a sample");
            complain(message, sample.message);
            if (!files.some((file) => file.sample)) return;
            if (!awaited || result.status !== "ready") return;
            awaited = false;
            // The button is gone, so its focus goes to what it was pressed for.
            if (document.activeElement === document.body || document.activeElement === button) {
                heading.focus({ preventScroll: true });
            }
            byId("metrics", HTMLElement).scrollIntoView({ block: "nearest", behavior: "auto" });
        },
    );
}
