// Every word of the page, in English: the one place where they stand. Another language is a file like this one beside it,
// with the same keys (README, "Another language"); what takes values is a function of them.

import { numbersWith } from "./numbers.js";

const NBSP = "\u00a0";

export const tag = "en";
export const name = "English";

// Who needs a few of these words takes no more of them along: nothing here is worked out before it is asked for.
const number = /* @__PURE__ */ numbersWith({ point: ".", group: ",", sizes: { bytes: "bytes", kB: "kB", MB: "MB" } });
/** @param {number} value */
const count = (value) => number.count(value);
/** @param {number | null | undefined} share */
const percent = (share) => number.percent(share);
/** @param {number | null | undefined} value @param {number} [digits] */
const decimal = (value, digits) => number.decimal(value, digits);
/** @param {number} value */
const chance = (value) => number.chance(value);

/** "1 row", "14 rows". @param {number} value @param {string} noun @param {string} [plural] */
const counted = (value, noun, plural = `${noun}s`) => `${count(value)}${NBSP}${value === 1 ? noun : plural}`;

/** "a, b and c" @param {string[]} items */
function list(items) {
    if (items.length < 2) return items.join("");
    return `${items.slice(0, -1).join(", ")} and ${items[items.length - 1]}`;
}

/** @param {string} text */
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** @param {number} part @param {number} rows */
function some(part, rows) {
    if (part === 0) return `none of ${counted(rows, "row")}`;
    if (part === rows) return `all ${counted(rows, "row")}`;
    return `${count(part)} of ${counted(rows, "row")} (${percent(part / rows)})`;
}

/** Who trains, where that was measured. @param {{ network: string, onGpu: boolean }} of */
function trains({ network, onGpu }) {
    if (onGpu) return `the GPU trains networks of ${network}`;
    return `the CPU trains networks of ${network}, and the rest runs on the GPU`;
}

/** @typedef {import("../page/yardstick.js").Yard} Yard */
/** @typedef {import("../engine/bethscope.js").Rule} Rule */
/** @typedef {import("../engine/bethscope.js").Background} Background */
/** @typedef {import("../engine/bethscope.js").Baseline} Baseline */
/** @typedef {import("../engine/bethscope.js").Drift} Drift */
/** @typedef {import("../engine/bethscope.js").SkippedRows} SkippedRows */

/** What an option of a training must be, and what was given. @typedef {{ must: Must, got: string }} OptionFault */
/** @typedef {{ why: string, values: string[] }} Must as the engine has it: Because in src/log/error.rs */

/** @param {Must} must */
function mustBe({ why, values: [least, most] }) {
    switch (why) {
        case "whole":
            return `a whole number from ${least} to ${most}`;
        case "number":
            return `a number from ${least} to ${most}`;
        case "layers":
            return `at most ${least} layers`;
        case "buffer":
            return `at most ${least} with these layers, whose outputs this GPU has to hold in one buffer`;
        default:
            return "“none”, “balanced” or two numbers from 0.000001 to 1000000 (benign, suspicious)";
    }
}

/** What index.html says. */
export const page = {
    description:
        "Train and score a neural network on BETH security logs, in your browser, on your own GPU. Nothing is uploaded.",
    title: "bethscope: train a threat detector in your browser",
    skip: "Skip to step 1, Data",
    tagline: "Train a threat detector in your browser. Nothing is uploaded.",
    engine: "Engine",
    computeOn: "Compute on",
    computeAuto: "Automatic: the faster of both",
    computeGpu: "GPU, through WebGPU",
    computeCpu: "CPU",
    changeKeeps: "A change keeps your files, your network and its scores.",
    compareGpuCpu: "Compare GPU with CPU",
    unstarted:
        "This page computes in your browser, and its script did not run. Perhaps JavaScript is switched off here; perhaps start.js did not arrive, then reload the page; or this browser is too old: bethscope needs Chrome or Edge 120, Firefox 121 or Safari 17.4, or later.",
    language: "Language",
    copyLink: "Copy link",
    copyTitle: "The address of this page with everything that is set, and nothing of your files",
    reset: "Reset",
    resetTitle: "All settings as they are at first",
    startAgain: "Start again",
    data: "Data",
    dataHint: "Process logs from the BETH data set, with or without labels.",
    dropLead: "Drop BETH CSV files here, or a folder of them",
    or: "or",
    chooseFiles: "Choose files",
    dropNote: "Read on this computer, piece by piece. Nothing is uploaded.",
    newHere: "New here?",
    sampleOffer:
        "See what the page does on a small reconstruction of BETH. It is made in this tab from BETH’s published statistics and is not BETH itself: no row in it is genuine.",
    trySample: "Try a sample",
    sampleNote:
        "This sample is a reconstruction of BETH, made in this tab from its published statistics. It is not BETH itself: no row in it is genuine. Your own files take its place.",
    whereHeading: "Where to get BETH",
    whereBefore: "On Kaggle, as",
    whereAfter: ", free for any use (CC0).",
    takeFiles: "Take",
    and: "and",
    takeForm: ", or their seven-feature DataCamp form.",
    filesCaption: "Files, what they are used for, and what is in them",
    file: "File",
    use: "Use",
    rows: "Rows",
    distinct: "Distinct",
    suspicious: "Suspicious",
    remove: "Remove",
    model: "Model",
    modelHint: "Opens when a file has been read.",
    modelPreview:
        "Take the pretrained weights, train a network on your file, with loss and accuracy drawn as it learns, or load weights that were saved before.",
    sourceLegend: "Where the network comes from",
    pretrained: "Pretrained",
    trainHere: "Train here",
    loadWeights: "Load weights",
    pretrainedWords: "Trained on the reconstruction of BETH, not on BETH itself.",
    pretrainedCard: "How, and what they are worth",
    usePretrainedWeights: "Use the pretrained weights",
    chooseWeights: "Choose weights",
    preset: "Preset",
    keras: "keras: softmax, two outputs",
    pytorch: "pytorch: sigmoid, one output",
    hiddenLayers: "Hidden layers",
    epochs: "Epochs",
    batch: "Batch",
    learningRate: "Learning rate",
    options: "Options",
    patienceEpochs: "Patience, epochs",
    inputs: "Inputs",
    inputsFlagged: "the seven and the paper’s flags",
    inputsStandard: "the seven, as course projects do",
    inputsPaper: "the paper’s flags alone",
    inputsClip: "the seven, clipped at 5 sd",
    inputsLog: "the seven, as logarithms",
    classWeights: "Class weights",
    none: "none",
    balancedCount: "balanced by count",
    asGiven: "as given",
    benignSuspicious: "Benign, suspicious",
    seed: "Seed",
    heldOutShare: "Held out, share",
    patienceHint: "With patience 0, training never stops early.",
    train: "Train",
    pause: "Pause",
    stopKeepBest: "Stop and keep the best",
    discard: "Discard",
    saveWeights: "Save weights",
    howTrained: "How it was trained",
    loss: "Loss",
    trainCurve: "train",
    validationCurve: "validation",
    bestEpoch: "best epoch",
    accuracy: "Accuracy",
    epochsSummary: "Loss and accuracy as a table",
    epochsCaption: "Loss and accuracy after every epoch",
    epoch: "Epoch",
    lossTrain: "Loss, train",
    lossValidation: "Loss, validation",
    accuracyTrain: "Accuracy, train",
    accuracyValidation: "Accuracy, validation",
    result: "Result",
    resultHint: "Opens when there is a network to score with.",
    resultPreview:
        "Accuracy beside what a constant answer would get on the same file, the mistakes of both kinds, and the flagged rows with all their columns.",
    scoredFile: "Scored file",
    measuredAgainst: "Measured against",
    suspiciousSus: "suspicious (sus)",
    evil: "evil",
    cancel: "Cancel",
    scoreAgain: "Score again",
    whereDrawLine: "Where to draw the line",
    howThresholdSet: "How the threshold is set",
    rulesOnValidation: "On the validation rows",
    ruleFalseAlarms: "at most so many false alarms",
    ruleMissCost: "a miss costs so many false alarms",
    ruleBestF1: "the best F1",
    rulesHere: "On this file",
    ruleRows: "as many rows as I can look at",
    ruleHand: "by hand",
    ruleHalf: "0.5, as in course projects",
    ofBenignRows: "% of benign rows",
    promisesNote:
        "In brackets rows, and 95 % intervals that draw whole processes, since the rows of one process are near copies of each other.",
    newsNone: "Nothing in this file is new beside the training rows.",
    threshold: "Threshold",
    thresholdAsNumber: "Threshold as a number",
    thresholdHelp: "Rows that score at least this are flagged.",
    rightWrong: "Right and wrong",
    confusionHint: "Press a cell to see its rows below.",
    scores: "Scores",
    scoresTable: "Scores as a table",
    scoresPoints: "Scores, point by point",
    roc: "ROC",
    rocTable: "ROC as a table",
    rocPoints: "ROC, point by point",
    precisionRecall: "Precision and recall",
    precisionRecallTable: "Precision and recall as a table",
    precisionRecallPoints: "Precision and recall, point by point",
    calibration: "Calibration",
    calibrationTable: "Calibration as a table",
    calibrationPoints: "Calibration, point by point",
    baselinesHeading: "Beside answers that need no training",
    baselinesLabel: "The network and other answers, figure by figure",
    flaggedRows: "Flagged rows",
    withContributions: "with contributions",
    exportAsCsv: "Export as CSV",
    driversSummary: "Which columns flag them",
    show: "Show",
    flagged: "flagged",
    notFlagged: "not flagged",
    all: "all",
    label: "Label",
    any: "any",
    suspiciousRow: "suspicious",
    benignRow: "benign",
    user: "User",
    process: "Process",
    parent: "Parent",
    column: "Column",
    is: "is",
    contains: "contains",
    textOrNumber: "Text or number",
    clear: "Clear",
    rowsLabel: "Rows, column by column",
    pagerLabel: "Pages of rows",
    colophonPaper:
        "BETH: K. Highnam, K. Arulkumaran, Z. Hanif, N. R. Jennings, “BETH Dataset: Real Cybersecurity Data for Unsupervised Anomaly Detection Research”,",
    colophonLicence: ", 2021. Data under CC0.",
    colophonPrivacy: "Nothing is uploaded: files are read, networks trained and rows scored on this computer.",
    whyThisRow: "Why this row",
    close: "Close",
    weightsFileBefore: "A",
    weightsFileAfter: "file that bethscope saved.",
    noColumn: "none",
    anyLabel: "any",
};

