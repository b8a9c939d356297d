// Step 2: load or train, the buttons and the words around them. The curves are drawn by learning.js.

import { byId, complain, download, say } from "./dom.js";
import { readRecipe } from "./recipe.js";
import { readyFile } from "./state.js";
import { count, counted, decimal, line, percent, timeLeft } from "./words.js";

/** @typedef {import("./state.js").State} State */

/**
 * @param {import("./state.js").Store} store
 * @param {import("./training.js").TrainingDesk} desk
 * @param {import("./pretrained.js").Pretrained} pretrainedWeights
 */
export function mountModel(store, desk, pretrainedWeights) {
    const body = byId("model-body", HTMLElement);
    const source = byId("source", HTMLFieldSetElement);
    const trainPanel = byId("train-panel", HTMLFormElement);
    const panels = {
        pretrained: byId("pretrained-panel", HTMLElement),
        train: trainPanel,
        load: byId("load-panel", HTMLElement),
    };
    const radios = /** @type {HTMLInputElement[]} */ ([...source.querySelectorAll("input")]);
    const usePretrained = byId("use-pretrained", HTMLButtonElement);
    const weighting = byId("class-weights", HTMLSelectElement);
    const weightsInput = byId("weights-input", HTMLInputElement);
    const train = byId("train", HTMLButtonElement);
    const pause = byId("pause", HTMLButtonElement);
    const stop = byId("stop", HTMLButtonElement);
    const discard = byId("discard", HTMLButtonElement);
    const save = byId("save-weights", HTMLButtonElement);
    const message = byId("model-message", HTMLElement);
    /** What is wrong with the form, until the next try. */
    /** @type {string | null} */
    let formMessage = null;
    let wasBusy = false;

    source.addEventListener("change", () => {
        const picked = radios.find((radio) => radio.checked)?.value;
        if (picked) store.set({ source: { kind: /** @type {State["source"]["kind"]} */ (picked), chosen: true } });
    });
    usePretrained.addEventListener("click", () => pretrainedWeights.use());
    weighting.addEventListener("change", () => {
        byId("weight-pair-field", HTMLElement).hidden = weighting.value !== "given";
    });
    trainPanel.addEventListener("submit", (event) => {
        event.preventDefault();
        const recipe = readRecipe();
        formMessage = "message" in recipe ? recipe.message : null;
        if ("message" in recipe) {
            complain(message, recipe.message);
            recipe.field.closest("details")?.setAttribute("open", "");
            recipe.field.focus();
        } else {
            store.set({ weights: { busy: false, message: null } });
            desk.train(recipe.config);
        }
    });
    pause.addEventListener("click", () => (store.state.training.status === "paused" ? desk.resume() : desk.pause()));
    stop.addEventListener("click", () => desk.stop());
    discard.addEventListener("click", () => desk.discard());
    weightsInput.addEventListener("change", () => {
        const [file] = weightsInput.files ?? [];
        if (file) desk.load(file);
        weightsInput.value = "";
    });
    save.addEventListener("click", async () => {
        const saved = await desk.save();
        if (saved) download(new Blob([/** @type {BlobPart} */ (saved.bytes)]), saved.name);
    });

    store.watch(["files", "training", "network", "source", "pretrained", "weights", "session"], (state) => {
        const { training, network, weights, session, pretrained } = state;
        const busy = training.status !== "idle";

        const open =
            network !== null ||
            busy ||
            state.files.some((file) => file.data) ||
            (!body.hidden && state.files.length > 0);
        body.hidden = !open;
        byId("model", HTMLElement).dataset.open = String(open);
        say(byId("model-state", HTMLElement), open ? stateOf(state) : "Opens when a file has been read.");

        const obstacle = whyNot(state);
        const focused = document.activeElement;
        train.hidden = busy;
        train.disabled = obstacle !== null || session.status !== "ready";
        pause.hidden = stop.hidden = discard.hidden = !busy;
        pause.disabled = stop.disabled = training.status === "stopping";
        // Before the end of the first epoch there is nothing to keep.
        say(stop, training.best === null ? "Stop" : "Stop and keep the best");
        say(pause, training.status === "paused" ? "Resume" : "Pause");
        // A button that hides under the finger hands its focus on.
        if (busy && focused === train) pause.focus({ preventScroll: true });
        const lost = [document.body, pause, stop, discard].some((place) => place === focused);
        if (!busy && wasBusy && lost) train.focus({ preventScroll: true });
        wasBusy = busy;
        source.disabled = busy;
        for (const radio of radios) radio.checked = radio.value === state.source.kind;
        for (const [kind, panel] of Object.entries(panels)) panel.hidden = kind !== state.source.kind;
        const inUse = network?.source === "pretrained";
        byId("pretrained-words", HTMLElement).hidden = pretrained.status === "missing";
        const missing = pretrained.message && `${pretrained.message} Train here, or load weights.`;
        complain(byId("pretrained-missing", HTMLElement), missing);
        usePretrained.hidden = inUse;
        usePretrained.disabled = weights.busy || pretrained.status === "fetching" || session.status !== "ready";
        say(usePretrained, pretrained.status === "missing" ? "Fetch them again" : "Use the pretrained weights");
        weightsInput.disabled = weights.busy || session.status !== "ready";
        save.disabled = weights.busy;
        for (const field of trainPanel.querySelectorAll("input, select")) {
            /** @type {HTMLInputElement} */ (field).disabled = busy;
        }
        say(byId("held-out", HTMLElement), busy ? "" : (obstacle ?? validationWords(state)));
        byId("share-field", HTMLElement).hidden = readyFile(state, "validation") !== null;
        drawProgress(state);
        drawOutcome(state);
        complain(message, weights.message ?? training.message ?? formMessage);
    });
}

