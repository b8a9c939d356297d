// What each column adds to the score of every distinct row: worked out once for each scoring, by whoever asks first.

/** @typedef {import("../engine/bethscope.js").Scores} Scores */
/** @typedef {import("../engine/bethscope.js").Contributions} Contributions */
/** @typedef {import("../engine/bethscope.js").Background} Background */

/** @type {WeakMap<Scores, Contributions>} */
const known = new WeakMap();

/**
 * @param {Scores} scores
 * @param {AbortSignal} signal
 * @param {(share: number) => void} tell how much of them is known
 */
export async function contributionsOf(scores, signal, tell) {
    const onProgress = (/** @type {import("../engine/bethscope.js").ScoreProgress} */ { rows, totalRows }) =>
        signal.aborted || tell(rows / totalRows);
    const found = known.get(scores) ?? (await scores.contributions({ signal, onProgress }));
    known.set(scores, found);
    return found;
}

/**
 * The mean of what each column adds or takes, over the rows that score at least so much, each counted as often as it
 * occurs; nothing where there are none.
 * @param {Contributions} found
 * @param {number} threshold
 */
export function meanOverFlagged({ columns, counts, probabilities, contributions }, threshold) {
    const sums = columns.map(() => 0);
    let rows = 0;
    for (const [distinct, probability] of probabilities.entries()) {
        if (probability < threshold) continue;
        rows += counts[distinct];
        for (const column of sums.keys())
            sums[column] += counts[distinct] * Math.abs(contributions[distinct * columns.length + column]);
    }
    return { rows, means: rows > 0 ? sums.map((sum) => sum / rows) : null };
}
