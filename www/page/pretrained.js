// The weights that come with the page: fetched while it loads, so that nothing is asked for afterwards.

/** @typedef {ReturnType<typeof createPretrained>} Pretrained */

/**
 * @param {import("./state.js").Store} store
 * @param {import("./training.js").TrainingDesk} desk
 */
export function createPretrained(store, desk) {
    let offered = false;
    const arrived = fetched(new URL("pretrained.safetensors", document.baseURI)).then((bytes) => {
        store.set({ pretrained: { status: bytes ? "ready" : "missing", bytes } });
    });

    return {
        /** Resolves when they are there, or are known to be missing. */
        arrived,

        /**
         * From files without labels nothing can be learnt, so unless the visitor has chosen something else they are
         * scored with these weights.
         * @param {import("./state.js").State} state
         */
        follow({ files, network, source, pretrained, session, weights }) {
            if (offered || source.chosen || network || weights.busy) return;
            if (!pretrained.bytes || session.status !== "ready") return;
            const read = files.filter((file) => file.data);
            const all = files.every(({ status }) => status === "ready" || status === "failed");
            if (!all || read.length === 0 || read.some((file) => file.data?.summary.labelled)) return;
            offered = true;
            store.change("source", { kind: "pretrained" });
            desk.usePretrained();
        },
    };
}

/** @param {URL} url */
async function fetched(url) {
    try {
        const response = await fetch(url);
        return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
    } catch {
        // The page works without them; step 2 says that they are not there.
        return null;
    }
}
