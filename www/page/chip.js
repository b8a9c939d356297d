// The chip in the header: what computes, why, and another choice; and the banner after a crash.

import { byId, say } from "./dom.js";
import { enable } from "./focus.js";
import { t } from "./language.js";
import { backendName, rate, reasonWords } from "./words.js";

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
        say(name, starting ? t.chip.starting : info ? backendName(info) : t.chip.notStarted);
        const why = info ? reasonOf(info) : "";
        const told = info?.measured ? `${why} ${measuredWords(info.measured)}` : why;
        say(reason, refusal ? `${refusal()} ${told}` : told);
        for (const radio of radios) radio.checked = radio.value === (changing ?? now.choice);
        const busy = training.status !== "idle";
        // While it changes another choice may still be made: the newest counts.
        for (const radio of radios) enable(radio, !busy && status !== "starting");
        say(hint, busy ? t.chip.stopTraining : starting ? underWay(now) : t.chip.change);
        parity.hidden = info?.backend !== "webgpu" || status !== "ready";
        say(parityResult, now.parity ?? "");

        const down = status === "crashed" || status === "failed";
        const head = status === "crashed" ? t.chip.stopped : t.chip.failed;
        const from = status === "crashed" && info?.backend === "webgpu" ? t.chip.goesOn : "";
        say(bannerMessage, down ? `${t.chip.kept(head, message?.() ?? "")}${from}` : "");
        banner.hidden = !down;
    });
}

/** @type {Record<string, number>} */
const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** @param {import("./state.js").Session} session */
function underWay({ choice, changing }) {
    return (changing ?? choice) === "webgpu" ? t.chip.fetching : t.chip.startingEngine;
}

/** Why the one or the other trains. @param {import("../engine/bethscope.js").Measured} measured */
function measuredWords({ rates, batch, layers, faster }) {
    const of = { batch, network: layers.join("–"), onGpu: faster === "webgpu" };
    return rates ? t.chip.measured({ ...of, gpu: rate(rates.webgpu), cpu: rate(rates.cpu) }) : t.chip.tooSmall(of);
}

/** @param {import("../engine/bethscope.js").EngineInfo} info */
function reasonOf(info) {
    const { backend, adapter, software, reason } = info;
    if (reason !== null) return reasonWords(info);
    if (backend === "cpu") return t.chip.cpuAsAsked;
    if (software) return t.chip.emulation(adapter);
    return t.chip.onGpu(adapter);
}
