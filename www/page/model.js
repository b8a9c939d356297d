// Step 2: load or train, the buttons and the words around them. The curves are drawn by learning.js.

import { byId, complain, download, say } from "./dom.js";
import { enable } from "./focus.js";
import { faultWords } from "./form.js";
import { refusalOf } from "./recipe.js";
import { readyFile } from "./state.js";
import { capital, count, counted, decimal, line, percent, timeLeft, trainedOn } from "./words.js";
import { HELD_OUT, TRAINED_ON, VALIDATION, yardOf } from "./yardstick.js";

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
    const weightsInput = byId("weights-input", HTMLInputElement);
    const train = byId("train", HTMLButtonElement);
    const pause = byId("pause", HTMLButtonElement);
    const stop = byId("stop", HTMLButtonElement);
    const discard = byId("discard", HTMLButtonElement);
    const save = byId("save-weights", HTMLButtonElement);
    const message = byId("model-message", HTMLElement);

    source.addEventListener("change", () => {
        const picked = radios.find((radio) => radio.checked)?.value;
        if (picked) store.set({ source: { kind: /** @type {State["source"]["kind"]} */ (picked), chosen: true } });
    });
    usePretrained.addEventListener("click", () => pretrainedWeights.use());
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

    store.watch(["files", "form", "training", "network", "source", "pretrained", "weights", "session"], (state) => {
        const { form, training, network, weights, session, pretrained } = state;
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
        train.hidden = busy;
        enable(train, obstacle === null && session.status === "ready");
        pause.hidden = stop.hidden = discard.hidden = !busy;
        for (const button of [pause, stop]) enable(button, training.status !== "stopping");
        // Before the end of the first epoch there is nothing to keep.
        say(stop, training.best === null ? "Stop" : "Stop and keep the best");
        say(pause, training.status === "paused" ? "Resume" : "Pause");
        for (const radio of radios) {
            enable(radio, !busy);
            radio.checked = radio.value === state.source.kind;
        }
        for (const [kind, panel] of Object.entries(panels)) panel.hidden = kind !== state.source.kind;
        const inUse = network?.source === "pretrained";
        byId("pretrained-words", HTMLElement).hidden = pretrained.status === "missing";
        const missing = pretrained.message && `${pretrained.message} Train here, or load weights.`;
        complain(byId("pretrained-missing", HTMLElement), missing);
        usePretrained.hidden = inUse;
        const able = !weights.busy && session.status === "ready";
        enable(usePretrained, able && pretrained.status !== "fetching");
        say(usePretrained, pretrained.status === "missing" ? "Fetch them again" : "Use the pretrained weights");
        enable(weightsInput, able);
        enable(save, !weights.busy);
        for (const field of trainPanel.querySelectorAll("input, select")) {
            enable(/** @type {HTMLInputElement | HTMLSelectElement} */ (field), !busy);
        }
        say(byId("held-out", HTMLElement), busy ? "" : (obstacle ?? validationWords(state)));
        byId("share-field", HTMLElement).hidden = readyFile(state, "validation") !== null;
        drawProgress(state);
        drawOutcome(state, yardOf(state));
        const refusal = refusalOf(training.message);
        const ofTraining = refusal ? faultWords(refusal) : training.message;
        complain(message, form.fault ? faultWords(form.fault) : (weights.message ?? ofTraining));
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
function stateOf({ training, network, session }) {
    if (training.status === "paused") return "Training is paused.";
    if (training.progress?.phase === "measuring") return "Measuring whether the GPU or the CPU trains faster.";
    if (training.status !== "idle") {
        const { info } = session;
        return info ? `Training ${trainedOn(info.measured?.faster ?? info.backend)}.` : "Training.";
    }
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
    // Epochs are told as they end, progress some times a second: the later of both is now.
    const ended = history.at(-1)?.epoch ?? 0;
    const current = progress && progress.epoch > ended ? progress : null;
    const done = current ? current.epoch - 1 + (current.batches > 0 ? current.batch / current.batches : 0) : ended;
    const begins = progress?.phase === "measuring" || progress?.phase === "starting";
    if (status === "starting" || (ended === 0 && begins)) bar.removeAttribute("value");
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
    const warming = status === "running" && begins && "the first steps are slow";
    const epoch = `epoch ${Math.max(1, current?.epoch ?? ended)} of ${epochs}`;
    say(byId("train-state", HTMLElement), line(epoch, warming || words, kept));
}

/** @param {State} state @param {import("./yardstick.js").Yard | null} yard */
function drawOutcome({ training, network }, yard) {
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
        sentences.push(...measured(record, yard), ...record.notes);
        const run = `seed ${record.seed}, ${trainedOn(record.backend)}`;
        if (network.source === "trained") sentences.push(`${info.preset}, ${shape}, ${run}.`);
        else {
            const rows = network.source === "pretrained" ? "reconstructed row" : "row";
            sentences.push(
                `Trained on ${counted(record.rows, rows)}, ${count(record.positives)} of them suspicious, with ${run}.`,
            );
        }
    } else sentences.push("The file does not tell how it was trained.");
    say(byId("outcome-text", HTMLElement), sentences.join(" "));
}

/**
 * The figures of the epoch that was kept, and what a constant answer gets.
 * @param {import("../engine/bethscope.js").TrainingRecord} record
 * @param {import("./yardstick.js").Yard | null} yard
 */
function measured({ history, bestEpoch, validationSource }, yard) {
    const best = history.find(({ epoch }) => epoch === bestEpoch);
    if (!best) return [];
    const { accuracy, loss } = best.validation ?? best.train;
    const validation = validationSource === "file" ? VALIDATION : HELD_OUT;
    const rows = best.validation ? validation : TRAINED_ON;
    const own = `Accuracy ${percent(accuracy)} at 0.5, loss ${decimal(loss, 4)} on ${rows}`;
    if (!yard) return [`${own}.`];
    const trivial = `${yard.name}” gets ${percent(yard.accuracy)}`;
    if (yard.rows === rows) return [`${own}, where “${trivial}.`];
    return [`${own}.`, `“${capital(trivial)} on ${yard.rows}.`];
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
