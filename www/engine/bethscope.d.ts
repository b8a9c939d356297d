/// <reference lib="esnext.disposable" />

/**
 * bethscope: train and score BETH process logs in a browser tab.
 *
 * ```js
 * import { createEngine } from "bethscope";
 *
 * const engine = await createEngine({ backend: "auto" });
 * const train = await engine.open(file);
 * const model = await engine.train({ train }, { onEpoch: (epoch) => console.log(epoch) });
 * const scores = await model.score(await engine.open(otherFile));
 * console.log(await scores.metrics({ threshold: 0.5 }));
 * engine.close();
 * ```
 *
 * All work runs in one worker. Training, reading and scoring run one after the other, in the order they were asked
 * for; what `Scores` answers at once, and why a row has its score, are served in between, so that a page stays
 * live while it trains.
 *
 * What goes wrong is an `EngineError`: its `message` is a sentence to show to a person, its `code` and `details` are for
 * those who put it into other words. An aborted call rejects with the reason of its signal (by default a `DOMException`
 * named `"AbortError"`), at once, and leaves the engine usable. When the engine crashes, every pending call rejects with
 * the code `"crashed"`, and the engine dispatches the event `"crash"`. No call throws: what is asked for wrongly rejects.
 *
 * No request is made after `createEngine` has resolved, but for the engine of the GPU: with `backend: "auto"` it is
 * fetched (a module and a script), once, where there is a real one, and with `use("webgpu")`; and for what reads ZIP archives (`zip.js`), with the
 * first of them. Nothing is ever sent anywhere.
 */

/**
 * What to compute on. `"auto"` starts on the CPU and, where there is a real (not a software) adapter, moves over to WebGPU
 * in a quiet moment; `"webgpu"` and `"cpu"` never fetch the other's module.
 */
export type Backend = "auto" | "webgpu" | "cpu";

/** A sentence, and what it takes to put it into other words. */
export interface EngineError extends Error {
    readonly name: "EngineError";
    /**
     * Of a file: `"empty"`, `"not-csv"`, `"wrong-kind"`, `"no-header"`, `"not-beth"`, `"twice-in-header"`,
     * `"no-such-label"`, `"scaled"`, `"no-rows"`, `"too-many-bad-rows"`, `"archive"`, `"file-lost"` (moved or changed since
     * it was chosen), `"out-of-memory"`. Of training and weights: `"option"`, `"training-data"`, `"diverged"`, `"weights"`. Of
     * a query: `"query"`. Of the engine: `"unreachable"`, `"not-the-engine"`, `"cannot-run"`, `"no-gpu"`, `"device"`,
     * `"crashed"`, `"restarted"`, `"closed"`, `"argument"`, and `"unexpected"` for what has no code of its own.
     */
    readonly code: string;
    /** What the sentence is about: the name of the file, the column, the line … */
    readonly details: unknown;
}

/** Which label of a file to measure against. `"evil"` is in the raw 16-column form only. */
export type Label = "sus" | "evil";

export interface EngineOptions {
    /** Default `"auto"`. */
    backend?: Backend;
    /** Aborts the start. */
    signal?: AbortSignal;
    /**
     * Where the WebAssembly files lie (or their bytes), and the script of the GPU's worker, which belongs to the GPU's file.
     * Default: those that came with this module and lie beside it (`bethscope_cpu.wasm`, `bethscope_gpu.wasm` and
     * `bethscope_gpu.txt`).
     */
    wasm?: { cpu?: URL | string | Uint8Array; gpu?: URL | string | Uint8Array; gpuWorker?: URL | string };
    /** Where the script lies that reads ZIP archives. Default: the `zip.js` that came with this module. */
    zip?: URL | string;
}

/**
 * Fetches and compiles the engine and starts it in a worker.
 *
 * Rejects with a sentence when the WebAssembly file cannot be had, when the browser cannot run it, and when
 * `backend: "webgpu"` was asked for and there is no adapter. (`"auto"` stays on the CPU then, and also where the GPU's
 * engine cannot be had or does not start; `info.reason` says why, as soon as it is known.)
 */
