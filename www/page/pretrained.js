// The weights that come with the page: fetched while it loads, so that nothing is asked for afterwards, and once more when
// somebody wants them and they did not come.

import { t } from "./language.js";
import { Spoken, sentence } from "./words.js";

/** @typedef {ReturnType<typeof createPretrained>} Pretrained */

/** Where a safetensors file begins to tell what is in it, after the length of that, and how. */
const HEADER = { at: 8, begins: "{".charCodeAt(0) };

/**
 * @param {import("./state.js").Store} store
 * @param {import("./training.js").TrainingDesk} desk
 */
export function createPretrained(store, desk) {
    let offered = false;
    /** On their way since before the page was there. @type {Promise<Uint8Array> | null} */
    let first = bethscope.weights;
    /** @type {Promise<void> | null} */
    let underWay = null;

    /** Resolves when they are there, or are known to be missing. */
    function arrive() {
        if (store.state.pretrained.bytes) return Promise.resolve();
        underWay ??= fetchThem().finally(() => {
            underWay = null;
        });
        return underWay;
    }

    async function fetchThem() {
        store.change("pretrained", { status: "fetching", message: null });
        try {
            const bytes = await (first ?? bethscope.fetchWeights());
            store.set({ pretrained: { status: "ready", bytes, message: null } });
        } catch (error) {
            store.set({ pretrained: { status: "missing", bytes: null, message: sentence(error) } });
        }
        first = null;
    }

    /** Takes them, where they can be had. */
    async function use() {
        await arrive();
        if (store.state.pretrained.bytes) await desk.usePretrained();
    }

    return {
        /** Resolves when they have come for the first time, or have not. */
        arrived: arrive(),

        use,

        /**
         * From files without labels nothing can be learnt, so unless the visitor has chosen something else they are
         * scored with these weights.
         * @param {import("./state.js").State} state
         */
        follow({ files, network, source, pretrained, session, weights }) {
            if (offered || source.chosen || network || weights.busy) return;
            if (pretrained.status === "fetching" || session.status !== "ready") return;
            const read = files.filter((file) => file.data);
            const all = files.every(({ status }) => status === "ready" || status === "failed");
            if (!all || read.length === 0 || read.some((file) => file.data?.summary.labelled)) return;
            offered = true;
            store.change("source", { kind: "pretrained" });
            use();
        },
    };
}

/** The bytes, or an error that says why there are none. @param {URL} url */
export async function fetched(url) {
    const unreachable = (/** @type {unknown} */ error) => {
        throw new Spoken(() => t.model.unreachable(String(url), sentence(error)()));
    };
    const response = await fetch(url).catch(unreachable);
    if (response.status === 404) throw new Spoken(() => t.model.withoutWeights);
    if (!response.ok) {
        throw new Spoken(() => t.model.status(String(url), response.status));
    }
    const bytes = new Uint8Array(await response.arrayBuffer().catch(unreachable));
    if (bytes[HEADER.at] !== HEADER.begins) {
        throw new Spoken(() => t.model.notWeights(String(url)));
    }
    return bytes;
}
