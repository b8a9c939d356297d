// A network: trained here, or loaded from a file; and saved. One that is in use makes way for another only when that is
// there.

import { t } from "./language.js";
import { noTraining, readyFile } from "./state.js";
import { isAbort, isCrash, Spoken, sentence } from "./words.js";

/** @typedef {import("../engine/bethscope.js").Config} Config */
/** @typedef {import("../engine/bethscope.js").Model} Model */
/** @typedef {import("./state.js").LogFile} LogFile */
/** @typedef {ReturnType<typeof createTraining>} TrainingDesk */

/** Weights of this network are tens of kilobytes; a file of hundreds of megabytes was picked by mistake. */
const LARGEST_WEIGHTS = 64 * 1024 * 1024;

const PRETRAINED = "pretrained.safetensors";

/**
 * @param {import("./state.js").Store} store
 * @param {import("./session.js").EngineSession} session
 */
export function createTraining(store, session) {
    /** @type {import("../engine/bethscope.js").TrainingRun | null} */
    let run = null;
    let discard = new AbortController();

    /** @param {import("./state.js").Network} network */
    function take(network) {
        store.state.network?.model.close();
        store.set({ network });
    }

    /** @param {"loaded" | "pretrained"} source @param {string} name @param {() => Promise<Uint8Array>} read */
    async function load(source, name, read) {
        store.set({ weights: { busy: true, message: null } });
        try {
            const model = await (await session.engine()).load(await read());
            loaded(model, source, name);
        } catch (error) {
            store.set({ weights: { busy: false, message: isCrash(error) ? null : sentence(error) } });
        }
    }

    /** @param {Model} model @param {"loaded" | "pretrained"} source @param {string} name */
    function loaded(model, source, name) {
        take({ model, source, name, trainId: null, validationId: null, saved: true });
        store.set({ weights: { busy: false, message: null }, training: noTraining });
    }

    /** @param {import("../engine/bethscope.js").Epoch} epoch */
    function addEpoch({ epoch, epochs, train, validation, best, secondsLeft }) {
        const { history, progress } = store.state.training;
        store.change("training", {
            history: [...history, { epoch, train, validation }],
            best,
            epochs,
            // Progress is told ten times a second, and epochs may be faster: it must not lag behind them.
            progress: progress && { ...progress, epoch: Math.min(epoch + 1, epochs), batch: 0, secondsLeft },
        });
    }

    /**
     * How a run ended that did not come to its end, and what it leaves behind.
     * @param {import("./language.js").Said} why
     * @param {boolean} kept its best epoch is the network now
     * @returns {import("./language.js").Said}
     */
    function ended(why, kept) {
        // One that was refused has not begun.
        if (!store.state.training.progress) return why;
        const epoch = store.state.network?.model.info.training?.bestEpoch;
        if (kept) return () => t.model.keptBest(why(), epoch);
        return store.state.network ? () => t.model.keptBefore(why()) : why;
    }

    return {
        /** @param {Config} config */
        async train(config) {
            const train = readyFile(store.state, "train");
            const validation = readyFile(store.state, "validation");
            if (!train?.data || store.state.training.status !== "idle") return;
            store.set({ training: { ...noTraining, status: "starting", epochs: config.epochs ?? 30 } });
            discard = new AbortController();
            /** @type {Model | null} */
            let best = null;
            const keep = (/** @type {Model} */ model) => {
                const [name, trainId, validationId] = [train.file.name, train.id, validation?.id ?? null];
                take({ model, source: "trained", name, trainId, validationId, saved: false });
            };
            try {
                const engine = await session.engine();
                run = engine.train(
                    { train: train.data, validation: validation?.data ?? undefined, config },
                    {
                        signal: discard.signal,
                        onProgress: (progress) => store.change("training", { progress, epochs: progress.epochs }),
                        onEpoch: addEpoch,
                        onBest: (model) => {
                            best = model;
                        },
                    },
                );
                store.change("training", { status: "running" });
                const model = await run;
                if (model.info.training?.bestEpoch) {
                    keep(model);
                    store.change("training", { status: "idle", progress: null });
                } else {
                    // Its weights are as good as random.
                    model.close();
                    const message = ended(() => t.model.nothingLearnt, false);
                    store.set({ training: { ...noTraining, message } });
                }
            } catch (error) {
                if (isAbort(error)) return store.set({ training: noTraining });
                if (best) keep(best);
                const why = isCrash(error) ? () => t.model.crashed : sentence(error);
                const message = ended(why, best !== null);
                store.change("training", { status: "idle", progress: null, message, error });
            } finally {
                run = null;
            }
        },

        pause() {
            run?.pause();
            if (run) store.change("training", { status: "paused" });
        },

        resume() {
            run?.resume();
            if (run) store.change("training", { status: "running" });
        },

        /** Ends training and keeps the best weights so far; those from before, when no epoch has ended yet. */
        stop() {
            if (!run) return;
            // A held run cannot come to its end.
            run.resume();
            run.stop();
            store.change("training", { status: "stopping", stopped: true });
        },

        /** Ends training and keeps what was there before. */
        discard() {
            discard.abort();
        },

        /** @param {File} file */
        load(file) {
            return load("loaded", file.name, async () => {
                if (file.size > LARGEST_WEIGHTS) {
                    throw new Spoken(() => t.model.tooLarge(file.name));
                }
                return new Uint8Array(await file.arrayBuffer());
            });
        },

        /** Takes the weights that came with the page. */
        async usePretrained() {
            const { bytes } = store.state.pretrained;
            if (bytes) await load("pretrained", PRETRAINED, async () => bytes);
        },

        /** Takes the network of these weights, which the engine has loaded already. @param {Model} model */
        takePretrained(model) {
            loaded(model, "pretrained", PRETRAINED);
        },

        /** @returns {Promise<{ name: string, bytes: Uint8Array } | null>} */
        async save() {
            const { network } = store.state;
            if (!network) return null;
            const bytes = await network.model.save();
            // Another one may have taken its place meanwhile.
            if (store.state.network === network) store.set({ network: { ...network, saved: true } });
            const name = network.source === "trained" ? weightsName(network.model.info) : network.name;
            return { name, bytes };
        },
    };
}

/** @param {import("../engine/bethscope.js").ModelInfo} info */
function weightsName({ preset, training }) {
    return training ? `bethscope-${preset}-seed${training.seed}.safetensors` : `bethscope-${preset}.safetensors`;
}
