// The chip in the header: what computes, why, and another choice; and the banner after a crash.

import { byId, say } from "./dom.js";
import { enable } from "./focus.js";
import { backendName } from "./words.js";

/**
 * @param {import("./state.js").Store} store
 * @param {import("./session.js").EngineSession} session
 */
export function mountChip(store, session) {
    const chip = byId("backend", HTMLDetailsElement);
    const name = byId("backend-name", HTMLElement);
    const reason = byId("backend-reason", HTMLElement);
    const hint = byId("backend-hint", HTMLElement);
    const summary = byId("backend-summary", HTMLElement);
    const choice = byId("backend-choice", HTMLFieldSetElement);
    const radios = /** @type {HTMLInputElement[]} */ ([...choice.querySelectorAll("input")]);
    const parity = byId("parity", HTMLButtonElement);
    const parityResult = byId("parity-result", HTMLElement);
    const banner = byId("banner", HTMLElement);
    const bannerMessage = byId("banner-message", HTMLElement);
    const startAgain = byId("start-again", HTMLButtonElement);

    const single = bethscope.form === "file";

    choice.addEventListener("change", () => {
        const picked = radios.find((radio) => radio.checked)?.value;
        if (picked) session.change(/** @type {import("./state.js").Backend} */ (picked));
    });
    // Every choice starts an engine, so arrow keys only go from one to the next, as on a toolbar, and Space chooses.
    choice.addEventListener("keydown", (event) => {
        const step = STEPS[event.key];
        if (!step) return;
        event.preventDefault();
        const able = radios.filter((radio) => !radio.disabled);
        const at = able.indexOf(/** @type {HTMLInputElement} */ (document.activeElement));
        able[(at + step + able.length) % able.length]?.focus();
    });
    parity.addEventListener("click", () => session.compare());
    startAgain.addEventListener("click", () => session.restart());
    document.addEventListener("click", (event) => {
        if (chip.open && event.target instanceof Node && !chip.contains(event.target)) chip.open = false;
    });
    chip.addEventListener("focusout", ({ relatedTarget }) => {
        if (relatedTarget instanceof Node && !chip.contains(relatedTarget)) chip.open = false;
    });
    chip.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || !chip.open) return;
        chip.open = false;
        summary.focus();
    });

    store.watch(["session", "training"], ({ session: now, training }) => {
        const { status, changing, info, message, refusal } = now;
        const starting = status === "starting" || changing !== null;
        chip.dataset.status = status;
        chip.dataset.backend = info?.backend ?? "";
        chip.dataset.software = String(info?.software ?? false);
        say(name, starting ? "Starting …" : info ? backendName(info) : "Not started");
        const why = info && !single ? (info.reason ?? plainReason(info)) : "";
        say(reason, refusal ? `${refusal} ${why}` : why);
        for (const radio of radios) radio.checked = radio.value === (changing ?? now.choice);
        const busy = training.status !== "idle";
        // While it changes another choice may still be made: the newest counts.
        for (const radio of radios) enable(radio, !single && !busy && status !== "starting");
        say(hint, single ? SINGLE : busy ? "Stop training to change this." : starting ? underWay(now) : CHANGE);
        parity.hidden = info?.backend !== "webgpu" || status !== "ready";
        say(parityResult, now.parity ?? "");

        const down = status === "crashed" || status === "failed";
        const head = status === "crashed" ? "The engine stopped." : "The engine did not start.";
        const from = status === "crashed" && info?.backend === "webgpu" ? " It goes on with the CPU." : "";
        say(bannerMessage, down ? `${head} ${message ?? ""} Your files are kept.${from}` : "");
        banner.hidden = !down;
    });
}

const CHANGE = "A change keeps your files, your network and its scores. By keyboard: arrows to look, Space to choose.";

const SINGLE =
    "This is the single file: it has the engine for the CPU inside and none for a GPU, which alone would be several times its size. The page on a host has both.";

/** @type {Record<string, number>} */
const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** @param {import("./state.js").Session} session */
function underWay({ choice, changing }) {
    return (changing ?? choice) === "webgpu"
        ? "Fetching the GPU engine (2 MB), and starting it …"
        : "Starting the engine …";
}

/** @param {import("../engine/bethscope.js").EngineInfo} info */
function plainReason({ backend, adapter, software }) {
    if (backend === "cpu") return "The network runs on the CPU, as asked.";
    if (software) return `${adapter ?? "The adapter"} is an emulation of a GPU on the CPU; the CPU itself is faster.`;
    return `The network runs on ${adapter ?? "the GPU"} through WebGPU.`;
}
