// Step 2: load or train, the buttons and the words around them. The curves are drawn by learning.js.

import { byId, complain, download, say } from "./dom.js";
import { enable } from "./focus.js";
import { faultWords } from "./form.js";
import { t } from "./language.js";
import { refusalOf } from "./recipe.js";
import { readyFile } from "./state.js";
import { line, timeLeft, trainedOn, trainingNotes } from "./words.js";
import { yardOf } from "./yardstick.js";

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
        say(byId("model-state", HTMLElement), open ? stateOf(state) : t.model.opens);

        const obstacle = whyNot(state);
        train.hidden = busy;
        enable(train, obstacle === null && session.status === "ready");
        pause.hidden = stop.hidden = discard.hidden = !busy;
        for (const button of [pause, stop]) enable(button, training.status !== "stopping");
        // Before the end of the first epoch there is nothing to keep.
        say(stop, training.best === null ? t.model.stop : t.model.stopKeep);
        say(pause, training.status === "paused" ? t.model.resume : t.model.pause);
        for (const radio of radios) {
            enable(radio, !busy);
            radio.checked = radio.value === state.source.kind;
        }
        for (const [kind, panel] of Object.entries(panels)) panel.hidden = kind !== state.source.kind;
        const inUse = network?.source === "pretrained";
        byId("pretrained-words", HTMLElement).hidden = pretrained.status === "missing";
        const missing = pretrained.message && t.model.missing(pretrained.message());
        complain(byId("pretrained-missing", HTMLElement), missing);
        usePretrained.hidden = inUse;
        const able = !weights.busy && session.status === "ready";
        enable(usePretrained, able && pretrained.status !== "fetching");
        say(usePretrained, pretrained.status === "missing" ? t.model.fetchAgain : t.model.usePretrained);
        enable(weightsInput, able);
        enable(save, !weights.busy);
        for (const field of trainPanel.querySelectorAll("input, select")) {
            enable(/** @type {HTMLInputElement | HTMLSelectElement} */ (field), !busy);
        }
        say(byId("held-out", HTMLElement), busy ? "" : (obstacle ?? validationWords(state)));
        byId("share-field", HTMLElement).hidden = readyFile(state, "validation") !== null;
        drawProgress(state);
        drawOutcome(state, yardOf(state));
        const refusal = refusalOf(training.error);
        const ofTraining = refusal ? faultWords(refusal) : training.message;
        complain(message, form.fault ? faultWords(form.fault) : (weights.message ?? ofTraining));
    });
}

/** Why training cannot start; null when it can. @param {State} state */
function whyNot(state) {
    const file = readyFile(state, "train");
    if (!file?.data) return t.model.noTrainFile;
    if (!file.data.summary.labelled) return t.model.unlabelled(file.file.name);
    const validation = readyFile(state, "validation");
    if (validation?.data && !validation.data.summary.labelled) {
        return t.model.cannotValidate(validation.file.name);
    }
    return null;
}

/** @param {State} state */
function validationWords(state) {
    const validation = readyFile(state, "validation");
    if (validation) return t.model.validatedOn(validation.file.name);
    return t.model.heldOut;
}

/** @param {State} state */
function stateOf({ training, network, session }) {
    if (training.status === "paused") return t.model.paused;
    if (training.progress?.phase === "measuring") return t.model.measuring;
    if (training.status !== "idle") {
        const { info } = session;
        return info ? t.model.trainingOn(trainedOn(info.measured?.faster ?? info.backend)) : t.model.training;
    }
    if (!network) return t.model.choose;
    if (network.source === "pretrained") return t.model.pretrainedInUse;
    return network.source === "trained" ? t.model.trainedHere : t.model.weightsFrom(network.name);
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
    const kept = bestRecord?.validation ? t.model.bestSoFar(best, bestRecord.validation.loss) : null;
    const words = {
        idle: "",
        starting: t.model.starting,
        running: timeLeft(progress?.secondsLeft),
        paused: t.model.pausedShort,
        stopping: t.model.stopping,
    }[status];
    const warming = status === "running" && begins && t.model.warming;
    const epoch = t.model.epochOf(Math.max(1, current?.epoch ?? ended), epochs);
    say(byId("train-state", HTMLElement), line(epoch, warming || words, kept));
}

/** @param {State} state @param {import("./yardstick.js").Yard | null} yard */
function drawOutcome({ training, network }, yard) {
    const outcome = byId("outcome", HTMLElement);
    outcome.hidden = network === null || training.status !== "idle";
    if (!network) return;
    const { info } = network.model;
    const shape = t.model.shape(info.layers, info.parameters);
    const record = info.training;
    /** @type {string[]} */
    const sentences = [];
    if (network.source === "loaded") sentences.push(t.model.loaded(network.name, info.preset, shape));
    if (network.source === "pretrained") sentences.push(t.model.pretrained(info.preset, shape));
    if (record) {
        sentences.push(ending(record, network.source === "trained" && training.stopped));
        sentences.push(...measured(record, yard), ...trainingNotes(record));
        const run = t.model.run(record.seed, trainedOn(record.backend));
        if (network.source === "trained") sentences.push(t.model.made(info.preset, shape, run));
        else {
            const { rows, positives } = record;
            sentences.push(t.model.trainedOn({ rows, positives, run, reconstructed: network.source === "pretrained" }));
        }
    } else sentences.push(t.model.untold);
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
    const validation = validationSource === "file" ? "validation" : "heldOut";
    const rows = best.validation ? validation : "trainedOn";
    const own = t.model.measured(accuracy, loss, t.model.ofRows[rows]);
    if (!yard) return [`${own}.`];
    const answer = t.baselines[yard.name];
    if (yard.rows === rows) return [t.model.measuredBeside(own, answer, yard.accuracy)];
    return [`${own}.`, t.model.beside(answer, yard.accuracy, t.model.ofRows[yard.rows])];
}

/** @param {import("../engine/bethscope.js").TrainingRecord} record @param {boolean} stopped */
function ending(record, stopped) {
    const ran = record.history.length;
    if (stopped) return t.model.stoppedAfter(ran, record.bestEpoch);
    if (record.stoppedEarly) return t.model.stoppedEarly(ran, record.bestEpoch, record.config.patience);
    return t.model.ended(ran, record.bestEpoch);
}
