// The ways out of a page, each tried once. sending.js shows what came of it.

import { h } from "./dom.js";

/**
 * "refused" by a rule of the policy; "open", nothing refused it; "unclear", it failed and nobody said why; "lacking", the
 * browser has no such thing; "untried", it would take the page away.
 * @typedef {{ came: "refused" | "open" | "unclear" | "lacking" | "untried", rule?: string }} Outcome
 */
/** @typedef {{ what: string, note?: string, attempt: () => Promise<Outcome> }} Try */

const WORDS = {
    fetch: "Fetching from another address (fetch)",
    beacon: "A message on the way out (sendBeacon)",
    socket: "A line to a server (WebSocket)",
    events: "A line from a server (EventSource)",
    image: "An image with the data in its address",
    form: "A form that is sent",
    script: "A script from another address",
    worker: "A worker from another address",
    workerFetch: "Fetching from within a worker, where the engine and the rows are",
    workerImport: "A script from another address, from within a worker",
    prefetch: "A page fetched ahead (prefetch)",
    preload: "A file fetched ahead (preload)",
    frame: "Another page in a frame",
    preconnect: "A connection ahead of need (preconnect, dns-prefetch)",
    preconnectNote:
        "No rule covers it. What it can carry is a name to look up, which only whoever answers for that name could read",
    webrtc: "A connection between browsers (WebRTC)",
    webrtcNote:
        "This browser knows no rule for it. Its network panel does not show it either; chrome://webrtc-internals or about:webrtc do",
    navigation: "Going to another address (a link, location, window.open)",
    navigationNote:
        "It would take this page away. No policy in a page can stop it; you would see another address in the address bar, or another tab",
};

/** So many milliseconds a browser may take to tell of a broken rule; only what nothing refuses waits as long. */
const PATIENCE = 2500;

/** A host of its own for each try, because some browsers tell no more than the host. @param {string} way @param {string} [scheme] */
const address = (way, scheme = "https") => `${scheme}://${way.toLowerCase()}.bethscope.invalid/?rows=secret`;

/** What came of a try that waits for the policy's word alone. @returns {Outcome} */
const silence = () => ({ came: "open" });

/** @returns {Try[]} */
export function tries() {
    return [
        asked("fetch", (url) => fetch(url, { mode: "no-cors" })),
        asked("beacon", (url) => navigator.sendBeacon(url, "secret")),
        asked("socket", (url) => closing(new WebSocket(url)), "wss"),
        asked("events", (url) => closing(new EventSource(url))),
        asked("image", (url) => {
            new Image().src = url;
        }),
        asked("form", sendForm),
        asked("script", (url) => import(url)),
        asked("worker", (url) => new Worker(url).terminate()),
        ...inWorker(),
        knows("prefetch") ? asked("prefetch", (url) => link({ rel: "prefetch", href: url })) : lacking("prefetch"),
        asked("preload", (url) => link({ rel: "preload", as: "image", href: url })),
        asked("frame", (url) => gone(h("iframe", { src: url, hidden: true }))),
        { what: WORDS.webrtc, note: WORDS.webrtcNote, attempt: callOut },
        {
            ...asked("preconnect", (url) =>
                Promise.all(["preconnect", "dns-prefetch"].map((rel) => link({ rel, href: url }))),
            ),
            note: WORDS.preconnectNote,
        },
        { what: WORDS.navigation, note: WORDS.navigationNote, attempt: async () => ({ came: "untried" }) },
    ];
}

/**
 * A try of the page's own: refused, if the browser tells of a broken rule with its address in it, or Trusted Types keep it
 * from beginning.
 * @param {"fetch" | "beacon" | "socket" | "events" | "image" | "form" | "script" | "worker" | "prefetch" | "preload" | "frame" | "preconnect"} way
 * @param {(url: string) => unknown} use
 * @param {string} [scheme]
 * @returns {Try}
 */