export function createEngine(options?: EngineOptions): Promise<Engine>;

export interface EngineInfo {
    backend: "webgpu" | "cpu";
    /** Name of the GPU adapter; on the CPU, of the one that was turned down. Null where there is none. */
    adapter: string | null;
    /** Whether that adapter is an emulation on the CPU. */
    software: boolean;
    /** Why this backend, as a sentence; null when it is simply the one that was asked for. */
    reason: string | null;
    version: string;
}

export interface AskOptions {
    /** Aborts the call. */
    signal?: AbortSignal;
}

export interface CallOptions<P = never> {
    /** Called at most about ten times a second, and once at the end. */
    onProgress?: (progress: P) => void;
    /** Aborts the call. */
    signal?: AbortSignal;
}

export interface OpenProgress {
    /** Bytes read so far; of a packed file, packed bytes. */
    bytes: number;
    totalBytes: number;
    /** Rows kept so far. */
    rows: number;
    /** Seconds; null until there is a rate to tell it from. */
    secondsLeft: number | null;
}

export interface OpenOptions extends CallOptions<OpenProgress> {
    /** What to call the file. Default: its own name. */
    name?: string;
    /**
     * A column to take as the label, as the header names it. Default: `sus`, `sus_label` or `evil`. `summary.labelHints`
     * lists those that may be meant where there is none of these.
     */
    label?: string;
}

export interface UnpackProgress {
    /** Bytes of the archive read so far. */
    bytes: number;
    totalBytes: number;
    /** Seconds; null until there is a rate to tell it from. */
    secondsLeft: number | null;
}

export interface UnpackOptions extends CallOptions<UnpackProgress> {
    /** What to call the file. Default: its own name. */
    name?: string;
}

export interface ScoreProgress {
    /** Distinct rows scored so far. */
    rows: number;
    totalRows: number;
    /** Seconds; null until there is a rate to tell it from. */
    secondsLeft: number | null;
}

export interface TrainProgress {
    /** The epoch that is being worked on, from 1. */
    epoch: number;
    epochs: number;
    /** Batches of this epoch that are done. */
    batch: number;
    batches: number;
    phase: "starting" | "training" | "evaluating";
    /** Seconds until the last epoch (early stopping may end sooner); null until there is a rate to tell it from. */
    secondsLeft: number | null;
}

export interface LossAndAccuracy {
    /** Mean cross-entropy in nats, every file row counted once. */
    loss: number;
    /** Share of file rows on the right side of 0.5, from 0 to 1. */
    accuracy: number;
}

/** What is known after an epoch. */
export interface EpochRecord {
    /** From 1. */
    epoch: number;
    train: LossAndAccuracy;
    validation: LossAndAccuracy | null;
}

export interface Epoch extends EpochRecord {
    /** How many there will be at most. */
    epochs: number;
    /** The epoch whose weights would be kept if training ended now, from 1. */
    best: number;
    /** Seconds until the last epoch; null until there is a rate to tell it from. */
    secondsLeft: number | null;
}

/** Every field has a default; a value out of range rejects with a sentence that names it. */
export interface Config {
    /** `"keras"`: two outputs, softmax. `"pytorch"`: one output, sigmoid. Default `"keras"`. */
    preset?: "keras" | "pytorch";
    /** Widths of the hidden layers. Default `[128, 64]`. */
    hidden?: number[];
    /** Default 30. */
    epochs?: number;
    /** Rows in a batch. Default 1024. */
    batch?: number;
    /** Of Adam. Default 0.002. */
    learningRate?: number;
    /** Epochs without a better validation loss after which training ends; 0 never ends it early. Default 5. */
    patience?: number;
    /** `[benign, suspicious]`, or `"balanced"` by their counts. Default `"none"`. */
    classWeights?: "none" | "balanced" | [number, number];
    /**
     * How the network's inputs are made of the seven columns (src/features.rs). Default `"flagged"`: as they are, scaled, and
     * the BETH paper's flags beside them. `"standard"`: as they are, which is what course projects do.
     */
    recipe?: "standard" | "clip" | "signed-log" | "paper" | "flagged";
    /** Same seed and same backend: same curve. Default 1. */
    seed?: number;
    /** Share of the rows, taken as whole processes, that validates when no validation file is given. Default 0.2. */
    validationShare?: number;
}