/** What keeps the page from starting. */
export const hurdle = {
    notStarted: "Not started",
    opened: "This page was opened as a file, and browsers let its engine run only where it comes from a web server. Put its folder on any static host; or serve it on this computer: run “python3 -m http.server” in that folder, and open http://localhost:8000/.",
    lacks: (/** @type {string} */ what, /** @type {string} */ oldest) =>
        `This browser lacks ${what}, so bethscope cannot run in it. ${oldest}, or later, has it, unless a security setting (Lockdown Mode is one) has switched it off.`,
    simd: "WebAssembly with SIMD and reference types",
    /** Browsers from which on the page runs. */
    oldest: "Chrome or Edge 120, Firefox 121 or Safari 17.4",
    missing: (/** @type {string} */ url) =>
        `A part of the page could not be had from ${url}. Reload the page; if that does not help, open that address: the copy of bethscope there is not complete, or something answers in its place.`,
    broken: (/** @type {string} */ message, /** @type {string} */ oldest) =>
        `The page could not start, because of an error in it (${message}). Reload it; if that does not help, this browser may be too old: bethscope needs ${oldest}, or later.`,
};

/** What the page says as it goes. */
export const words = {
    number,
    list,

    rows: (/** @type {number} */ n) => counted(n, "row"),
    files: (/** @type {number} */ n) => counted(n, "file"),
    processes: (/** @type {number} */ n) => counted(n, "process", "processes"),

    /** Empty while it is not known. @param {number | null | undefined} seconds */
    timeLeft(seconds) {
        if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return "";
        if (seconds < 1) return `under 1${NBSP}s left`;
        if (seconds < 90) return `${Math.round(seconds)}${NBSP}s left`;
        if (seconds < 5400) return `${Math.round(seconds / 60)}${NBSP}min left`;
        return `${(seconds / 3600).toFixed(1)}${NBSP}h left`;
    },

    /** What a file is used for. */
    roles: { train: "Train", validation: "Validate", test: "Score" },
    /** Answers that need no network. */
    baselines: {
        "always benign": "always benign",
        "always suspicious": "always suspicious",
        "userId >= 1000": "userId ≥ 1000",
    },
    /** Rows by their label, and by the other one of the raw form. */
    kinds: { suspicious: "suspicious", benign: "benign", evil: "evil", notEvil: "not evil" },
    unexpected: (/** @type {string} */ error) => `Something went wrong that the page has no words for: ${error}`,
    languageMissing: (/** @type {string} */ language) => `The words in ${language} could not be fetched.`,

    backend: {
        cpu: "CPU",
        gpu: (/** @type {string} */ adapter) => `GPU: ${adapter}`,
        softwareGpu: (/** @type {string} */ adapter) => `Software GPU: ${adapter}`,
        onGpu: "on the GPU",
        onCpu: "on the CPU",
    },

    announcer: {
        paused: "Training is paused.",
        epoch: (/** @type {number} */ epoch, /** @type {number} */ epochs) => `Training, epoch ${epoch} of ${epochs}`,
        accuracy: (/** @type {number} */ share) => `accuracy ${percent(share)}`,
        trivial: (/** @type {string} */ answer, /** @type {number | null} */ share) =>
            `${answer} gets ${percent(share)}`,
        reading: (/** @type {string} */ file, /** @type {number} */ percents) => `Reading ${file}, ${percents} %`,
        scoring: "Scoring.",
        flagged: (/** @type {number} */ flagged, /** @type {number} */ rows, /** @type {number} */ threshold) =>
            `${count(flagged)} of ${counted(rows, "row")} flagged at threshold ${chance(threshold)}`,
        result: (/** @type {number} */ accuracy, /** @type {string} */ trivial, /** @type {string} */ flagged) =>
            `Accuracy ${percent(accuracy)}${trivial && `, ${trivial}`}, ${flagged}`,
        read: (/** @type {number} */ files) => `${counted(files, "file")} read.`,
        lossy: (/** @type {string[]} */ files) => ` Warning: rows of ${list(files)} were skipped.`,
    },

    /** What scores are compared with. @param {Background} background @param {string} file the scored one */
    background({ source, rows, distinct }, file) {
        const some = counted(rows, source === "file" ? "row" : "benign row");
        const different = distinct < rows ? ` (${count(distinct)} different)` : "";
        if (source === "training") return `${some}${different} of the training file, spread evenly over it`;
        const known = source === "file" ? ", which may be suspicious themselves" : "";
        return `${some}${different} of ${file}${known}, since these weights came without training rows`;
    },
    scoredFile: "the scored file",

    compared: {
        answers: "The network beside answers that need no training",
        answer: "Answer",
        thisNetwork: "this network",
        accuracy: "Accuracy",
        balanced: "Balanced",
        precision: "Precision",
        recall: "Recall",
        falseAlarms: "False alarms",
    },

    chip: {
        starting: "Starting …",
        notStarted: "Not started",
        stopTraining: "Stop training to change this.",
        fetching: "Fetching the GPU engine (2 MB), and starting it …",
        startingEngine: "Starting the engine …",
        change: "A change keeps your files, your network and its scores. By keyboard: arrows to look, Space to choose.",
        stopped: "The engine stopped.",
        failed: "The engine did not start.",
        kept: (/** @type {string} */ head, /** @type {string} */ message) => `${head} ${message} Your files are kept.`,
        goesOn: " It goes on with the CPU.",
        cpuAsAsked: "The network runs on the CPU, as asked.",
        emulation: (/** @type {string | null} */ adapter) =>
            `${adapter ?? "The adapter"} is an emulation of a GPU on the CPU; the CPU itself is faster.`,
        onGpu: (/** @type {string | null} */ adapter) => `The network runs on ${adapter ?? "the GPU"} through WebGPU.`,
        tooSmall: (/** @type {{ batch: number, network: string, onGpu: boolean }} */ of) =>
            `The GPU’s buffers are too small at batch ${count(of.batch)}, so ${trains(of)}.`,
        measured: (/** @type {{ batch: number, network: string, onGpu: boolean, gpu: string, cpu: string }} */ of) =>
            `GPU ${of.gpu} rows/s, CPU ${of.cpu} at batch ${count(of.batch)}: ${trains(of)}.`,
        comparing: "Comparing …",
        compared: (/** @type {number} */ rows, /** @type {number} */ difference) =>
            `CPU and GPU scored the same ${rows} rows; the scores differ by ${difference.toExponential(1)} at most.`,
    },

    link: {
        copy: "Copy link",
        copied: "Link copied",
        wasCopied: "The link was copied.",
        noCopy: "This browser does not let the page copy: take the link from the address bar.",
        leftOut(/** @type {string[]} */ parts, /** @type {number} */ more) {
            const named = parts.map((part) => `“${part}”`);
            const it = parts.length + more === 1 ? "it" : "them";
            return `This page does not know ${list(more > 0 ? [...named, `${count(more)} more`] : named)}, or has no use for ${it}, so the link goes without ${it}.`;
        },
    },

    columns: {
        score: "Score",
        why: "Why",
        row: "Row",
        line: "Line",
        label: "Label",
        noName: "(no name)",
        whyRow: (/** @type {number} */ row) => `Why row ${count(row)} has this score`,
        wholeRow: "Show the whole row",
        noLabel: "none",
    },

    confusion: {
        tp: "Caught",
        fn: "Missed",
        fp: "False alarms",
        tn: "Rightly quiet",
        caption: "Rows by what they are and by what the network says",
        flagged: "flagged",
        notFlagged: "not flagged",
        none: "there are none",
        of: (/** @type {number} */ share, /** @type {number} */ rows) => `${percent(share)} of ${count(rows)}`,
        bySuspicious: "Rows can be shown by the label “suspicious” only.",
        press: "Press a cell to see its rows below.",
    },

    /** @param {Drift[]} drift @param {number} most columns that are named */
    newColumns(drift, most) {
        const names = drift.map(({ column }) => column);
        return `New beside the training rows: ${names.length > most ? counted(names.length, "column") : list(names)}`;
    },
    /** @param {Drift} drift */
    newIn({ column, rows, of, least, most, values }) {
        const part = `${column}: ${count(rows)} of ${counted(of, "row")} (${percent(rows / of)})`;
        const [lies, has] = rows === 1 ? ["lies", "has"] : ["lie", "have"];
        if (values.length === 0) return `${part} ${lies} outside of training’s ${least} to ${most}.`;
        const named = values.map(([value, times]) => `${value} (${count(times)})`);
        const others = values.reduce((sum, [, times]) => sum + times, 0) < rows;
        return `${part} ${has} a value that training never saw: ${list(others ? [...named, "others"] : named)}.`;
    },

    drivers: {
        working: "Working it out.",
        workingSoFar: (/** @type {number} */ share) => `Working it out: ${percent(share)}`,
        stopped: "The engine stopped meanwhile.",
        mean: (/** @type {number} */ rows) =>
            `How far each column moves the score, whichever way, in the mean over ${counted(rows, "flagged row")}.`,
        nothing: "Nothing is flagged.",
        against: (/** @type {string} */ background) =>
            `Moved away from the score of a row of typical values, which are the medians of each column over ${background}. The figures are means of absolute Shapley values, in log-odds.`,
        caption: "Mean contribution of each column to the scores of the flagged rows",
        column: "Column",
        logOdds: "Log-odds",
    },

    evidence: {
        coinToss: "coin toss",
        flagAll: "flag every row",
        scores: (/** @type {number} */ threshold, /** @type {number} */ flagged, /** @type {number} */ rows) =>
            `How many rows have which score. At threshold ${chance(threshold)}: ${count(flagged)} of ${count(rows)} rows flagged.`,
        roc: (
            /** @type {{ area: number | null, threshold: number, recall: number | null, fpr: number | null, evil: boolean }} */ of,
        ) =>
            `ROC curve, area ${decimal(of.area)}. At threshold ${chance(of.threshold)}: ${percent(of.recall)} of the ${of.evil ? "evil" : "suspicious"} rows caught, ${percent(of.fpr)} of the others flagged.`,
        pr: (
            /** @type {{ area: number | null, threshold: number, precision: number | null, recall: number | null }} */ of,
        ) =>
            `Precision and recall, average precision ${decimal(of.area)}. At threshold ${chance(of.threshold)}: precision ${percent(of.precision)}, recall ${percent(of.recall)}.`,
        calibration: (/** @type {boolean} */ evil, /** @type {number | null} */ brier) =>
            `Share of ${evil ? "evil" : "suspicious"} rows among rows of the same score, Brier score ${decimal(brier)}.`,
        falseAlarmsAxis: "false alarms, of benign rows",
        caughtAxis: "caught (recall)",
        precisionAxis: "right among flagged (precision)",
        scoreAxis: "score, evenly in log odds",
        rowsAxis: "rows, log scale",
        meanScoreAxis: "mean score of the rows",
        amongAxis: (/** @type {boolean} */ evil) => `${evil ? "evil" : "suspicious"} among them`,
        caught: (/** @type {number} */ share) => `caught ${percent(share)}`,
        falseAlarms: (/** @type {number} */ share) => `false alarms ${percent(share)}`,
        precision: (/** @type {number} */ share) => `precision ${percent(share)}`,
        recall: (/** @type {number} */ share) => `recall ${percent(share)}`,
        threshold: (/** @type {number} */ threshold) => `threshold ${chance(threshold)}`,
        nothingFlagged: "nothing flagged",
        noneFlagged: "none flagged",
        score: (/** @type {number} */ score) => `score ${chance(score)}`,
        scoreSpan: (/** @type {number} */ from, /** @type {number} */ to) => `score ${chance(from)} to ${chance(to)}`,
        someRows: (/** @type {number} */ n) => `${count(n)} rows`,
        /** Rows of a kind: "3 benign". @param {number} n @param {string} kind */
        ofKind: (n, kind) => `${count(n)} ${kind}`,
        shareOfKind: (/** @type {number} */ share, /** @type {string} */ kind) => `${percent(share)} ${kind}`,
        up: (/** @type {string} */ kind) => `${kind} (up)`,
        down: (/** @type {string} */ kind) => `${kind} (down)`,
        rowsKey: "rows",
        thresholdKey: "threshold",
        likeScore: "rows of like score",
        asSaid: "as likely as said",
        thisThreshold: "this threshold",
        userRule: "userId ≥ 1000",
        thresholdHead: "Threshold",
        caughtHead: "Caught",
        falseAlarmsHead: "False alarms",
        precisionHead: "Precision",
        recallHead: "Recall",
        scoreFrom: "Score from",
        to: "to",
        rowsHead: "Rows",
        meanScore: "Mean score",
        points: (/** @type {number} */ shown, /** @type {number} */ all) => `${shown} of ${all} points, evenly spread.`,
        million: "M",
        thousand: "k",
        chart: "chart",
        walk: "Arrow keys go from point to point.",
    },

    export: {
        button: (/** @type {number} */ rows, /** @type {"flagged" | "unflagged" | "all"} */ kind) =>
            `Export ${counted(rows, `${kind === "all" ? "" : `${kind} `}row`)} as CSV`,
        contributions: (/** @type {number} */ share) => `Contributions: ${percent(share)}`,
        soFar: (/** @type {number} */ done, /** @type {number} */ total) =>
            `${count(done)} of ${counted(total, "row")}`,
        done: (/** @type {number} */ rows) => `${counted(rows, "row")} exported.`,
        nameTells: " The name of the file tells how many of its rows were skipped.",
        cancelled: "The export was cancelled.",
        crashed: "The export ended because the engine stopped.",
        ended: (/** @type {string} */ why) => `The export ended: ${why}`,
        /** @param {number} guards */
        guarded(guards) {
            const [as, it] = guards === 1 ? ["a formula is", "it"] : ["formulas are", "them"];
            return ` ${counted(guards, "cell")} that a spreadsheet would run as ${as} guarded by an apostrophe; bethscope reads ${it} as before.`;
        },
    },

    familiarity: {
        unknown:
            "These weights do not say which file they learnt from. If it was this one, it shows what was memorised, not how the network does on new logs.",
        trainedOnIt:
            "This is the file the network was trained on: it shows what was memorised, not how it does on new logs.",
        trainedOnPartOfIt:
            "This is the file the network was trained on, and its held-out processes chose the epoch that was kept: it shows what was memorised, not how it does on new logs.",
        validatedOnIt:
            "This is the validation file, which chose the epoch that was kept: expect a little less on new logs.",
        bothReconstructed: (/** @type {boolean} */ pretrained) =>
            `This file is a reconstruction of BETH, and so is what ${pretrained ? "the pretrained weights" : "the network"} learnt from. It shows how to read a result; it is no result on BETH.`,
        reconstructed: "This file is a reconstruction of BETH: what the network gets here is no result on BETH.",
        fromReconstruction: (/** @type {boolean} */ pretrained) =>
            `${pretrained ? "The pretrained weights" : "The network"} learnt from a reconstruction of BETH, not from genuine logs.`,
    },

    data: {
        hint: "Process logs from the BETH data set, with or without labels.",
        total: (/** @type {number} */ rows, /** @type {number} */ files) =>
            `${counted(rows, "row")} in ${counted(files, "file")}.`,
        weightsLater: (/** @type {string[]} */ files) => `Weights are loaded in step 2: ${list(files)}.`,
        leftOut: (/** @type {string[]} */ paths, /** @type {number} */ more) =>
            `Left out by name: ${list(more > 0 ? [...paths, `${count(more)} more`] : paths)}.`,
        useOf: (/** @type {string} */ file) => `Use of ${file}`,
        rows: "Rows",
        distinct: "Distinct",
        suspicious: "Suspicious",
        use: "Use",
        reading: (/** @type {string} */ file) => `Reading ${file}`,
        cancel: "Cancel",
        remove: "Remove",
        cancelReading: (/** @type {string} */ file) => `Cancel reading ${file}`,
        removeFile: (/** @type {string} */ file) => `Remove ${file}`,
        reconstruction: "reconstruction, not BETH itself",
        from: (/** @type {string} */ place) => `from ${place}`,
        waits: "waits until the engine is free",
        sizeOf: (/** @type {string} */ part, /** @type {string} */ whole) => `${part} of ${whole}`,
        noLabels: "no labels",
        by: (/** @type {string} */ column) => `by ${column}`,
        evil: (/** @type {number} */ rows) => `${count(rows)} evil`,
        twin: (/** @type {string} */ file) => `The same content as ${file}: only one of them trains or validates.`,
        warning: (/** @type {string} */ what) => `Warning: ${what}`,
        takeLabel: (/** @type {string} */ column) => `Take ${column} as the label`,
        labelHint: (/** @type {string} */ column, /** @type {number} */ ones, /** @type {number} */ zeros) =>
            `No label was taken. The column ${column} holds nothing but 0 and 1: ${counted(ones, "one")}, ${counted(zeros, "zero", "zeros")}.`,
        rawForm: "raw form",
        dataCampForm: "DataCamp form",
        noCsvIn: (/** @type {string} */ folder) => `There is no CSV file in ${folder}.`,
        unreadable: (/** @type {string} */ folder, /** @type {string} */ why) => `${folder} could not be read: ${why}`,
        tooMany: (/** @type {number} */ most) => `it holds more than ${most} files. Drop the logs in it instead.`,
        stoppedOnce: (/** @type {string} */ file) =>
            `The engine stopped while it read ${file}. When it runs again, that is read once more.`,
        stoppedTwice: (/** @type {string} */ file) =>
            `The engine has stopped twice while it read ${file}, so that is left out. It may need more memory than this browser has: try a part of it.`,
    },

    learning: {
        kept: "kept",
        loss: "loss",
        accuracy: "accuracy",
        epochAxis: "epoch",
        epoch: (/** @type {number} */ epoch) => `epoch ${epoch}`,
        train: (/** @type {string} */ value) => `train ${value}`,
        validation: (/** @type {string} */ value) => `validation ${value}`,
        trivial: (/** @type {string} */ answer, /** @type {number} */ share) => `${answer} ${percent(share)}`,
        on: (/** @type {string} */ rows) => `on ${rows}`,
        chart: (/** @type {string} */ measure, /** @type {string} */ story) => `Chart of ${measure}. ${story}`,
        noEpoch: "No epoch has ended yet.",
        story: (
            /** @type {{ epochs: number, first: string, last: string, validation: string | null, best: number | null, trivial: number | null }} */ of,
        ) => {
            const end = of.validation === null ? "" : `, for validation at ${of.validation}`;
            const answer = of.trivial === null ? "" : ` A constant answer gets ${percent(of.trivial)}.`;
            return `Over ${of.epochs} epochs, for training it starts at ${of.first} and is at ${of.last}${end}. Best epoch: ${of.best ?? "none yet"}.${answer}`;
        },
    },

    lesson: {
        unlabelled: (/** @type {number} */ flagged, /** @type {number} */ rows) =>
            `This file has no labels, so nothing here says which answers are right. ${capital(some(flagged, rows))} ${flagged === 1 ? "is" : "are"} flagged.`,
        noneIs: (/** @type {{ evil: boolean, skipped: boolean, alarms: number, rows: number }} */ of) =>
            `No row ${of.skipped ? "that was read of this file" : "of this file"} is ${of.evil ? "evil" : "suspicious"}, so “always benign” gets 100\u00a0% and accuracy says nothing. What counts is the false alarms: ${some(of.alarms, of.rows)}.`,
        allAre: (/** @type {{ evil: boolean, skipped: boolean, misses: number, rows: number }} */ of) =>
            `Every row ${of.skipped ? "that was read of this file" : "of this file"} is ${of.evil ? "evil" : "suspicious"}, so “always suspicious” gets 100\u00a0% and accuracy says nothing. What counts is the misses: ${some(of.misses, of.rows)}.`,
        trivial: (
            /** @type {Baseline["name"]} */ answer,
            /** @type {number | null} */ share,
            /** @type {number | null | undefined} */ rule,
        ) =>
            `“${capital(answer)}” gets ${percent(share)} on this file${rule === undefined ? "." : `, and the one rule “userId\u00a0≥\u00a01000” ${percent(rule)}.`}`,
        ruleAhead: (/** @type {number | null} */ rule, /** @type {number | null} */ network) =>
            `Counting both classes alike, the rule stays ahead: ${percent(rule)} against ${percent(network)}.`,
        balanced: (/** @type {number | null} */ network) =>
            `But accuracy favours the larger class: counting both alike, the network gets ${percent(network)} and every constant answer 50\u00a0%.`,
        flagsAll: "The network does no better: it flags every row.",
        flagsNothing: "The network does no better: it flags nothing.",
        asMany: "The network does no better: it gets just as many right.",
        worse: (/** @type {boolean} */ beatsRule, /** @type {number} */ mistakes, /** @type {number} */ constant) => {
            const against = `${counted(mistakes, "mistake")}, and that answer makes ${count(constant)}`;
            return beatsRule
                ? `The network beats the rule, but is worse than answering without looking: ${against}.`
                : `The network is worse than answering without looking: ${against}.`;
        },
        beatsIt: (/** @type {number} */ mistakes, /** @type {number} */ constant) =>
            `The network beats it: ${counted(mistakes, "mistake")} instead of ${count(constant)}.`,
        beatsBoth: (/** @type {number} */ mistakes, /** @type {number} */ better) =>
            `The network beats both: ${counted(mistakes, "mistake")}, where the better of them makes ${count(better)}.`,
        notTheRule: (/** @type {number} */ mistakes, /** @type {number} */ rule) =>
            `The network beats the first, but not the rule, which looks at one column alone: ${counted(mistakes, "mistake")} against ${count(rule)}.`,
        isTheRule: "The network gets exactly what the rule gets: it may have learnt no more than that one column.",
        asTheRule: "The network beats the first, and gets exactly as many right as the rule.",
    },

    lost: {
        head: (/** @type {number} */ rows, /** @type {number} */ total) =>
            `${counted(rows, "row")} skipped, of ${count(total)} (${percent(rows / total)})`,
        sentence: (/** @type {number} */ rows, /** @type {number} */ total) => {
            const [were, them] = rows === 1 ? ["was", "it"] : ["were", "them"];
            return `${count(rows)} of ${counted(total, "row")} (${percent(rows / total)}) of this file ${were} skipped, and no figure here counts ${them}.`;
        },
        cause: (
            /** @type {{ rows: number, reason: string, column: string | null, line: number, cell: string }} */ of,
        ) => {
            const where = of.column === null ? "" : ` in ${of.column || "a column without a name"}`;
            const sample = of.cell === "" ? "" : `, “${of.cell}”`;
            return `${count(of.rows)} ${of.rows === 1 ? "has" : "have"} ${of.reason}${where} (first: line ${count(of.line)}${sample}).`;
        },
        ofUser: (/** @type {number} */ user, /** @type {number} */ skipped, /** @type {number} */ read) => {
            if (read > 0)
                return `${count(skipped)} of the ${counted(skipped + read, "row")} of user ${user} were skipped.`;
            if (skipped === 1) return `The only row of user ${user} was skipped.`;
            return `All ${counted(skipped, "row")} of user ${user} were skipped.`;
        },
        moreUsers: (/** @type {number} */ users) => `${counted(users, "more user")} lost most rows, too.`,
        /** Nobody knows the labels of so many rows. @param {number} rows */
        noLabel: (rows) => `Whether ${rows === 1 ? "it is" : "they are"} suspicious cannot be told.`,
        oneLabel: (/** @type {{ only: boolean, suspicious: boolean, readShare: number | null }} */ of) =>
            `${of.only ? "The skipped row" : "The one skipped row whose label can be read"} is ${of.suspicious ? "suspicious" : "benign"}; of the rows that were read, ${percent(of.readShare)} are suspicious.`,
        labels: (/** @type {{ told: number, all: boolean, share: number, readShare: number | null }} */ of) =>
            `Of ${of.all ? "the skipped rows" : `the ${count(of.told)} skipped rows whose label can be read`}, ${percent(of.share)} are suspicious; of the rows that were read, ${percent(of.readShare)}.`,
        learntWith: (/** @type {{ name: string, rows: number, total: number }[]} */ files) =>
            `The network learnt from ${list(files.map(({ name, rows, total }) => `${name}, of which ${count(rows)} of ${counted(total, "row")} were skipped`))}.`,
        moreCauses: (/** @type {number} */ causes) => counted(causes, "more cause"),
        warning: "Warning: ",
    },

    metrics: {
        auroc: "AUROC",
        f1: "F1",
        mcc: "MCC",
        balancedAccuracy: "Balanced accuracy",
        meanOfBoth: "mean of both classes",
        recall: "Recall",
        precision: "Precision",
        falseAlarms: "False alarms",
        caughtOf: (/** @type {number} */ part, /** @type {number} */ all) => `${count(part)} of ${count(all)} caught`,
        flaggedOf: (/** @type {number} */ part, /** @type {number} */ all) => `${count(part)} of ${count(all)} flagged`,
        benignOf: (/** @type {number} */ part, /** @type {number} */ all) => `${count(part)} of ${count(all)} benign`,
        averagePrecision: "Average precision",
        coinTossHalf: "0.5 is a coin toss",
        coinTossZero: "0 is a coin toss",
        ofBoth: "of precision and recall",
        certain: "0 is certain and right",
        logLoss: "Log loss",
        brier: "Brier score",
        byFlaggingAll: (/** @type {number} */ share) => `${decimal(share)} by flagging all`,
        undefinedHere: "Not defined here; see the note below.",
    },

    model: {
        opens: "Opens when a file has been read.",
        stop: "Stop",
        stopKeep: "Stop and keep the best",
        pause: "Pause",
        resume: "Resume",
        missing: (/** @type {string} */ why) => `${why} Train here, or load weights.`,
        fetchAgain: "Fetch them again",
        usePretrained: "Use the pretrained weights",
        noTrainFile: "To train, give a labelled file the use “Train” in step 1.",
        unlabelled: (/** @type {string} */ file) => `${file} has no labels, so no network can learn from it.`,
        cannotValidate: (/** @type {string} */ file) =>
            `${file} has no labels, so it cannot validate. Give it the use “Score” in step 1.`,
        validatedOn: (/** @type {string} */ file) => `Validated on ${file} after every epoch.`,
        heldOut:
            "No file validates, so a fifth of the processes is held out for it: whole processes, because rows of one process are alike.",
        paused: "Training is paused.",
        measuring: "Measuring whether the GPU or the CPU trains faster.",
        training: "Training.",
        trainingOn: (/** @type {string} */ where) => `Training ${where}.`,
        choose: "Take the pretrained weights, train a network on your file, or load weights.",
        pretrainedInUse: "Pretrained weights are in use.",
        trainedHere: "A network was trained here.",
        weightsFrom: (/** @type {string} */ file) => `Weights from ${file}.`,
        bestSoFar: (/** @type {number | null} */ epoch, /** @type {number} */ loss) =>
            `best so far: epoch ${epoch}, validation loss ${decimal(loss, 4)}`,
        starting: "starting",
        pausedShort: "paused",
        stopping: "stopping",
        warming: "the first steps are slow",
        epochOf: (/** @type {number} */ epoch, /** @type {number} */ epochs) => `epoch ${epoch} of ${epochs}`,
        shape: (/** @type {number[]} */ layers, /** @type {number} */ parameters) =>
            `${layers.join("–")}, ${count(parameters)} parameters`,
        loaded: (/** @type {string} */ file, /** @type {string} */ preset, /** @type {string} */ shape) =>
            `Loaded ${file}: ${preset}, ${shape}.`,
        pretrained: (/** @type {string} */ preset, /** @type {string} */ shape) =>
            `The pretrained network: ${preset}, ${shape}.`,
        run: (/** @type {number} */ seed, /** @type {string} */ where) => `seed ${seed}, ${where}`,
        made: (/** @type {string} */ preset, /** @type {string} */ shape, /** @type {string} */ run) =>
            `${preset}, ${shape}, ${run}.`,
        trainedOn: (/** @type {{ rows: number, reconstructed: boolean, positives: number, run: string }} */ of) =>
            `Trained on ${counted(of.rows, of.reconstructed ? "reconstructed row" : "row")}, ${count(of.positives)} of them suspicious, with ${of.run}.`,
        untold: "The file does not tell how it was trained.",
        measured: (/** @type {number} */ accuracy, /** @type {number} */ loss, /** @type {string} */ rows) =>
            `Accuracy ${percent(accuracy)} at 0.5, loss ${decimal(loss, 4)} on ${rows}`,
        measuredBeside: (/** @type {string} */ own, /** @type {string} */ answer, /** @type {number} */ share) =>
            `${own}, where “${answer}” gets ${percent(share)}.`,
        beside: (/** @type {string} */ answer, /** @type {number} */ share, /** @type {string} */ rows) =>
            `“${capital(answer)}” gets ${percent(share)} on ${rows}.`,
        stoppedAfter: (/** @type {number} */ epochs, /** @type {number | null} */ best) =>
            `Stopped after ${counted(epochs, "epoch")}. Best epoch ${best} kept.`,
        stoppedEarly: (
            /** @type {number} */ epochs,
            /** @type {number | null} */ best,
            /** @type {number} */ patience,
        ) =>
            `Best epoch ${best} kept: stopped early after ${counted(epochs, "epoch")}, because the validation loss had not fallen for ${patience}.`,
        ended: (/** @type {number} */ epochs, /** @type {number | null} */ best) =>
            `Best epoch ${best} kept of ${counted(epochs, "epoch")}.`,
        /** What rows a figure of training is of. */
        ofRows: {
            validation: "the validation file",
            heldOut: "the processes held out",
            trainedOn: "the training rows",
            training: "the training file",
        },
        keptBest: (/** @type {string} */ why, /** @type {number | null | undefined} */ epoch) =>
            `${why} The network of epoch ${epoch}, its best, is kept.`,
        keptBefore: (/** @type {string} */ why) => `${why} The network from before is still in use.`,
        nothingLearnt: "Training was stopped before its first epoch ended: nothing was learnt.",
        crashed: "Training ended because the engine stopped.",
        tooLarge: (/** @type {string} */ file) =>
            `${file} is larger than 64 MB, so it cannot be weights of this network.`,
        unreachable: (/** @type {string} */ url, /** @type {string} */ why) =>
            `The pretrained weights could not be fetched from ${url} (${why}).`,
        withoutWeights: "This copy of the page came without pretrained weights.",
        status: (/** @type {string} */ url, /** @type {number} */ status) =>
            `The pretrained weights could not be fetched from ${url}: the server answered ${status}.`,
        notWeights: (/** @type {string} */ url) =>
            `What came from ${url} is not the pretrained weights: perhaps a page to sign in. Open that address to see it.`,
    },

    form: {
        /** A fault of a field, by its name. @param {string} field @param {string} said */
        fault: (field, said) => `${field}: ${said}`,
        /** What the engine refuses. @param {string} field @param {OptionFault} fault */
        refused: (field, { must, got }) => `${field} must be ${mustBe(must)}; ${got} was given.`,
        pair: (/** @type {string} */ written) =>
            `write two numbers over 0 with a comma between, such as 1, 10; “${written}” is not that.`,
        widths: (/** @type {string} */ written) =>
            `write the widths as whole numbers with commas between, such as 128, 64; “${written}” is not that.`,
        notANumber: "that is not a number.",
        falseAlarms: "A share of false alarms is a number from 0 to 100.",
        missCost: "The cost of a miss is a number over 0, such as 10.",
        rows: "A number of rows is a whole number from 1, such as 100.",
        falseAlarmsUnit: "% of benign rows",
        missCostUnit: "false alarms",
        rowsUnit: "rows",
        threshold: "A threshold is a number from 0 to 1.",
        thresholdHelp: "Rows that score at least this are flagged.",
        ids: (/** @type {string[]} */ fields) => `${list(fields)}: write a whole number, such as 1000.`,
    },

    operating: {
        /** What a threshold is chosen for, to go on a sentence. @param {Rule} rule @param {number} percents of false alarms */
        purpose(rule, percents) {
            if (rule === "bestF1") return "for the best F1";
            if ("falseAlarms" in rule) return `for at most ${percents}\u00a0% false alarms`;
            return `for a miss that costs as much as ${rule.missCost}\u00a0false alarm${rule.missCost === 1 ? "" : "s"}`;
        },
        why: {
            noBenign: "no validation row is benign, so nothing is known of false alarms",
            noSuspicious: "no validation row is suspicious, so nothing is known of misses",
            oneScore: "all validation rows have the same score",
            noneWithin: "the highest score is shared by more benign validation rows than are allowed",
        },
        half: "0.5: what course projects use. It is where a row is called as likely suspicious as not, and no promise of anything.",
        onAnother: "Set by hand, on another file than this one.",
        byHand: "Set by hand.",
        onThis: "Set by hand, with the labels of this very file in sight: what it gives here is no promise for another file.",
        untold: "0.5, since these weights come without a threshold that was chosen on validation rows.",
        chosen: (/** @type {number} */ threshold, /** @type {string} */ purpose) =>
            `${chance(threshold)}: chosen ${purpose} on the validation rows.`,
        notChosen: (/** @type {string} */ purpose, /** @type {string} */ why) =>
            `0.5, since none could be chosen ${purpose}: ${why}.`,
        allRows: (/** @type {number} */ rows) =>
            rows === 1 ? "The only row of this file." : `All ${counted(rows, "row")} of this file.`,
        shared: (/** @type {number} */ flagged, /** @type {number} */ wanted) =>
            `The highest score is shared by ${counted(flagged, "row")}, so no threshold tells ${count(wanted)} of them from the others.`,
        most: (/** @type {number} */ flagged) =>
            flagged === 1
                ? "The most suspicious row of this file."
                : `The ${counted(flagged, "most suspicious row")} of this file.`,
        next: (/** @type {number} */ tied) =>
            ` The next ${counted(tied, "row")} share one score, so they would not fit.`,
        caught: "Caught (recall)",
        falseAlarms: "False alarms",
        flagged: "Flagged rows",
        notKnown: "not known",
        withoutLabels: "without labels",
        noPromise: "no promise",
        none: "there are none",
        counts: (/** @type {number} */ part, /** @type {number} */ whole) => `${count(part)} of ${count(whole)}`,
        sure: (/** @type {number} */ low, /** @type {number} */ high) => `; ${percent(low)} to ${percent(high)}`,
        caption: "What the threshold gave on the validation rows, and what it gives here",
        onValidation: "On validation",
        here: "Here",
        hereAgainstEvil: "Here, against “evil”",
    },

    result: {
        scoring: "Scoring.",
        scored: (/** @type {number} */ rows) => `${counted(rows, "row")} scored.`,
        afterTraining: "Opens when training ends.",
        afterReading: "Opens when a file has been read.",
        needsNetwork: "Opens when there is a network to score with.",
        fileWithUse: (/** @type {string} */ file, /** @type {string} */ use) => `${file} (${use.toLowerCase()})`,
        distinctOf: (/** @type {number} */ done, /** @type {number} */ total) =>
            `${count(done)} of ${counted(total, "distinct row")}`,
        starting: "starting",
        accuracy: "Accuracy",
        flagged: "Flagged",
        counts: (/** @type {{ rows: number, positives: number, evil: boolean, right: number }} */ of) =>
            `${counted(of.rows, "row")}, ${count(of.positives)} of them are ${of.evil ? "evil" : "suspicious"}. The network is right on ${count(of.right)}.`,
        cancelled: "Scoring was cancelled.",
        stoppedTwice: (/** @type {string} */ file) =>
            `The engine has stopped twice while it scored ${file}, so that is not tried again by itself.`,
    },

    paging: {
        first: "First",
        previous: "Previous",
        next: "Next",
        last: "Last",
        place: (/** @type {number} */ first, /** @type {number} */ last, /** @type {number} */ total) =>
            `Rows ${count(first)} to ${count(last)} of ${count(total)}`,
        /** @param {"flagged" | "unflagged" | "all"} rows @param {0 | 1 | null} label @param {number | null} total */
        heading(rows, label, total) {
            const kind = { flagged: "flagged ", unflagged: "unflagged ", all: "" }[rows];
            const labelled = label === null ? "" : label === 1 ? "suspicious " : "benign ";
            return capital(total === null ? `${kind}${labelled}rows` : counted(total, `${kind}${labelled}row`));
        },
        noneFits: "No row passes these filters.",
        nothingFlagged: (/** @type {number} */ threshold) =>
            `Nothing is flagged: no row reaches the threshold of ${chance(threshold)}. Lower it to see the highest scores.`,
        allFlagged: "Every row is flagged at this threshold.",
        noRows: "The file has no rows.",
        noColumn: "none",
    },

    sample: { making: "Making it …", offer: "Try a sample" },

    why: {
        heading: (/** @type {number} */ row, /** @type {string} */ score) => `Why row ${count(row)} scores ${score}`,
        working: "Working it out.",
        against: (/** @type {string} */ background) =>
            `The base is the mean over ${background}; typical is the median of each column over them. In log-odds 0 is a score of 0.5; + moves the score towards suspicious, − towards benign. What a column moves is its Shapley value: the mean, over all orders in which the columns can take the row’s values, of what it changes.`,
        nothing: "No column makes a difference: the network gives this row the typical score.",
        mostly: (/** @type {string} */ column, /** @type {number} */ value, /** @type {number} */ typical) =>
            `Mostly ${column}: it is ${value === typical ? `${value}, as is typical` : `${value}, where ${typical} is typical`}.`,
        caption: "From the base to the score of this row, column by column",
        column: "Column",
        thisRow: "This row",
        typical: "Typical",
        logOdds: "Log-odds",
        base: "Base",
        score: "Score",
        thisRowShort: "this row",
        typicalShort: "typical",
    },
};

