/**
 * What the WebAssembly modules export (src/web), as wasm-bindgen's glue in .build/cpu/ and .build/gpu/ offers it.
 * Declared here so that the type check needs no build; www/build.mjs puts the one or the other in the place of "#glue".
 */
declare module "#glue" {
    import type {
        Budget,
        Drift,
        EngineInfo,
        EpochRecord,
        Measured,
        Metrics,
        ModelInfo,
        Page,
        PageQuery,
        Summary,
    } from "./bethscope.d.ts";

    export default function init(options: { module_or_path: WebAssembly.Module }): Promise<unknown>;
    /** The same at once, for Node. */
    export function initSync(options: { module: BufferSource | WebAssembly.Module }): unknown;

    export class Engine {
        /** `adapter` is the adapter's name for people, where one is known. */
        static create(backend: string, adapter: string | undefined): Promise<Engine>;
        readonly info: Omit<EngineInfo, "measured">;
        parity(): Promise<{ rows: number; largestDifference: number }>;
        /** Consumes `validation`, hence `Data.share`. */
        train(train: Data, validation: Data | undefined, config: object): Training;
        /** The same on the faster backend; `known` is what was measured before. In the module of the GPU only. */
        race(train: Data, validation: Data | undefined, config: object, known: Measured[]): Race;
        load(bytes: Uint8Array): Model;
        score(model: Model, data: Data): Scoring;
        /** What explains rows that another worker has, as `Scores.features` gives them, against `Explaining.records`: the base, and of each row what each column adds. */
        explainPiece(model: Model, features: BigInt64Array, records: BigInt64Array): Float64Array;
        free(): void;
    }

    /** A file being read. `finish` consumes it, also when it throws. */
    export class Opening {
        /** `label`: the column to take as the label; `reconstructed`: no row of it is genuine. */
        constructor(name: string, label: string | undefined, reconstructed: boolean);
        push(chunk: Uint8Array): void;
        readonly rows: number;
        finish(): Data;
        free(): void;
    }

    export class Data {
        /** Another handle of the same data, to hand over: `train` consumes its validation data. */
        share(): Data;
        readonly summary: Summary;
        free(): void;
    }

    export interface TrainingState {
        phase: "measuring" | "starting" | "training" | "evaluating";
        epoch: number;
        epochs: number;
        batch: number;
        batches: number;
        /** Of the epoch that this call ended. */
        record: EpochRecord | null;
        best: number;
        done: boolean;
    }

    /** A run whose backend is not known yet: `advance` until it is `over`. */
    export class Race {
        progress(): Promise<TrainingState>;
        advance(): Promise<void>;
        readonly over: boolean;
        /** Null before it is over. */
        readonly measured: Measured | null;
        finish(): Training;
        free(): void;
    }

    export class Training {
        /** Runs up to `units` batches (or evaluation chunks), never past the end of an epoch. */
        advance(units: number): Promise<TrainingState>;
        finish(): Model;
        /** The model of the best epoch so far, with the record of the run until now; none before the first epoch ended. */
        best(): Model | undefined;
        free(): void;
    }

    export class Model {
        readonly info: ModelInfo;
        save(): Promise<Uint8Array>;
        /** Takes its file, and gives it with the new choice. */
        operate(rule: string, number: number, bytes: Uint8Array): Uint8Array;
        drift(data: Data): Drift[] | null;
        free(): void;
    }

    export class Scoring {
        advance(chunks: number): Promise<{ done: boolean; rows: number; totalRows: number }>;
        finish(): Scores;
        free(): void;
    }

    /** What the rows of some scores are explained against: their background, or the one row of its typical values. */
    export class Explaining {
        constructor(scores: Scores, typically: boolean);
        /** What has to be scored to explain so many distinct rows from the first one on. */
        scoring(scores: Scores, first: number, count: number): Scoring;
        /** What is said of these rows; explained.js takes it apart. */
        finish(scores: Scores, first: number, scoring: Scoring): Float64Array;
        /** What another worker has to know of it. */
        records(): BigInt64Array;
        free(): void;
    }

    export type Lists = Record<string, number[]>;

    export class Scores {
        readonly rows: number;
        /** Distinct ones. */
        readonly distinct: number;
        /** The columns of some of them, row by row. */
        features(first: number, count: number): BigInt64Array;
        /** Of each of some of them how many file rows it is, and its probability. */
        known(first: number, count: number): Float64Array;
        /** Writes into an array of so many rows. */
        probabilities(array: Float32Array): void;
        metrics(threshold: number, label: string): Metrics;
        /** Plain arrays where the page gets typed ones. */
        curves(label: string): {
            roc: Lists | null;
            pr: Lists | null;
            histogram: { edges: number[]; rows: number[]; benign: number[] | null; suspicious: number[] | null };
            reliability: Lists | null;
        };
        within(rows: number): Budget | null;
        /** The rows come with the byte range of their record in the file. */
        page(query: PageQuery): Omit<Page, "rows"> & {
            rows: (Omit<Page["rows"][number], "cells"> & { start: number; end: number })[];
        };
        /** The look through the file's text that a query needs before `page` can answer it. */
        search(query: PageQuery): Search | undefined;
        /** Takes what it has found, and consumes it. */
        found(search: Search): void;
        /** The cells of a row, of which these are the bytes. */
        cells(bytes: Uint8Array): string[];
        free(): void;
    }

    /** A look through a file's text, pushed from its start to its end. */
    export class Search {
        push(chunk: Uint8Array): void;
        free(): void;
    }

    /** A reconstruction of a split, as a CSV file. */
    export function reconstruct(split: string, seed: number, rows: number, form: string): Uint8Array;

    /** What the file is that starts with `bytes`. */
    export function kind(bytes: Uint8Array): "text" | "utf-16le" | "utf-16be" | "gzip" | "zip" | "refused";
}