export interface TrainOptions extends CallOptions<TrainProgress> {
    /** Called after every epoch. */
    onEpoch?: (epoch: Epoch) => void;
    /**
     * Called with the network of the best epoch so far: every few seconds while it gets better, and when the run is about
     * to reject. Whatever becomes of the run, a crash included, no more than the last seconds of it are lost.
     */
    onBest?: (model: Model) => void;
}

/** A promise of the trained model that can be held and ended. All three methods do nothing once it has settled. */
export interface TrainingRun extends Promise<Model> {
    /** Holds training between two batches. */
    pause(): void;
    resume(): void;
    /** Ends training now and resolves with the best weights so far. (To throw the run away, abort its signal.) */
    stop(): void;
}

export interface EngineEvents {
    /** The engine has crashed; the pending calls have been rejected. `restart` starts it again. */
    crash: CustomEvent<EngineError>;
    /**
     * `info` has changed. With `backend: "auto"` that is some time after the start: when it is known that there is no GPU to
     * use, when the GPU's engine is on its way, and when the work has moved over to it, as with `use`.
     */
    info: CustomEvent<EngineInfo>;
}

export interface Engine extends EventTarget {
    addEventListener<K extends keyof EngineEvents>(
        type: K,
        listener: (event: EngineEvents[K]) => void,
        options?: boolean | AddEventListenerOptions,
    ): void;
    addEventListener(
        type: string,
        listener: EventListenerOrEventListenerObject | null,
        options?: boolean | AddEventListenerOptions,
    ): void;
    removeEventListener<K extends keyof EngineEvents>(
        type: K,
        listener: (event: EngineEvents[K]) => void,
        options?: boolean | EventListenerOptions,
    ): void;
    removeEventListener(
        type: string,
        listener: EventListenerOrEventListenerObject | null,
        options?: boolean | EventListenerOptions,
    ): void;

    /** What computes now; the event `"info"` tells when that changes. */
    readonly info: EngineInfo;
    /** The backend that was asked for; after a crash on the GPU, `"auto"` in the place of `"webgpu"`. */
    readonly wanted: Backend;

    /**
     * Reads a BETH CSV file: the DataCamp form or the raw 16-column form, with or without labels, columns in any order.
     *
     * What it is is told by its content, not by its name: gzip, UTF-16 with its mark, and a ZIP archive of one log are
     * read through. An archive of several is refused with a sentence: `unpack` it first.
     *
     * Rejects with a sentence that names what is missing and what was found when the file is empty, is no BETH file, or
     * is bad in more than half of its rows. Fewer bad rows are skipped and told in `summary.skipped` and `summary.lost`.
     * The file is read in slices, and again when `Scores.page` shows its rows, so it must not change meanwhile. What was
     * packed is kept unpacked, in a Blob of 4 GB at most.
     */
    open(file: Blob, options?: OpenOptions): Promise<Data>;

    /**
     * The logs in a ZIP archive, unpacked, each a `File` to `open`; `leftOut` are the paths of what only stands beside
     * them, by its name (`README.txt`, `__MACOSX/...`). Any other file is given back as it is.
     *
     * Rejects with a sentence when the archive is damaged, encrypted, has no log in it or unpacks to more than 4 GB.
     */
    unpack<B extends Blob>(file: B, options?: UnpackOptions): Promise<{ files: (B | File)[]; leftOut: string[] }>;

    /** Trains a network. Without `validation`, whole processes of `train` are set apart for it. */
    train(input: { train: Data; validation?: Data; config?: Config }, options?: TrainOptions): TrainingRun;

    /** Loads weights saved by `Model.save`. Rejects with a sentence that says what is wrong with them. */
    load(bytes: Uint8Array | ArrayBuffer, options?: AskOptions): Promise<Model>;