const UNPACK = "Unpack it and take the CSV file that is in it.";
const EXCEL = 'Save it as “CSV UTF-8” in Excel, or with pandas: pd.read_excel("x.xlsx").to_csv("x.csv", index=False).';
const OTHER = "A CSV file with a header line is needed.";
const R = 'Save the table in R with: write.csv(x, "x.csv", row.names = FALSE).';
const UTF8 = "Save it as UTF-8 (“CSV UTF-8” in Excel), for instance with: iconv -f UTF-16LE -t UTF-8 x.csv > y.csv.";
const FETCH = "Fetch it again, or unpack it with another program.";
/** A header of thousands of columns must not fill the page. */
const MOST_COLUMNS = 20;

/** @param {string} read */
function pandas(read) {
    return `Save it as CSV first, for instance with pandas: ${read}.to_csv("x.csv", index=False).`;
}

/**
 * What the engine tells in codes and values. Its own sentences, for other programs, are these: tests hold both together.
 * First what files are that cannot be read, and how to get a CSV of each.
 * @type {Record<string, [what: string, how: string]>}
 */
const kinds = {
    "a Parquet file": ["a Parquet file", /* @__PURE__ */ pandas('pd.read_parquet("x.parquet")')],
    "an encrypted Parquet file": ["an encrypted Parquet file", "Decrypt it and save it as CSV."],
    "an Excel workbook (or another document) in Microsoft's old format": [
        "an Excel workbook (or another document) in Microsoft's old format",
        EXCEL,
    ],
    "an Arrow (Feather) file": ["an Arrow (Feather) file", /* @__PURE__ */ pandas('pd.read_feather("x.feather")')],
    "a Feather file": ["a Feather file", /* @__PURE__ */ pandas('pd.read_feather("x.feather")')],
    "an ORC file": ["an ORC file", /* @__PURE__ */ pandas('pd.read_orc("x.orc")')],
    "an Avro file": [
        "an Avro file",
        'Save it as CSV first, for instance with Spark: spark.read.format("avro").load("x.avro").write.csv("x", header=True).',
    ],
    "an SQLite database": [
        "an SQLite database",
        'Export the table: sqlite3 -header -csv x.db "SELECT * FROM rows" > x.csv.',
    ],
    "an HDF5 file": ["an HDF5 file", /* @__PURE__ */ pandas('pd.read_hdf("x.h5")')],
    "a NumPy array": [
        "a NumPy array",
        'Save it with the names of its columns: pd.DataFrame(np.load("x.npy"), columns=names).to_csv("x.csv", index=False).',
    ],
    "a Python pickle": [
        "a Python pickle",
        'Save it as CSV where it was made, for instance with pandas: pd.read_pickle("x.pkl").to_csv("x.csv", index=False).',
    ],
    "an R workspace": ["an R workspace", R],
    "an R object (RDS)": ["an R object (RDS)", R],
    "an SPSS file": ["an SPSS file", /* @__PURE__ */ pandas('pd.read_spss("x.sav")')],
    "a Stata file": ["a Stata file", /* @__PURE__ */ pandas('pd.read_stata("x.dta")')],
    "a zstd archive": ["a zstd archive", "Unpack it with: zstd -d."],
    "a bzip2 archive": ["a bzip2 archive", "Unpack it with: bunzip2."],
    "an xz archive": ["an xz archive", "Unpack it with: unxz."],
    "an lz4 archive": ["an lz4 archive", "Unpack it with: lz4 -d."],
    "a compress (.Z) archive": ["a compress (.Z) archive", "Unpack it with: uncompress."],
    "a 7-Zip archive": ["a 7-Zip archive", UNPACK],
    "a RAR archive": ["a RAR archive", UNPACK],
    "an empty ZIP archive": ["an empty ZIP archive", "Look for the file that was to be in it."],
    "a PDF document": ["a PDF document", OTHER],
    "a PNG picture": ["a PNG picture", OTHER],
    "a JPEG picture": ["a JPEG picture", OTHER],
    "a GIF picture": ["a GIF picture", OTHER],
    "a rich-text document": ["a rich-text document", OTHER],
    "a Windows event log": [
        "a Windows event log",
        "BETH logs come from Linux; a CSV file with BETH's columns is needed.",
    ],
    "a recording of network packets": ["a recording of network packets", OTHER],
    "a Windows program": ["a Windows program", OTHER],
    "a Linux program": ["a Linux program", OTHER],
    "a Windows shortcut": ["a Windows shortcut", "Take the file that it points to."],
    "a side file that macOS keeps beside another": [
        "a side file that macOS keeps beside another",
        "Take the file of the same name without “._” before it.",
    ],
    "an Apple property list": ["an Apple property list", OTHER],
    "a MATLAB file": ["a MATLAB file", 'Save its table with: writetable(t, "x.csv").'],
    "a tar archive": ["a tar archive", UNPACK],
    "nothing but zero bytes, as a download leaves that did not finish": [
        "nothing but zero bytes, as a download leaves that did not finish",
        "Fetch the file again.",
    ],
    "a Word document": ["a Word document", OTHER],
    "a PowerPoint document": ["a PowerPoint document", OTHER],
    "an Excel workbook": ["an Excel workbook", EXCEL],
    "an OpenDocument (LibreOffice) document": [
        "an OpenDocument (LibreOffice) document",
        "Save it as “Text CSV” in LibreOffice.",
    ],
    "an Apple Numbers document": ["an Apple Numbers document", "Export it to CSV in Numbers."],
    "an archive of NumPy arrays": [
        "an archive of NumPy arrays",
        "Save the table with the names of its columns as CSV.",
    ],
    "a PyTorch file": ["a PyTorch file", OTHER],
    "a Java archive": ["a Java archive", OTHER],
    "a Git LFS pointer, which stands in for the file itself": [
        "a Git LFS pointer, which stands in for the file itself",
        "Fetch the file with: git lfs pull.",
    ],
    "a git-annex pointer, which stands in for the file itself": [
        "a git-annex pointer, which stands in for the file itself",
        "Fetch the file with: git annex get.",
    ],
    "a DVC pointer, which stands in for the file itself": [
        "a DVC pointer, which stands in for the file itself",
        "Fetch the file with: dvc pull.",
    ],
    "a web page": [
        "a web page",
        "Download the file itself, with the page's download button (“Raw” on GitHub) and signed in where the site asks for it.",
    ],
    "a table of a web page": ["a table of a web page", EXCEL],
    XML: ["XML", "Export the table as CSV where it comes from."],
    "a Weka (ARFF) file": ["a Weka (ARFF) file", "Save it as CSV in Weka."],
    "an SQL dump": [
        "an SQL dump",
        "Export the table as CSV, for instance with: psql -c \"\\copy beth to 'x.csv' csv header\".",
    ],
    "a link to a web page": ["a link to a web page", "Take the file that it points to."],
    "JSON lines": [
        "JSON lines",
        'Save them as CSV first, for instance with pandas: pd.read_json("x.json", lines=True).to_csv("x.csv", index=False).',
    ],
    JSON: [
        "JSON",
        'Save it as CSV first, for instance with pandas: pd.read_json("x.json").to_csv("x.csv", index=False).',
    ],
    "a gzip archive, whatever its name": ["a gzip archive, whatever its name", "Unpack it with: gunzip."],
    "a ZIP archive, whatever its name": ["a ZIP archive, whatever its name", UNPACK],
};

