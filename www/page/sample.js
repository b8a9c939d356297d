// The sample: small files that the engine reconstructs from BETH's published statistics. The first one is scored at once.

import { byId, complain, say } from "./dom.js";
import { closeSample, makeSample, SCORED, SEED } from "./first.js";
import { enable } from "./focus.js";
import { t } from "./language.js";
import { isCrash, sentence } from "./words.js";

/** @typedef {import("../engine/bethscope.js").Sample} Sample */

/** To train with: made a little later, so that the result of the click need not wait for them. */
const OTHERS = /** @type {const} */ ([
    { split: "train", rows: 20_000, seed: SEED },
    { split: "validation", rows: 5000, seed: SEED },
]);

/** So many milliseconds after the result its rows stand in the table. */
const LATER = 200;

/**
 * @param {import("./state.js").Store} store
 * @param {import("./session.js").EngineSession} session
 * @param {import("./reading.js").Reading} reading
 * @param {import("./pretrained.js").Pretrained} pretrained
 * @param {import("./training.js").TrainingDesk} training
 * @param {import("./scoring.js").Scoring} scoring
 */
export function mountSample(store, session, reading, pretrained, training, scoring) {
    const button = byId("try-sample", HTMLButtonElement);
    const message = byId("sample-message", HTMLElement);
    const heading = byId("result-heading", HTMLElement);
    /** The result of the click is still to be brought into sight. */
    let awaited = false;
    let othersDue = false;
    /** Being made since before the page was there. @type {Promise<Sample> | null} */
    let first = bethscope.sample;

    /** @param {typeof SCORED | typeof OTHERS[number]} file */
    const make = async (file) => (await session.engine()).reconstruct(file);

    button.addEventListener("click", async () => {
        store.set({ sample: { busy: true, message: null, coming: OTHERS.length } });
        awaited = true;
        try {
            const made = await complete();
            if (made) show(made);
            else await Promise.all([make(SCORED).then(add), takePretrained()]);
            othersDue = true;
            store.change("sample", { busy: false });
        } catch (error) {
            awaited = false;
            complainOf(error);
        }
    });

    /**
     * All at once, with the pretrained network and its scores; null where it is to be scored with another network, or there
     * are no weights.
     */
    async function complete() {
        await pretrained.arrived;
        const {
            network,
            pretrained: { bytes },
        } = store.state;
        if (network || !bytes) return null;
        const ready = await first?.catch(() => null);
        first = null;
        return ready ?? makeSample(await session.engine(), bytes);
    }

    /** @param {Sample} made */
    function show(made) {
        // Another network, or files of the visitor's own, may have come meanwhile.
        const { network } = store.state;
        const id = network ? null : reading.take(made.file, made.data);
        if (id === null) {
            closeSample(made);
            return add(made.file);
        }
        chooseThem();
        training.takePretrained(made.model);
        scoring.take(id, made);
    }

    /** @param {File} file */
    const add = (file) => reading.add([file], { sample: true });

    async function takePretrained() {
        await pretrained.arrived;
        // A network that the visitor has made or loaded is not taken away.
        if (store.state.network) return;
        chooseThem();
        await pretrained.use();
    }

    /** Where a link has chosen, its choice stays in sight. */
    function chooseThem() {
        if (!store.state.source.chosen) store.change("source", { kind: "pretrained" });
    }

    async function makeOthers() {
        try {
            const files = await Promise.all(OTHERS.map(make));
            // Files of the visitor's own may have taken its place meanwhile.
            if (store.state.files.some((file) => file.sample)) reading.add(files, { sample: true });
            store.change("sample", { coming: 0 });
        } catch (error) {
            // As soon as the engine runs again.
            othersDue = isCrash(error);
            complainOf(error);
        }
    }

    /** @param {unknown} error */
    function complainOf(error) {
        store.set({ sample: { busy: false, message: isCrash(error) ? null : sentence(error), coming: 0 } });
    }

    store.watch(
        ["sample", "session", "training", "files", "network", "result"],
        ({ sample, session, training, files, network, result }) => {
            // While the engine starts for the first time, a click waits for it.
            const able = session.status === "ready" || (session.status === "starting" && !session.info);
            enable(button, !sample.busy && able && training.status === "idle");
            say(button, sample.busy ? t.sample.making : t.sample.offer);
            // Of no concern to whoever has brought files.
            complain(message, files.every((file) => file.sample) ? sample.message : null);
            const scoring = network !== null && (result.status === "none" || result.status === "scoring");
            if (othersDue && !scoring && session.status === "ready") {
                othersDue = false;
                setTimeout(makeOthers, LATER);
            }
            // Files of one's own have come instead.
            if (first && files.some((file) => !file.sample && file.data)) {
                first.then(closeSample, () => {});
                first = null;
            }
            if (!files.some((file) => file.sample)) return;
            if (!awaited || result.status !== "ready") return;
            awaited = false;
            // With the frame that shows it: asked here, where things lie would be worked out before the rows are there.
            requestAnimationFrame(lookAtIt);
        },
    );

    /** Brings the result into sight. */
    function lookAtIt() {
        // The button is gone, so its focus goes to what it was pressed for.
        if (document.activeElement === document.body || document.activeElement === button) {
            heading.focus({ preventScroll: true });
        }
        // As much of the figures as there is room for below the heading.
        for (const part of [byId("metrics", HTMLElement), heading]) {
            part.scrollIntoView({ block: "nearest", behavior: "auto" });
        }
    }
}
