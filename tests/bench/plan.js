// How much is measured: in full, and in a few minutes.

/** Rows of the splits of BETH, which the reconstruction has by default. */
const TRAIN = 763_144;
const VALIDATION = 188_967;

/** @typedef {ReturnType<typeof planned>} Plan */

/** @param {boolean} quick */
export function planned(quick) {
    return {
        quick,
        /** Rows of the training and validation files. */
        rows: quick ? 50_000 : TRAIN,
        validationRows: quick ? 12_500 : VALIDATION,
        /** Rows of the file in which none repeats: enough for some batches of 16,384. */
        distinctRows: quick ? 163_840 : TRAIN,
        /** So many of them are scored. */
        distinctScored: quick ? 50_000 : TRAIN,
        /** Rows of the file whose reading is timed. */
        parseRows: quick ? 200_000 : TRAIN,
        runs: quick ? 3 : 5,
        /** After so long nobody's scoring is repeated any more: tfjs-cpu takes half a minute a run. */
        scoreSeconds: quick ? 6 : 30,
        batches: [256, 1024, 4096, 16384],
        /** tfjs-cpu takes several seconds for a large batch. */
        slowBatches: [1024],
        /** Training throughput is taken over stretches of so many seconds. */
        stretchSeconds: quick ? 0.4 : 2,
        /** Epochs of the peers towards the best validation loss, and how many bethscope may take to get there. */
        peerEpochs: 3,
        ownEpochs: 40,
        qualityBatch: 1024,
        /** Seeds of the start weights; each gives one time to quality, of which the peers need minutes. */
        seeds: [1],
        gpu: {
            /** A step on Chromium's software adapter takes about a second, so there are never more. */
            warmup: quick ? 1 : 2,
            steps: quick ? 3 : 5,
            starts: quick ? 1 : 3,
            rows: quick ? 4096 : 65_536,
            runs: quick ? 1 : 3,
            /** Whether training steps are compared too, which takes half a minute of compiling. */
            checkStep: !quick,
        },
        /** Distinct rows that several workers explain: enough to take one of them most of a second. */
        cores: { explained: quick ? 80_000 : 200_000 },
        /** Rows that are explained, each in a call of its own. */
        explained: quick ? 5 : 25,
        /** How often a fresh page reads, trains and scores while its own thread is watched. */
        calmRuns: quick ? 1 : 3,
        scaleRuns: quick ? 1 : 3,
        scale: /** @type {{ form: "datacamp" | "raw", sizes: number[] }[]} */ (
            quick
                ? [{ form: "datacamp", sizes: [100_000, 1_000_000] }]
                : [
                      { form: "datacamp", sizes: [100_000, 1_000_000, 10_000_000] },
                      // 2.6 GB, of which memory must not hold the text.
                      { form: "raw", sizes: [1_000_000, 10_000_000] },
                  ]
        ),
    };
}
