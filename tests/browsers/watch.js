// Put before the page's own scripts: notes what must not happen, and lets the engine's own worker be asked to reach out.

(() => {
    const watched = {
        /** Errors that nobody caught. @type {string[]} */
        errors: [],
        /** What the Content-Security-Policy kept from happening. @type {string[]} */
        refused: [],
        /** @type {Worker[]} */
        workers: [],
        /** Bytes of what the page has last handed over. */
        offered: 0,
    };
    Object.assign(globalThis, { watched });
    addEventListener("error", ({ message }) => watched.errors.push(message));
    addEventListener("unhandledrejection", ({ reason }) => watched.errors.push(String(reason)));
    addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
        watched.refused.push(`${effectiveDirective} ${blockedURI}`),
    );

    // The page starts its worker from a blob. This stands before what is in it.
    const reachOut = () => {
        addEventListener("message", async (event) => {
            if (!event.data.reachOut) return;
            event.stopImmediatePropagation();
            const reached = await fetch(event.data.reachOut).then(
                () => true,
                () => false,
            );
            postMessage({ reached });
        });
    };
    const createObjectURL = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (object) => {
        const script = object instanceof Blob && object.type === "text/javascript";
        if (object instanceof Blob && !script) watched.offered = object.size;
        return createObjectURL(script ? new Blob([`(${reachOut})();\n`, object], { type: object.type }) : object);
    };
    globalThis.Worker = class extends Worker {
        /** @param {ConstructorParameters<typeof Worker>} options */
        constructor(...options) {
            super(...options);
            watched.workers.push(this);
            // The page's own listener takes every message for one of the engine's.
            this.addEventListener("message", (event) => {
                if (!("reached" in event.data)) return;
                event.stopImmediatePropagation();
                this.dispatchEvent(new CustomEvent("reached", { detail: event.data.reached }));
            });
        }
    };
})();
