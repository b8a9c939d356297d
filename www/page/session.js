// The engine's life: start, change of backend, crash, start again. It is in start.js, which runs before all modules.

import { isAbort, isCrash, sentence } from "./words.js";

/** @typedef {import("../engine/bethscope.js").Engine} Engine */
/** @typedef {import("./state.js").Backend} Backend */

/** @typedef {ReturnType<typeof createSession>} EngineSession */

/** @param {import("./state.js").Store} store */
export function createSession(store) {
    /** @type {Engine | null} */
    let engine = null;
    /** @type {PromiseWithResolvers<Engine>} */
    const started = Promise.withResolvers();
    /** Being started since before the page was there. @type {Promise<Engine> | null} */
    let first = bethscope.first;
    /**
     * Called after the backend was changed, with the new engine in place and the old one still there.
     * @type {(() => void | Promise<void>)[]}
     */
    const movers = [];

    /** @param {Engine} next */
    function take(next) {
        engine = next;
        next.onCrash = (message) => {
            if (engine === next) store.change("session", { status: "crashed", message });
        };
        next.onInfo = (info) => {
            if (engine === next) store.change("session", { info });
        };
        store.change("session", { info: next.info, parity: null });
        started.resolve(next);
    }

    return {
        /** The engine, as soon as it runs. */
        engine: () => (engine ? Promise.resolve(engine) : started.promise),

        /** @param {() => void | Promise<void>} mover */
        onChange: (mover) => void movers.push(mover),

        /** @param {Backend} choice at first "auto", which is what start.js has begun with */
        async start(choice) {
            store.change("session", { status: "starting", choice, message: null });
            try {
                take(await (first ?? bethscope.start(choice)));
                store.change("session", { status: "ready" });
            } catch (error) {
                store.change("session", { status: "failed", message: sentence(error) });
            }
            first = null;
        },

        /**
         * Another backend. The old engine is closed only when the new one runs, so that a refusal costs nothing.
         * @param {Backend} choice
         */
        async change(choice) {
            const old = engine;
            if (!old) return this.start(choice);
            const { choice: before, status } = store.state.session;
            store.change("session", { status: "starting", choice, message: null });
            try {
                take(await bethscope.start(choice));
            } catch (error) {
                store.change("session", { status, choice: before, message: sentence(error) });
                return;
            }
            for (const mover of movers) await mover();
            old.onCrash = old.onInfo = null;
            old.close();
            store.change("session", { status: "ready" });
        },

        /** After a crash: files, weights and scores stay valid, the engine reads them again when they are used. */
        async restart() {
            if (!engine) return this.start(store.state.session.choice);
            store.change("session", { status: "starting", message: null });
            try {
                await engine.restart();
                store.change("session", { status: "ready", message: null });
            } catch (error) {
                store.change("session", { status: "crashed", message: sentence(error) });
            }
        },

        async compare() {
            if (!engine) return;
            store.change("session", { parity: "Comparing …" });
            try {
                const { rows, largestDifference } = await engine.parity();
                const difference = largestDifference.toExponential(1);
                store.change("session", {
                    parity: `CPU and GPU scored the same ${rows} rows; the scores differ by ${difference} at most.`,
                });
            } catch (error) {
                store.change("session", { parity: isAbort(error) || isCrash(error) ? null : sentence(error) });
            }
        },
    };
}