    /**
     * Makes a *reconstruction* of a split of BETH, as a CSV file: a stand-in made from BETH's published statistics, for
     * trying things out and for teaching. It contains no genuine row, so no figure on it is a BETH result.
     *
     * `form` is `"datacamp"` (the seven features and `sus_label`; the default) or `"raw"` (the official 16 columns, with
     * both labels). It changes how the rows are written, not which ones they are.
     *
     * Labels keep their shares at any size (90.7 % of `"test"` is suspicious). The same split, rows, seed and form
     * give the same file on every machine. 20 million rows at most, 2 million in the raw form.
     *
     * Rejects with a sentence when a value is none of these or out of range.
     */
    reconstruct(options: {
        split: "train" | "validation" | "test";
        rows: number;
        seed?: number;
        form?: "datacamp" | "raw";
        signal?: AbortSignal;
    }): Promise<File>;

    /**
     * Makes a reconstruction (in the DataCamp form) as `reconstruct` does, opens it and scores it with these weights, all in
     * one go: what a page shows of a sample comes in one answer. Rejects as `reconstruct` and `load` do.
     */
    sample(options: SampleOptions): Promise<Sample>;

    /** Scores a fixed batch on the CPU and on WebGPU. Rejects with a sentence where there is no WebGPU adapter. */
    parity(options?: AskOptions): Promise<{ rows: number; largestDifference: number }>;

    /**
     * Moves to another backend, also after a crash: as soon as no call is pending, so none is lost, and `Data`, `Model` and
     * `Scores` stay valid as after `restart`.
     *
     * Rejects with a sentence, and leaves everything as it was, where that backend cannot be had; with an `"AbortError"`
     * when `use` was called again meanwhile.
     */
    use(backend: Backend): Promise<void>;

    /**
     * Starts a new worker, also after a crash. `Data`, `Model` and `Scores` stay valid: each is read, loaded or scored
     * again from its file or its bytes when it is next used. Fetches nothing that was fetched before. With `"auto"` it
     * starts on the CPU again, and moves to the GPU again; but where it has crashed on the GPU it stays on the CPU until
     * `use("webgpu")`, and `info.reason` says so.
     */
    restart(): Promise<void>;

    /** Ends the worker. Pending and later calls reject. */
    close(): void;
    [Symbol.dispose](): void;
}

export interface SampleOptions extends AskOptions {
    split: "train" | "validation" | "test";
    rows: number;
    seed?: number;
    /** As `Model.save` gives them. */
    weights: Uint8Array | ArrayBuffer;
    /** So many of the flagged rows come along. Default 50. */
    limit?: number;
}

export interface Sample {
    file: File;
    data: Data;
    model: Model;
    scores: Scores;
    /** At the network's own threshold (`ModelInfo.training.operating`, else 0.5), with its flagged rows from the top. */
    figures: Figures;
    /** Where it was scored. */
    backend: "webgpu" | "cpu";
}

export interface Summary {
    name: string;
    /** Of its text; of a packed file, unpacked. */
    bytes: number;
    form: "datacamp" | "raw";
    /**
     * What rows the file has, as 16 hexadecimal digits: files with the same features in the same numbers have the same,
     * whatever their form, the order of their rows and their labels.
     */
    content: string;
    /** Made by `Engine.reconstruct`: no row of it is genuine. */
    reconstructed: boolean;
    /** The columns as the header names them. */
    columns: string[];
    /** Rows kept. */
    rows: number;
    /** Distinct (features, label) vectors among them. */
    distinct: number;
    labelled: boolean;
    /** Suspicious rows; null without labels. */
    positives: number | null;
    /** Evil rows; null where the file does not tell. */
    evil: number | null;
    /** Rows left out, by cause. */
    skipped: SkippedRows[];
    /** What the rows left out are to the file. */
    lost: Lost;
    /** Columns with 0 or 1 in every row that were not taken as the label: `OpenOptions.label` takes one. */
    labelHints: { column: string; ones: number; zeros: number }[];
    /** Sentences on what was done on reading, such as which of two equal labels was taken. */
    notes: string[];
    /** Distinct process ids. */
    processes: number;
}

