// A network: trained here, or loaded from a file; and saved.

import { readyFile } from "./state.js";
import { isCrash, sentence } from "./words.js";

/** @typedef {ReturnType<typeof createTraining>} TrainingDesk */

/** Weights of this network are tens of kilobytes; a file of hundreds of megabytes was picked by mistake. */
const LARGEST_WEIGHTS = 64 * 1024 * 1024;

/**
 * @param {import("./state.js").Store} store
 * @param {import("./session.js").EngineSession} session
 */
export function createTraining(store, session) {
    /** @type {import("../engine/bethscope.js").TrainingRun | null} */
    let run = null;

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
            take({ model, source, name, trainId: null, validationId: null });
            store.set({ weights: { busy: false, message: null } });
        } catch (error) {
            store.set({ weights: { busy: false, message: isCrash(error) ? null : sentence(error) } });
        }
    }

    return {
        /** @param {import("../engine/bethscope.js").Config} config */
        async train(config) {
            const train = readyFile(store.state, "train");
            const validation = readyFile(store.state, "validation");
            if (!train?.data || run) return;
            store.set({
                training: {
                    status: "starting",
                    epochs: config.epochs ?? 30,
                    history: [],
                    best: null,
                    progress: null,
                    stopped: false,
                    message: null,
                },
            });
            try {
                const engine = await session.engine();
                run = engine.train(
                    { train: train.data, validation: validation?.data ?? undefined, config },
                    {
                        onProgress: (progress) => store.change("training", { progress, epochs: progress.epochs }),
                        onEpoch: ({ epoch, epochs, train, validation, best }) => {
                            const { history } = store.state.training;
                            store.change("training", {
                                history: [...history, { epoch, train, validation }],
                                best,
                                epochs,
                            });
                        },
                    },
                );
                store.change("training", { status: "running" });
                const model = await run;
                take({
                    model,
                    source: "trained",
                    name: train.file.name,
                    trainId: train.id,
                    validationId: validation?.id ?? null,
                });
                store.change("training", { status: "idle", progress: null });
            } catch (error) {
                const message = isCrash(error) ? "Training ended because the engine stopped." : sentence(error);
                store.change("training", { status: "idle", progress: null, message });
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

        /** Ends training and keeps the best weights so far. */
        stop() {
            if (!run) return;
            // A held run cannot come to its end.
            run.resume();
            run.stop();
            store.change("training", { status: "stopping", stopped: true });
        },

        /** @param {File} file */
        load(file) {
            return load("loaded", file.name, async () => {
                if (file.size > LARGEST_WEIGHTS) {
                    throw new Error(`${file.name} is larger than 64 MB, so it cannot be weights of this network.`);
                }
                return new Uint8Array(await file.arrayBuffer());
            });
        },

        /** Takes the weights that came with the page. */
        async usePretrained() {
            const { bytes } = store.state.pretrained;
            if (bytes) await load("pretrained", "pretrained.safetensors", async () => bytes);
        },

        /** @returns {Promise<{ name: string, bytes: Uint8Array } | null>} */
        async save() {
            const { network } = store.state;
            if (!network) return null;
            store.set({ weights: { busy: true, message: null } });
            try {
                const bytes = await network.model.save();
                store.set({ weights: { busy: false, message: null } });
                const name = network.source === "trained" ? weightsName(network.model.info) : network.name;
                return { name, bytes };
            } catch (error) {
                store.set({ weights: { busy: false, message: isCrash(error) ? null : sentence(error) } });
                return null;
            }
        },

        /** Takes the network along to a new engine. */
        async move() {
            const { network } = store.state;
            if (!network) return;
            try {
                const model = await (await session.engine()).load(await network.model.save());
                take({ ...network, model });
            } catch (error) {
                store.set({ network: null, weights: { busy: false, message: sentence(error) } });
            }
        },
    };
}

/** @param {import("../engine/bethscope.js").ModelInfo} info */
function weightsName({ preset, training }) {
    return training ? `bethscope-${preset}-seed${training.seed}.safetensors` : `bethscope-${preset}.safetensors`;
}