/** Text that no browser reads as it is. @type {Record<string, string>} */
const encodings = {
    "text in UTF-16": "is text in UTF-16. Save it as UTF-8 (“CSV UTF-8” in Excel).",
    "text in UTF-32": `is text in UTF-32. ${UTF8}`,
    "text in UTF-16 without its mark": `is text in UTF-16 without its mark. ${UTF8}`,
};

/** What is wrong with a cell, and what to do about it. @type {Record<string, [what: string, how: string]>} */
const faults = {
    empty: ["an empty cell", ""],
    missing: ["a word for a missing value", ""],
    decimals: ["decimals instead of a whole number", "Scaled or averaged values are no longer those of the log."],
    "lost-digits": [
        "a number that lost digits",
        "Scientific notation kept only its first digits, so two numbers can look the same; export the column as whole numbers from the original.",
    ],
    ambiguous: [
        "a point or comma that may mean decimals or thousands",
        "Export without thousands separators, or the number may be read a thousand times too large or too small.",
    ],
    "too-big": ["a number beyond 64 bits", "No column of BETH has such numbers; look for columns that have moved."],
    "sheet-error": ["a spreadsheet's error", "A spreadsheet could not compute or show it; use the original file."],
    date: [
        "a date or a time instead of a number",
        "A spreadsheet took the number for a date; import the original with its columns as text.",
    ],
    hexadecimal: ["a hexadecimal number", "Export the column in decimal."],
    unit: ["a number with a unit", "Export the column without formatting it."],
    text: ["text instead of a number", ""],
    "not-a-flag": ["a label other than 0 or 1", "Labels are 0 and 1, or true and false."],
    contradiction: ["a label that contradicts the other label", ""],
    "open-quote": ["a quote that is never closed", ""],
    long: ["over 1 MiB of text without a line break", ""],
    other: ["some other fault", ""],
};

