// Asks before the page is left, where something would be lost by it: a training under way, or a network that was trained
// here and not saved. Files are on the disk, and scores are made again from both.

/** @param {import("./state.js").Store} store */
export function mountLeaving(store) {
    /** @param {Event} event */
    const ask = (event) => event.preventDefault();

    store.watch(["training", "network"], ({ training, network }) => {
        const unsaved = network !== null && !network.saved;
        // Only while it is needed: pages that listen to this may not be kept for the way back.
        if (unsaved || training.status !== "idle") window.addEventListener("beforeunload", ask);
        else window.removeEventListener("beforeunload", ask);
    });
}
