// What site.js puts into the empty page for the engine tests.
declare const createEngine: typeof import("../../www/engine/bethscope.js").createEngine;
declare const files: FileList;
/** `answers` are messages as www/engine/worker.js describes them. */
declare const workers: {
    running: number;
    answers: { id: number; value?: { summary?: { rows: number } } | null; error?: { name: string } }[];
};
