// A worker of the engine's kind that tries to reach out, and tells which rules kept it from that. It is here, in start.js,
// because only what is can start a worker at all: Trusted Types let nobody else.

import { trusted } from "../engine/link.js";

/** Runs in the worker, as text. @param {any} scope @param {string} url @param {string} script */
function tries(scope, url, script) {
    /** @type {Record<string, string>} */
    const rules = {};
    scope.addEventListener("securitypolicyviolation", (/** @type {any} */ { blockedURI, effectiveDirective }) => {
        rules[blockedURI.includes(new URL(url).host) ? "workerFetch" : "workerImport"] = effectiveDirective;
        if (rules.workerFetch && rules.workerImport) scope.postMessage(rules);
    });
    const never = () => {};
    fetch(url, { mode: "no-cors" }).catch(never);
    try {
        scope.importScripts(script);
    } catch {
        // Told by the event.
    }
    setTimeout(() => scope.postMessage(rules), 1000);
}

/**
 * The rule that refused each, where the browser tells: WebKit does not.
 * @param {string} url to fetch from
 * @param {string} script to import
 * @returns {Promise<Record<string, string>>}
 */
export async function reachOut(url, script) {
    const text = `(${tries})(self, ${JSON.stringify(url)}, ${JSON.stringify(script)})`;
    const blob = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
    const worker = new Worker(trusted(blob));
    try {
        return await new Promise((resolve) => {
            worker.onmessage = ({ data }) => resolve(data);
            worker.onerror = () => resolve({});
        });
    } finally {
        worker.terminate();
        URL.revokeObjectURL(blob);
    }
}