function asked(way, use, scheme) {
    const url = address(way, scheme);
    const { host } = new URL(url);
    return {
        what: WORDS[way],
        async attempt() {
            const told = violation((event) => event.blockedURI.includes(host) || isSink(event));
            let failed = false;
            try {
                await Promise.race([use(url), told]);
            } catch {
                failed = true;
            }
            const rule = await told;
            if (rule) return { came: "refused", rule };
            return failed ? { came: "unclear" } : silence();
        },
    };
}

/** Whether the browser does something about such a link. @param {string} rel */
const knows = (rel) => h("link").relList.supports(rel);

/** @param {"prefetch"} way @returns {Try} */
const lacking = (way) => ({ what: WORDS[way], attempt: async () => ({ came: "lacking" }) });

/** Trusted Types name what was given no trust to, and no address. @param {SecurityPolicyViolationEvent} event */
const isSink = ({ blockedURI }) => blockedURI === "trusted-types-sink";

/**
 * The rule that the browser says was broken, or null when it says nothing.
 * @param {(event: SecurityPolicyViolationEvent) => boolean} ours
 * @returns {Promise<string | null>}
 */
function violation(ours) {
    return new Promise((resolve) => {
        /** @param {SecurityPolicyViolationEvent} event */
        const hear = (event) => ours(event) && end(event.effectiveDirective);
        const wait = setTimeout(() => end(null), PATIENCE);
        document.addEventListener("securitypolicyviolation", hear);

        /** @param {string | null} rule */
        function end(rule) {
            clearTimeout(wait);
            document.removeEventListener("securitypolicyviolation", hear);
            resolve(rule);
        }
    });
}

/** @param {{ close(): void }} line */
const closing = (line) => void setTimeout(() => line.close(), PATIENCE);

/** An element that is in the page for as long as an answer is waited for. @param {HTMLElement} element */
function gone(element) {
    document.body.append(element);
    setTimeout(() => element.remove(), PATIENCE);
}

/** Ends when what is linked has come, with an error when it has not. @param {Record<string, string>} attributes */
function link(attributes) {
    const element = h("link", attributes);
    return new Promise((resolve, reject) => {
        element.onload = resolve;
        element.onerror = reject;
        gone(element);
    });
}

/** Into a frame, so that the page stays where it is even without a policy. @param {string} url */
function sendForm(url) {
    const name = "bethscope-form";
    const form = h(
        "form",
        { action: url, method: "post", target: name },
        h("input", { name: "rows", value: "secret" }),
    );
    const frame = h("iframe", { name, hidden: true });
    gone(frame);
    form.hidden = true;
    gone(form);
    form.submit();
}

/** @returns {Try[]} */
function inWorker() {
    /** @type {Promise<Record<string, string | null>> | undefined} */
    let report;
    return /** @type {const} */ (["workerFetch", "workerImport"]).map((way) => ({
        what: WORDS[way],
        async attempt() {
            report ??= bethscope.reachOut(address("workerFetch"), address("workerImport"));
            const rule = (await report)[way];
            return rule ? { came: "refused", rule } : { came: "unclear" };
        },
    }));
}

/** Looks for ways to another browser, by a server that is not there. @returns {Promise<Outcome>} */
async function callOut() {
    if (typeof RTCPeerConnection !== "function") return { came: "lacking" };
    const told = violation(({ effectiveDirective }) => effectiveDirective === "webrtc");
    /** @type {RTCPeerConnection | undefined} */
    let connection;
    try {
        connection = new RTCPeerConnection({ iceServers: [{ urls: "stun:webrtc.bethscope.invalid" }] });
        connection.createDataChannel("rows");
        await connection.setLocalDescription();
        const rule = await told;
        return rule ? { came: "refused", rule } : silence();
    } catch {
        const rule = await told;
        return rule ? { came: "refused", rule } : { came: "unclear" };
    } finally {
        connection?.close();
    }
}