/** @param {SkippedRows} cause */
function skipped({ code, found, expected }) {
    if (expected > 0) return `${found} column${found === 1 ? "" : "s"} instead of ${expected}`;
    return faults[code]?.[0] ?? code;
}

/** What a weights file is refused for. @type {Record<string, (values: string[]) => string>} */
const flaws = {
    "too-large": ([bytes, most]) => `it has ${bytes} bytes, more than the ${most} any bethscope model has`,
    "not-safetensors": ([error]) => `it is not a safetensors file (${error})`,
    "not-ours": () =>
        "its metadata has no key “bethscope”, which holds the feature scaling; only weights saved by bethscope can be loaded",
    unreadable: ([error]) => `its “bethscope” metadata cannot be read (${error})`,
    version: ([version, known]) => `it has schema version ${version}, and this page reads version ${known}`,
    features: ([features, known]) => `its features are ${features}, not ${known}`,
    scaling: () => "its feature scaling has a value that is missing, not finite or not positive",
    operating: () => "what it tells of its validation rows cannot be right",
    profile: () => "its profile of the training rows cannot be right",
    background: () => "its background is not of 1 to 100 rows, each a count and seven values",
    widths: ([widths, inputs, outputs]) =>
        `its layer widths ${widths} do not lead from ${inputs} features to ${outputs} outputs`,
    "too-many": ([tensor]) => `it has a tensor “${tensor}” too many`,
    missing: ([tensor]) => `its tensor “${tensor}” is missing`,
    shape: ([tensor, type, found, shape]) =>
        `its tensor “${tensor}” is ${type} of shape ${found}, not F32 of shape ${shape}`,
    value: ([at, tensor, value]) => `value ${at} of its tensor “${tensor}” is ${value}, not a finite number`,
};

