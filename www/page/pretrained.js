// The weights that come with the page: fetched while it loads, so that nothing is asked for afterwards, and once more when
// somebody wants them and they did not come.

import { t } from "./language.js";
import { sentence } from "./words.js";

/** @typedef {ReturnType<typeof createPretrained>} Pretrained */

/**
 * @param {import("./state.js").Store} store
 * @param {import("./training.js").TrainingDesk} desk
 */
export function createPretrained(store, desk) {
    let offered = false;
    /** On their way since before the page was there. @type {typeof bethscope.weights | null} */
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
        const came = await (first ?? bethscope.fetchWeights());
        first = null;
        if ("bytes" in came) store.set({ pretrained: { status: "ready", bytes: came.bytes, message: null } });
        else store.set({ pretrained: { status: "missing", bytes: null, message: lackWords(came.url, came.lack) } });
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

/** @param {string} url @param {import("./weights.js").Lack} lack @returns {import("./language.js").Said} */
function lackWords(url, lack) {
    if (lack.code === "none") return () => t.model.withoutWeights;
    if (lack.code === "status") return () => t.model.status(url, lack.status);
    if (lack.code === "other") return () => t.model.notWeights(url);
    const why = sentence(lack.why);
    return () => t.model.unreachable(url, why());
}