/** Rows that were left out for one cause. */
export interface SkippedRows {
    /** What they have, to be followed by the column: "text instead of a number". */
    reason: string;
    /** The column that is to blame, where one is. */
    column: string | null;
    count: number;
    /** The line of the first of them; the first line of the file is 1. */
    firstLine: number;
    /** The cell that is to blame in the first of them, or how that row begins; shortened and harmless to show. */
    cell: string;
}

/** How many rows of a file were left out, and whether they differ from those that were read. */
export interface Lost {
    rows: number;
    /** All rows of the file, with those that were read. */
    total: number;
    /** Suspicious ones among the rows left out, as far as their label can be read; null without labels. */
    positives: number | null;
    /** Benign ones. */
    benign: number | null;
    /** Users that lost more than half of their rows, the greatest losses first. */
    users: { user: number; skipped: number; read: number }[];
    /** Over 1 % of the rows, or most rows of a label or of a user: no figure may be shown without saying so. */
    serious: boolean;
}

/** A file that has been read. */
export interface Data {
    readonly summary: Summary;
    /** Frees its memory. Scores made from it stay usable. */
    close(): void;
    [Symbol.dispose](): void;
}

export interface TrainingRecord {
    /** Epochs that were completed. */
    epochs: number;
    /** The epoch whose weights these are; null when training was stopped before the first was complete. */
    bestEpoch: number | null;
    stoppedEarly: boolean;
    seed: number;
    backend: string;
    rows: number;
    distinct: number;
    positives: number;
    history: EpochRecord[];
    config: Required<Config>;
    /** Where the validation rows came from: a file of their own, or processes set apart. */
    validationSource: "file" | "processes";
    /** What a reader of the figures must know, in sentences: where all rows that were trained or validated on have one label. */
    notes: string[];
    /** The files; null in weights that were saved before files were told apart. */
    sources: { train: FileSource; validation: FileSource | null } | null;
    /** The threshold to start with; null where no epoch was completed, and in weights saved before thresholds were chosen. */
    operating: Operating | null;
}

/**
 * What a threshold is chosen for: at most this share of the benign rows flagged; the least cost, where a miss costs as much
 * as so many false alarms; the highest F1.
 */
export type Rule = { falseAlarms: number } | { missCost: number } | "bestF1";

/** A threshold chosen on the validation rows, never on the file that is judged, and what it promises. */
export interface Operating {
    rule: Rule;
    /** Null where none can be chosen, for the reason in `why`. */
    point: OperatingPoint | null;
    why: "noBenign" | "noSuspicious" | "oneScore" | "noneWithin" | null;
    /** What the choice was made from: some dozens of thresholds, from the highest to the lowest, in columns. */
    tradeoff: {
        suspicious: number;
        benign: number;
        processes: number;
        threshold: number[];
        caught: number[];
        falseAlarms: number[];
        recall: [low: number[], high: number[]];
        fpr: [low: number[], high: number[]];
    };
}

/** What a threshold gave on the validation rows. */
export interface OperatingPoint {
    threshold: number;
    /** Suspicious validation rows flagged. */
    caught: number;
    /** Benign validation rows flagged. */
    falseAlarms: number;
    recall: Interval | null;
    fpr: Interval | null;
}

/** A 95 % interval, from a bootstrap that draws whole processes, since the rows of one process are near copies. */
export type Interval = [low: number, high: number];

/** What is new in a column of a file beside the rows that a network was trained on. */
export interface Drift {
    column: string;
    /** File rows with a value never seen in training or, in a column of many values, outside of their range. */
    rows: number;
    /** All file rows. */
    of: number;
    /** The range in training. */
    least: number;
    most: number;
    /** The new values of most rows, and their rows; empty in a column of many values. */
    values: [value: number, rows: number][];
}

/** A file that weights were made of; `content` as in `Summary`. */
export interface FileSource {
    content: string;
    reconstructed: boolean;
}