/** Why rows cannot be shown. @type {Record<string, (values: string[]) => string>} */
const unanswered = {
    "no-column": ([column, name, columns]) => `There is no column “${column}” in “${name}”; it has ${columns}.`,
    "not-text": ([column, text]) => `${column} is a number, so it cannot be compared with “${text}”.`,
    "not-looked-up": () => "What these rows say has to be looked up in the file first.",
    "not-sorted": ([by, columns]) => `Rows cannot be sorted by “${by}”; they can by probability, row or ${columns}.`,
    "memory-full": () =>
        "This tab's memory is full, so these rows cannot be sorted; in the order of the file they can be shown.",
    "no-row": ([name, rows]) => `There is no such row to explain: “${name}” has ${rows} distinct rows, counted from 0.`,
};

/** What is wrong with the device. @type {Record<string, (values: string[]) => string>} */
const troubles = {
    "no-gpu": () => "This build has no GPU backend: it was built without the feature wgpu.",
    "not-started": ([error]) => `WebGPU cannot be started here (${error}).`,
    stopped: ([error]) => `The device stopped computing (${error}).`,
};

/** @param {string[]} paths */
function someOf(paths) {
    const named = paths.slice(0, 4);
    return paths.length > named.length ? `${named.join(", ")} and ${paths.length - named.length} more` : list(named);
}