/** Why training cannot start; null when it can. @param {State} state */
function whyNot(state) {
    const file = readyFile(state, "train");
    if (!file?.data) return "To train, give a labelled file the use “Train” in step 1.";
    if (!file.data.summary.labelled) return `${file.file.name} has no labels, so no network can learn from it.`;
    const validation = readyFile(state, "validation");
    if (validation?.data && !validation.data.summary.labelled) {
        return `${validation.file.name} has no labels, so it cannot validate. Give it the use “Score” in step 1.`;
    }
    return null;
}

/** @param {State} state */
function validationWords(state) {
    const validation = readyFile(state, "validation");
    if (validation) return `Validated on ${validation.file.name} after every epoch.`;
    return "No file validates, so a fifth of the processes is held out for it: whole processes, because rows of one process are alike.";
}

/** @param {State} state */
function stateOf({ training, network }) {
    if (training.status === "paused") return "Training is paused.";
    if (training.status !== "idle") return "Training.";
    if (!network) return "Take the pretrained weights, train a network on your file, or load weights.";
    if (network.source === "pretrained") return "Pretrained weights are in use.";
    return network.source === "trained" ? "A network was trained here." : `Weights from ${network.name}.`;
}

/** @param {State} state */
function drawProgress({ training }) {
    const { progress, status, epochs, history, best } = training;
    byId("train-progress", HTMLElement).hidden = status === "idle";
    if (status === "idle") return;
    const bar = byId("train-bar", HTMLProgressElement);
    const done = progress ? progress.epoch - 1 + (progress.batches > 0 ? progress.batch / progress.batches : 0) : 0;
    if (status === "starting" || progress?.phase === "starting") bar.removeAttribute("value");
    else bar.value = epochs > 0 ? Math.min(1, done / epochs) : 0;
    const bestRecord = history.find((record) => record.epoch === best);
    const kept = bestRecord?.validation
        ? `best so far: epoch ${best}, validation loss ${decimal(bestRecord.validation.loss, 4)}`
        : null;
    const words = {
        idle: "",
        starting: "starting",
        running: timeLeft(progress?.secondsLeft),
        paused: "paused",
        stopping: "stopping",
    }[status];
    const warming = status === "running" && progress?.phase === "starting" && "the first steps are slow";
    const epoch = `epoch ${Math.max(1, progress?.epoch ?? 1)} of ${epochs}`;
    say(byId("train-state", HTMLElement), line(epoch, warming || words, kept));
}

/** @param {State} state */
function drawOutcome({ training, network }) {
    const outcome = byId("outcome", HTMLElement);
    outcome.hidden = network === null || training.status !== "idle";
    if (!network) return;
    const { info } = network.model;
    const shape = `${info.layers.join("–")}, ${count(info.parameters)} parameters`;
    const record = info.training;
    /** @type {string[]} */
    const sentences = [];
    if (network.source === "loaded") sentences.push(`Loaded ${network.name}: ${info.preset}, ${shape}.`);
    if (network.source === "pretrained") sentences.push(`The pretrained network: ${info.preset}, ${shape}.`);
    if (record) {
        sentences.push(ending(record, network.source === "trained" && training.stopped));
        const best = record.history.find(({ epoch }) => epoch === record.bestEpoch);
        const measured = best?.validation ?? best?.train;
        const on = best?.validation
            ? record.validationSource === "file"
                ? "on the validation file"
                : "on the processes held out"
            : "on the training rows";
        if (measured)
            sentences.push(`Accuracy ${percent(measured.accuracy)}, loss ${decimal(measured.loss, 4)} ${on}.`);
        if (network.source !== "trained") {
            const rows = network.source === "pretrained" ? "reconstructed row" : "row";
            sentences.push(`Trained on ${counted(record.rows, rows)}, ${count(record.positives)} of them suspicious.`);
        }
    }
    if (network.source === "trained") sentences.push(`${info.preset}, ${shape}.`);
    else if (!record) sentences.push("The file does not tell how it was trained.");
    say(byId("outcome-text", HTMLElement), sentences.join(" "));
}

/** @param {import("../engine/bethscope.js").TrainingRecord} record @param {boolean} stopped */
function ending(record, stopped) {
    const ran = record.history.length;
    const kept = `Best epoch ${record.bestEpoch} kept`;
    if (stopped) return `Stopped after ${counted(ran, "epoch")}. ${kept}.`;
    if (record.stoppedEarly) {
        return `${kept}: stopped early after ${counted(ran, "epoch")}, because the validation loss had not fallen for ${record.config.patience}.`;
    }
    return `${kept} of ${counted(ran, "epoch")}.`;
}