export interface ModelInfo {
    preset: "keras" | "pytorch";
    /** Widths from input to output, for example `[7, 128, 64, 2]`. */
    layers: number[];
    parameters: number;
    features: string[];
    /** Null in weights that were not trained here. */
    training: TrainingRecord | null;
}

/** A network with its scaler. */
export interface Model {
    readonly info: ModelInfo;
    /** The weights as a safetensors file, tensors named and shaped as a PyTorch `nn.Sequential` has them. */
    save(): Promise<Uint8Array>;
    /** The probability of "suspicious" for every row of a file. */
    score(data: Data, options?: CallOptions<ScoreProgress>): Promise<Scores>;
    /**
     * Chooses its threshold anew (`info.training.operating`), from what is kept of its validation rows; `save` gives it with
     * that choice. Rejects with a sentence where nothing is kept, or a number is out of range.
     */
    operate(rule: Rule, options?: AskOptions): Promise<void>;
    /** What is new in a file, column by column; null where nothing is kept of the training rows. */
    drift(data: Data, options?: AskOptions): Promise<Drift[] | null>;
    close(): void;
    [Symbol.dispose](): void;
}

export interface Confusion {
    tp: number;
    fp: number;
    tn: number;
    fn: number;
}

/** Counted over file rows. A number that is not defined here is null, and one of `Metrics.notes` says why. */
export interface Rates {
    accuracy: number | null;
    balancedAccuracy: number | null;
    precision: number | null;
    recall: number | null;
    /** Flagged share of the benign rows. */
    fpr: number | null;
    f1: number | null;
    /** Matthews correlation coefficient, from -1 to 1. */
    mcc: number | null;
    /** Area under the ROC curve. */
    auroc: number | null;
    averagePrecision: number | null;
    /** Null without labels. */
    confusion: Confusion | null;
}

export interface Baseline extends Rates {
    name: "always benign" | "always suspicious" | "userId >= 1000";
}

export interface Metrics extends Rates {
    threshold: number;
    rows: number;
    /** Null without labels. */
    positives: number | null;
    /** Rows with probability >= threshold. */
    flagged: number;
    /** Mean, in nats. */
    logLoss: number | null;
    /** Brier score: mean of (probability - label)². */
    brier: number | null;
    /** How sure three of the figures are; null without labels. */
    intervals: { recall: Interval | null; fpr: Interval | null; balancedAccuracy: Interval | null } | null;
    baselines: Baseline[];
    /** Sentences on what could not be computed, and why. */
    notes: string[];
}

export interface Curves {
    /** Null when the file has no labels or only one class. */
    roc: { fpr: Float64Array; tpr: Float64Array; threshold: Float64Array } | null;
    pr: { recall: Float64Array; precision: Float64Array; threshold: Float64Array } | null;
    /** Rows by probability: `edges` has one entry more than the counts. Without labels all rows are in `benign`. */
    histogram: { edges: Float64Array; benign: Float64Array; suspicious: Float64Array };
    /** Ten equal bins of probability, those without rows left out; null without labels. */
    reliability: { predicted: Float64Array; observed: Float64Array; rows: Float64Array } | null;
}

/** The threshold for who can look at so many rows. */
export interface Budget {
    threshold: number;
    /** Rows that it flags: no more than asked for, unless even the highest score is shared by more. */
    flagged: number;
    /** Rows that share the next lower score; not all of them would fit. */
    tied: number;
}

/** What must hold of a row. */
export interface Condition {
    /** A column of the file, by its name there or, if it is a feature, in BETH; or `"probability"`, `"row"` or `"line"`. */
    column: string;
    /** Numbers are compared as numbers, and so are cells of other columns where both are numbers. */
    op: "=" | "!=" | "<" | "<=" | ">" | ">=" | "contains";
    value: number | string;
}