/** What is wrong with an archive. @type {Record<string, (details: any) => string>} */
const archives = {
    "cut-short": (of) =>
        `${member(of)} is a ZIP archive whose end, where its contents are listed, is missing: it was cut short. ${FETCH}`,
    split: (of) =>
        `${member(of)} is one part of a ZIP archive in several: unpack it with another program, and open what comes out.`,
    encrypted: (of) => `${member(of)} is encrypted: unpack it with its password, and open what comes out.`,
    checksum: (of) => `${member(of)} is damaged: its checksum is another one than the archive says. ${FETCH}`,
    damaged: (of) => `${member(of)} is damaged (${of.message}). ${FETCH}`,
    "member-encrypted": (of) =>
        `${member(of)} is encrypted: unpack the archive with its password, and open what comes out.`,
    "member-method": (of) =>
        `${member(of)} is packed by a method that browsers do not know (number ${of.method}): unpack the archive with another program, and open what comes out.`,
    several: ({ name, paths }) =>
        `“${name}” is a ZIP archive of ${paths.length} files: ${someOf(paths)}. Take it apart with unpack(), and open them one by one.`,
    nested: ({ name, paths }) =>
        paths.length === 0
            ? `“${name}” is an archive with another archive in it. Unpack it with another program and open the CSV file that comes out.`
            : `“${name}” is an archive with another archive in it: ${someOf(paths)}. Unpack it with another program and open the CSV files that come out.`,
    "no-csv": ({ name, paths }) =>
        `“${name}” is a ZIP archive without a CSV file in it. ${paths.length === 0 ? "It is empty." : `It holds ${someOf(paths)}.`}`,
    gzip: ({ name }) =>
        `“${name}” is a gzip archive that is damaged, cut short, or several joined into one. Fetch it again, or unpack it with gunzip and open what comes out.`,
    "not-unpacked": ({ name }) => `“${name}” was not unpacked to its end, so it cannot be read.`,
    "too-much": ({ name }) =>
        `“${name}” unpacks to more than 4 GB, which is more than can be kept in a browser's tab. Unpack it with another program and open the file that comes out.`,
    "no-room": ({ name }) =>
        `“${name}” unpacks to more than this browser has room for. Unpack it with another program and open the file that comes out.`,
};

/** @param {{ name: string, path: string | null }} of */
function member({ name, path }) {
    return path === null ? `“${name}”` : `“${path}” in “${name}”`;
}

/** Why a GPU is no match for the CPU, or is none. @type {Record<string, string>} */
const adapters = {
    software: "The only WebGPU adapter here is a software one, which is slower than the CPU itself",
    "no-adapter": "WebGPU finds no graphics adapter here that it can use",
    insecure: "Browsers offer WebGPU only to pages that come over HTTPS",
    "no-webgpu": "This browser has no WebGPU",
};

/** What goes wrong, by its code. @type {Record<string, (details: any) => string>} */
const errors = {
    empty: ({ name }) => `“${name}” is empty: it has no header line and no rows.`,
    "not-csv": ({ name }) =>
        `“${name}” is not a CSV text file: its first line does not end (a quote is never closed, or 1 MiB has no line break).`,
    "wrong-kind": ({ name, kind: { what, starts } }) => {
        if (what === "")
            return `“${name}” is no text: it starts with “${starts}”. A CSV file with a header line is needed.`;
        const encoding = encodings[what];
        if (encoding) return `“${name}” ${encoding}`;
        const [called, how] = kinds[what];
        return `“${name}” is ${called}, not CSV text. ${how}`;
    },
    "no-header": ({ name, first, numbered, header }) => {
        const [what, how] = numbered ? ["only counts the columns", "Replace it by"] : ["is a row", "Put above it"];
        const line =
            header === ""
                ? "the names of the columns, as BETH has them: processId, threadId, …."
                : `the line: ${header}`;
        return `“${name}” has no header: its first line (${first}) ${what}. ${how} ${line}`;
    },
    "not-beth": ({ name, missing, found }) => {
        const [noun, verb] = missing.length === 1 ? ["the column", "is"] : ["the columns", "are"];
        const more = found.length > MOST_COLUMNS ? ` and ${found.length - MOST_COLUMNS} more` : "";
        const quoted =
            found.length === 1 && missing.length > 0 && found[0].includes(missing[0])
                ? " All of it is one cell: take away the quotes around each line."
                : "";
        return `“${name}” is not a BETH process log: ${noun} ${missing.join(", ")} ${verb} missing. Its first line has: ${found.slice(0, MOST_COLUMNS).join(", ")}${more}.${quoted}`;
    },
    "twice-in-header": ({ name, first: [at, one], second: [again, other] }) =>
        one === other
            ? `The header of “${name}” has the column ${one} twice (columns ${at} and ${again}).`
            : `The header of “${name}” has ${one} (column ${at}) and ${other} (column ${again}), which are the same; keep one of them.`,
    "no-such-label": ({ name, label }) => `“${name}” has no column “${label}” to take as the label.`,
    scaled: ({ name, column, value, line }) =>
        `“${name}” has decimals where whole numbers are expected (${column} is ${value} on line ${line}), as scaling leaves them. Take the file from before the scaling; bethscope scales by itself.`,
    "no-rows": ({ name }) => `“${name}” has a BETH header but no rows below it.`,
    "too-many-bad-rows": ({ name, bad, total, told: { causes, more } }) => {
        const all = /** @type {SkippedRows[]} */ (causes).map(
            (cause) =>
                `${cause.count} ${cause.count === 1 ? "has" : "have"} ${skipped(cause)}${cause.column === null ? "" : ` in ${cause.column}`} (first on line ${cause.firstLine}: “${cause.cell}”)`,
        );
        const advice = faults[causes[0]?.code]?.[1] ?? "";
        return `“${name}”: ${bad} of its ${total} rows cannot be read, more than half. ${all.join("; ")}${more ? "; the rest something else" : ""}.${advice && ` ${advice}`}`;
    },
    "out-of-memory": ({ name, rows }) =>
        `“${name}” is too long for this tab's memory, which was full after ${rows} rows; cut it into parts.`,
    option: ({ option, must, got }) => `${option} must be ${mustBe(must)}; ${got} was given.`,
    "training-data": ({ why, values: [name] }) =>
        why === "unlabelled"
            ? `“${name}” has no labels (a column sus_label or sus), so it can be scored but not trained or validated on.`
            : `“${name}” has a single process, so no process can be held out for validation; add a validation file.`,
    diverged: ({ epoch, learningRate }) =>
        `The loss stopped being a finite number in epoch ${epoch}; try a smaller learning rate than ${learningRate}.`,
    weights: ({ why, values }) => `This weights file cannot be used: ${flaws[why](values)}.`,
    query: ({ why, values }) => unanswered[why](values),
    device: ({ why, values }) => troubles[why](values),
    archive: ({ why, ...of }) => archives[why](of),
    "file-lost": ({ name, doubt, why }) =>
        `“${name}” can no longer be read: ${doubt === "room" ? "has the browser run out of room for what was unpacked?" : "was it moved or changed?"} (${why})`,
    unreachable: ({ url, status, why, archive }) => {
        if (archive !== undefined)
            return `“${archive}” is a ZIP archive, and what reads those could not be had from ${url} (${why}). Open it again, or unpack it with another program and open what comes out.`;
        if (status !== undefined) return `The engine could not be fetched from ${url}: the server answered ${status}.`;
        return `The engine could not be fetched from ${url} (${why}).`;
    },
    "not-the-engine": ({ url, begins }) => {
        if (begins === null)
            return `What came from ${url} is not the engine but a web page: perhaps one to sign in, or what the host answers for a file that it does not have. Open that address to see it.`;
        return `What came from ${url} is not the engine: it ${begins === "" ? "is empty" : `begins with “${begins}”`}.`;
    },
    "cannot-run": ({ url, why }) =>
        `This browser cannot run the engine from ${url} (${why}). It needs WebAssembly with SIMD and reference types, and a page whose policy lets it compile ('wasm-unsafe-eval').`,
    "no-gpu": ({ why, error }) => (error ? notStarted(error) : `${adapters[why]}, so the GPU cannot be used.`),
    crashed: ({ why }) => `The engine stopped because of an error inside it (${why}). Start it again to go on.`,
};

