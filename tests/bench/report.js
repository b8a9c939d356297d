// The figures: printed as they come, as one table at the end, and as JSON.

/**
 * @typedef {object} Result
 * @property {string} section
 * @property {string} what what was measured: results with the same words are compared
 * @property {string} who
 * @property {string} unit
 * @property {"more" | "less"} better
 * @property {number[]} runs
 */

/** Who the others are compared with. */
export const SELF = "bethscope";

/** Whose failure it is when a whole section fails. */
export const SECTION = "the section";

export class Report {
    /** @type {Result[]} */
    results = [];
    /** @type {{ section: string, what: string, who: string, reason: string }[]} */
    failures = [];
    /** @type {{ what: string, got: number, allowed: number, passed: boolean }[]} */
    checks = [];

    /** @param {string} text */
    say(text) {
        console.log(text);
    }

    /** @param {Result} result */
    add(result) {
        this.results.push(result);
        const { median, min, max } = spread(result.runs);
        const figures = `${shown(median)} ${result.unit} (${shown(min)} to ${shown(max)})`;
        console.log(`  ${result.what.padEnd(52)} ${result.who.padEnd(28)} ${figures}`);
    }

    /** Further runs of what has been added before. @param {Result} result */
    gather(result) {
        const known = this.results.find(({ what, who }) => what === result.what && who === result.who);
        if (known) known.runs.push(...result.runs);
        else this.results.push(result);
    }

    /** @param {{ section: string, what: string, who: string, reason: string }} failure */
    fail(failure) {
        this.failures.push(failure);
        console.log(`  ${failure.what.padEnd(52)} ${failure.who.padEnd(28)} FAILED: ${failure.reason}`);
    }

    /**
     * Does some work for a peer; what goes wrong is told as its failure, and the others go on.
     * @param {{ section: string, what: string, who: string }} whose
     * @param {() => Promise<void>} work
     */
    async attempt(whose, work) {
        try {
            await work();
        } catch (error) {
            const reason = /** @type {Error} */ (error).message
                .split("\n")[0]
                .replace(/^(page\.evaluate: )?(Error: )?/, "");
            this.fail({ ...whose, reason });
        }
    }

    /** @param {string} what @param {number} got @param {number} allowed */
    check(what, got, allowed) {
        const passed = got <= allowed;
        this.checks.push({ what, got, allowed, passed });
        console.log(
            `  ${passed ? "equal" : "NOT EQUAL"}: ${what}: ${Number(got.toPrecision(3))}, at most ${allowed} is allowed`,
        );
    }

    /** Whether all that was compared is equal, and nothing of bethscope's is missing. A peer may fail: it is shown. */
    get passed() {
        const own = this.failures.some(({ who }) => who.startsWith(SELF) || who === SECTION);
        return !own && this.checks.every(({ passed }) => passed);
    }

    /** What another does better, where it is furthest ahead first. */
    get slower() {
        return this.results
            .map((result) => ({ ...result, ratio: this.#ratio(result) ?? 1 }))
            .filter(({ ratio }) => ratio < 1)
            .sort((a, b) => a.ratio - b.ratio)
            .map(({ what, who, unit, runs, ratio }) => {
                const [theirs, mine] = [runs, this.#own(what)?.runs ?? []].map((each) => shown(spread(each).median));
                return `${times(ratio)}  ${what}: ${theirs} ${unit} by ${who}, ${mine} by ${SELF}`;
            });
    }

    /** @returns {string} */
    table() {
        const head = ["what", "who", "median", "min", "max", "unit", `${SELF} is better by`];
        const rows = this.results.map((result) => {
            const { median, min, max } = spread(result.runs);
            const ratio = this.#ratio(result);
            return [
                result.what,
                result.who,
                ...[median, min, max].map(shown),
                result.unit,
                ratio === null ? "" : times(ratio),
            ];
        });
        const failed = this.failures.map(({ what, who, reason }) => [what, who, "failed", "", "", "", reason]);
        return aligned([head, ...rows, ...failed]);
    }

    /** The result of bethscope that others are compared with. @param {string} what */
    #own(what) {
        return this.results.find((result) => result.what === what && result.who.startsWith(SELF));
    }

    /** How many times as good the result of bethscope is as that of another. @param {Result} result */
    #ratio(result) {
        const own = this.#own(result.what);
        if (!own || result.who.startsWith(SELF)) return null;
        const [mine, theirs] = [spread(own.runs).median, spread(result.runs).median];
        return result.better === "more" ? mine / theirs : theirs / mine;
    }

    /** @param {object} about */
    json(about) {
        const results = this.results.map((result) => ({
            ...result,
            ...spread(result.runs),
            bethscopeIsBetterBy: this.#ratio(result),
        }));
        return JSON.stringify(
            { ...about, slower: this.slower, results, checks: this.checks, failures: this.failures },
            null,
            2,
        );
    }
}

/** @param {number[]} runs */
function spread(runs) {
    const sorted = runs.toSorted((a, b) => a - b);
    const middle = (sorted.length - 1) / 2;
    const median = (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
    return { median, min: sorted[0], max: sorted[sorted.length - 1] };
}

/** @param {number} value */
function shown(value) {
    if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString("en");
    return String(Number(value.toPrecision(3)));
}

/** @param {number} ratio */
const times = (ratio) => `${ratio.toPrecision(3)}×`;

/** @param {string[][]} rows */
function aligned(rows) {
    const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
    // Words to the left, figures to the right; a reason may be long and comes last.
    const left = [true, true, false, false, false, true, true];
    const line = (/** @type {string[]} */ row) =>
        row
            .map((cell, column) => (left[column] ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
            .join("  ")
            .trimEnd();
    const [head, ...rest] = rows;
    return [
        line(head),
        widths.map((width, column) => "-".repeat(column === 6 ? head[6].length : width)).join("  "),
        ...rest.map(line),
    ].join("\n");
}