export interface PageQuery {
    /**
     * `by`: `"probability"`, `"row"` (file order) or a feature; `descending` is false unless it is said. Without `sort`:
     * probability, descending.
     */
    sort?: { by: string; descending?: boolean };
    filter?: {
        /** What "flagged" means, from 0 to 1. Default 0.5. */
        threshold?: number;
        /** Only rows that are, or are not, at or over the threshold. */
        flagged?: boolean;
        label?: 0 | 1;
    };
    /**
     * Only rows of which all of this holds. What the network does not see is looked up in the file, which is read for it
     * once; a query that looks something else up ends the look of the one before, whose `page` then rejects with an
     * `"AbortError"`.
     */
    where?: Condition[];
    /** Rows to pass over. Default 0. */
    offset?: number;
    /** Rows to give. Default 50. */
    limit?: number;
}

export interface Page {
    /** Rows that pass the filter. */
    total: number;
    columns: string[];
    rows: {
        /** Its place in the file: 1 is the first record below the header, and those left out count. */
        row: number;
        /** The line it begins on; the first line of the file is 1. */
        line: number;
        /** Which of the file's distinct rows it is, from 0; for `explain` and in `Contributions`. */
        distinct: number;
        probability: number;
        label: 0 | 1 | null;
        /** Original text, one per column, read back from the file. */
        cells: string[];
    }[];
}

/** What scores are compared with to explain them. */
export interface Background {
    /**
     * `"training"`: benign rows that the network was trained on, which its weights bring along. Weights saved without any
     * are explained against rows of the scored file: `"benign"` ones where it has labels, else `"file"`, whatever they are.
     */
    source: "training" | "benign" | "file";
    /** File rows, spread evenly over those that there are; 100 at most. */
    rows: number;
    /** Distinct ones among them. */
    distinct: number;
}

/**
 * Why a row has its score. All numbers but the values are log-odds, `ln(p / (1 - p))`: 0 is a probability of 0.5, and
 * `base` and all contributions add up to `score`. Contributions are exact Shapley values (src/explain.rs).
 */
export interface Explanation {
    against: Background;
    /** Mean of the background. */
    base: number;
    /** Of the row. */
    score: number;
    columns: {
        name: string;
        value: number;
        /** Median of the background. */
        typical: number;
        contribution: number;
    }[];
}

/** What each column adds to the score of every distinct row, in log-odds, against the one row of typical values. */
export interface Contributions {
    against: Background;
    columns: string[];
    /** The median of each column over the background: what the rows are compared with. */
    typical: number[];
    /** Log-odds of the row of typical values. */
    base: number;
    /** One for each column of each distinct row: those of row `distinct` begin at `distinct * columns.length`. */
    contributions: Float64Array;
    /** How many file rows each distinct row is. */
    counts: Uint32Array;
    /** The probability of each distinct row. */
    probabilities: Float64Array;
}

/** What a page shows of scores, in one answer. */
export interface Figures {
    metrics: Metrics;
    curves: Curves;
    page: Page;
}

/** The probabilities of a file's rows. */
export interface Scores {
    /** One per row kept, in file order. */
    probabilities(): Promise<Float32Array>;
    /** Defaults: threshold 0.5, label `"sus"`. */
    metrics(options?: { threshold?: number; label?: Label }): Promise<Metrics>;
    curves(options?: { label?: Label }): Promise<Curves>;
    /** `metrics`, `curves` and the `page` that the query asks for, at once. */
    figures(options?: { threshold?: number; label?: Label; query?: PageQuery }): Promise<Figures>;
    /** The lowest threshold that flags no more than so many rows. */
    within(rows: number): Promise<Budget | null>;
    page(query?: PageQuery, options?: AskOptions): Promise<Page>;
    /**
     * Why a row has its score, against the background; `distinct` is the row's number in `Page`. Takes up to 12,800
     * evaluations of the network, and does not wait for what else the engine is at. Rejects with a sentence where there is
     * no such row.
     */
    explain(distinct: number, options?: AskOptions): Promise<Explanation>;
    /** The same of every distinct row, in up to 128 evaluations each. It waits its turn, as scoring does. */
    contributions(options?: CallOptions<ScoreProgress>): Promise<Contributions>;
    close(): void;
    [Symbol.dispose](): void;
}