/** @param {{ message: string, code: string, details: any }} error why the GPU's engine did not start */
function notStarted(error) {
    if (error.code === "crashed") return `The engine for the GPU did not start (${error.details.why}).`;
    return errorWords(error);
}

/** @param {{ message: string, code?: unknown, details?: any }} error */
function errorWords({ message, code, details }) {
    const known = Object.hasOwn(errors, String(code)) ? errors[String(code)] : null;
    try {
        return known ? known(details) : message;
    } catch {
        // It tells something that nobody here knows.
        return message;
    }
}

/** Figures, within a sentence. @type {Record<import("../page/undefined.js").Figure, string>} */
const measures = {
    accuracy: "accuracy",
    balancedAccuracy: "balanced accuracy",
    precision: "precision",
    recall: "recall",
    fpr: "the false-positive rate",
    f1: "F1",
    mcc: "MCC",
    auroc: "AUROC",
    averagePrecision: "average precision",
    logLoss: "log loss",
    brier: "the Brier score",
};

/** @param {boolean} evil the label that is measured against @returns {Record<import("../page/undefined.js").Why, string>} */
const reasons = (evil) => ({
    noLabels: "This file has no labels",
    noRows: "There are no rows to measure",
    noPositives: `There are no ${evil ? "evil" : "suspicious"} rows in this file`,
    noNegatives: `Every row in this file is ${evil ? "evil" : "suspicious"}`,
    noneFlagged: "Nothing is flagged at this threshold",
    allFlagged: "Every row is flagged at this threshold",
    infinite: "A score is infinite on the wrong side or not a number",
});

export const engine = {
    error: errorWords,
    skipped,

    /** @param {{ reason: string | null, cause: { code: string, details: any } | null }} info */
    reason({ reason, cause }) {
        switch (cause?.code) {
            case "seeking":
                return "The CPU is used until it is known whether there is a GPU.";
            case "gpu-stopped":
                return "The engine stopped while it computed on the GPU, so the CPU is used from now on. Choose the GPU to try it once more.";
            case "no-gpu":
                return `${adapters[cause.details.why]}, so the CPU is used.`;
            case "fetching":
                return `The CPU is used until the engine for ${cause.details.adapter ? `the GPU (${cause.details.adapter})` : "the GPU"} has been fetched (2 MB) and started.`;
            case "not-started":
                return `${notStarted(cause.details.error)} So the CPU is used.`;
            case "being-built":
                return "The engine for the GPU is still being built. The CPU is used until it is there.";
            case "software":
                return "This WebGPU adapter is a software one: it computes on the CPU and is slow.";
            default:
                return reason;
        }
    },

    /** Two columns were taken as one label. @param {string} label @param {string} again */
    sameLabel: (label, again) =>
        `The columns ${label} and ${again} say the same in every row that was read, and are taken as one label.`,

    /** What must be known of a training. @param {"trained" | "validated"} side @param {"suspicious" | "benign"} kind that is lacking */
    ofTraining: (side, kind) =>
        side === "trained"
            ? `None of the rows trained on is ${kind}, so this network has not learnt what such rows look like.`
            : `None of the validation rows is ${kind}, so their loss and accuracy, by which the best epoch was chosen, say nothing of such rows; a validation file with both kinds would.`,

    /** @param {import("../page/undefined.js").Why} why @param {import("../page/undefined.js").Figure[]} figures @param {boolean} evil */
    undefinedFigures(why, figures, evil) {
        const names = figures.map((figure) => measures[figure]);
        return `${reasons(evil)[why]}, so ${list(names)} ${names.length === 1 ? "is" : "are"} not defined.`;
    },

    /** @param {number} rows */
    unscored: (rows) =>
        `The model gave no number for ${rows === 1 ? "1 row, which counts" : `${rows} rows, which count`} as the lowest score.`,
};

/** What the words mean: one plain sentence for every figure, setting and column. They come after the page (page/terms.js). */
export const terms = {
    accuracy:
        "The share of rows on which the network is right; where one class is rare, a constant answer gets nearly all of it.",
    balancedAccuracy:
        "The mean of the share of suspicious rows that are flagged and the share of benign rows that are not, so that both classes count alike.",
    recall: "The share of the suspicious rows that are flagged.",
    precision: "The share of the flagged rows that are suspicious.",
    falseAlarms: "Benign rows that are flagged; as a share, of all benign rows.",
    auroc: "How likely it is that a suspicious row scores higher than a benign one, both drawn at random, whatever the threshold.",
    averagePrecision:
        "The precision in the mean over all thresholds, weighted by the recall that each adds; flagging every row gets the share of suspicious rows.",
    f1: "The harmonic mean of precision and recall: high only where both are.",
    mcc: "Matthews correlation coefficient: how far flags and labels go together, from −1 to 1; 0 is what chance gives.",
    logLoss: "The mean surprise at the labels, in nats: being sure and wrong costs most.",
    brier: "The mean squared distance of score and label: 0 is best, and always saying 0.5 gets 0.25.",
    calibration: "Whether scores are what they say: of the rows that score 0.8, are 80\u00a0% suspicious?",
    flagged: "Rows that score at least the threshold.",
    caught: "Suspicious rows that are flagged.",
    missed: "Suspicious rows that are not flagged.",
    quiet: "Benign rows that are not flagged.",
    threshold: "The score from which on a row is flagged.",
    rule: "What the threshold is chosen for: a promise made on validation rows, a number of rows of this file, or your own hand.",
    promise: "What the threshold gave on validation rows, which the network did not learn from.",
    outcome: "What the same threshold gives on this file.",
    roc: "A curve over all thresholds: how many suspicious rows are caught for how many false alarms.",
    precisionRecall:
        "A curve over all thresholds: how many of the flagged rows are suspicious, for how many that are caught.",
    histogram: "How many rows have which score, benign ones upwards and suspicious ones downwards.",
    loss: "How far the scores are from the labels, as training counts it; training makes it smaller.",
    logOdds:
        "The score on a scale without ends, ln(p / (1 − p)), on which what columns add can be summed up: 0 is a score of 0.5.",
    contribution: "What a column moves the score by, in log-odds: its Shapley value.",
    base: "The mean score, in log-odds, of the rows that this row is compared with.",
    typical: "The median of the column over the rows that are compared with.",

    use: "What a file is for: training teaches the network, validation chooses its best epoch and threshold, and scoring judges it.",
    rows: "Rows that were read; each is one system call of a process.",
    distinct:
        "Different rows: BETH repeats itself, and equal rows are computed once and counted as often as they occur.",
    suspicious: "Rows that the label sus marks as out of the ordinary, among them those that an attack made.",
    measuredAgainst:
        "Which label says what is right: suspicious is anything out of the ordinary, evil what an attack did.",

    preset: "Which network of course projects is built: with one output or with two, and with the initial weights of Keras or PyTorch.",
    hidden: "How many units each layer between inputs and output has; more can learn more, and more by heart.",
    epochs: "How many times training goes through all rows, at most.",
    batch: "How many rows are looked at before the weights are changed once.",
    learningRate: "How far the weights are moved at each change; too far, and the loss jumps about or grows.",
    patience: "Training ends after so many epochs without a lower validation loss; 0 never ends it early.",
    inputs: "What the network sees of a row: the seven columns, and flags that the BETH paper makes of them.",
    classWeights:
        "How much a row of each class counts in the loss; balanced makes the rare class count as much as the other.",
    weightPair: "How much a benign row counts, and how much a suspicious one.",
    seed: "Where the random numbers start: the same seed on the same backend gives the same curve.",
    share: "How much of the training file validates, as whole processes, where no file does.",

    score: "How suspicious the network finds a row, from 0 to 1.",
    why: "Asks what each column adds to the row’s score.",
    row: "The row’s place in the file, counted from 1 below the header.",
    line: "The line on which the row begins in the file.",
    label: "What the file says of the row: suspicious or benign.",
    columns: {
        processId: "The number of the process that made the system call.",
        threadId: "The number of the thread that made it.",
        parentProcessId: "The number of the process that started this one.",
        userId: "Whose process it is: 0 is root, system services are below 1000, and people and attackers who logged in from 1000 on.",
        mountNamespace: "Which view of the file system the process has: that of the machine, or of a container.",
        argsNum: "How many arguments the system call has.",
        returnValue: "What the system call gave back: 0 is success, negative numbers are errors.",
        timestamp: "Seconds since the machine was started.",
        processName: "What the process is called.",
        hostName: "Which machine the log is of.",
        eventId: "The number of the system call.",
        eventName: "What the system call is called.",
        stackAddresses: "Where in memory the call came from.",
        args: "The arguments of the system call.",
        sus: "The label: 1 is out of the ordinary.",
        sus_label: "The label: 1 is out of the ordinary.",
        evil: "The second label: 1 was made by an attack.",
    },
};
