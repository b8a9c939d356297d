// The engine's life: start, another backend, crash, start again. Files, network and scores stay valid through all of it:
// the engine makes them again where it then runs, when they are next used.

import { t } from "./language.js";
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

    /** @param {Engine} started */
    function take(started) {
        engine = started;
        engine.addEventListener("crash", ({ detail }) =>
            store.change("session", { status: "crashed", message: sentence(detail) }),
        );
        engine.addEventListener("info", ({ detail }) => tell(detail));
        tell(engine.info);
    }

    /** @param {import("../engine/bethscope.js").EngineInfo} info */
    function tell(info) {
        const { backend } = store.state.session.info ?? {};
        store.change("session", info.backend === backend ? { info } : { info, parity: null });
    }

    /** @param {Engine} engine */
    function works({ wanted }) {
        store.change("session", { status: "ready", choice: wanted, changing: null, message: null, refusal: null });
    }

    return {
        /** The engine, as soon as it runs. */
        engine: () => (engine ? Promise.resolve(engine) : started.promise),

        /** @param {Backend} choice at first "auto", which is what start.js has begun with */
        async start(choice) {
            store.change("session", { status: "starting", choice, message: null });
            try {
                const begun = await (first ?? bethscope.start(choice));
                take(begun);
                works(begun);
                started.resolve(begun);
            } catch (error) {
                store.change("session", { status: "failed", message: sentence(error) });
            }
            first = null;
        },

        /**
         * Another backend. The engine that is there works on until the other one runs, so that a refusal costs nothing.
         * @param {Backend} choice
         */
        async change(choice) {
            if (!engine) return this.start(choice);
            store.change("session", { changing: choice, refusal: null });
            try {
                await engine.use(choice);
                works(engine);
            } catch (error) {
                // A newer choice has taken the place of this one, and tells how it went.
                if (!isAbort(error)) store.change("session", { changing: null, refusal: sentence(error) });
            }
        },

        /** After a crash. */
        async restart() {
            if (!engine) return this.start(store.state.session.choice);
            store.change("session", { status: "starting", message: null });
            try {
                await engine.restart();
                works(engine);
            } catch (error) {
                store.change("session", { status: "crashed", message: sentence(error) });
            }
        },

        async compare() {
            if (!engine) return;
            store.change("session", { parity: () => t.chip.comparing });
            try {
                const { rows, largestDifference } = await engine.parity();
                store.change("session", { parity: () => t.chip.compared(rows, largestDifference) });
            } catch (error) {
                store.change("session", { parity: isAbort(error) || isCrash(error) ? null : sentence(error) });
            }
        },
    };
}
