import { get } from "./held.js";
import { lookUp } from "./look.js";

/** @import * as wasm from "#glue" */
/** @typedef {import("./held.js").Source} Source */

// What scores, models and data answer in between, without waiting for what is under way; worker.js lists the verbs.

/** @param {wasm.Lists} lists */
function typed(lists) {
    return Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, Float64Array.from(list)]));
}

/** @type {Record<string, (args: any) => any>} */
export const questions = {
    probabilities({ scores }) {
        const { object } = get(scores);
        const all = new Float32Array(object.rows);
        object.probabilities(all);
        return all;
    },

    metrics: ({ scores, threshold, label }) => get(scores).object.metrics(threshold, label),

    curves({ scores, label }) {
        const { roc, pr, histogram, reliability } = get(scores).object.curves(label);
        const { edges, rows, benign, suspicious } = histogram;
        const classes = { edges, benign: benign ?? rows, suspicious: suspicious ?? rows.map(() => 0) };
        return {
            roc: roc && typed(roc),
            pr: pr && typed(pr),
            histogram: typed(classes),
            reliability: reliability && typed(reliability),
        };
    },

    async figures({ scores, threshold, label, query }) {
        // A file that cannot be read any more has figures all the same; whoever asks for its rows is told why not.
        const reading = questions.page({ scores, query }).catch((/** @type {unknown} */ error) => {
            if (error instanceof WebAssembly.RuntimeError) throw error;
            return null;
        });
        // While the file is read.
        const counting = (async () => ({
            metrics: questions.metrics({ scores, threshold, label }),
            curves: questions.curves({ scores, label }),
        }))();
        const [page, counted] = await Promise.all([reading, counting]);
        return { ...counted, page };
    },

    within: ({ scores, rows }) => get(scores).object.within(rows),

    operate({ model, rule, bytes }) {
        const { object } = get(model);
        const [name, number] = typeof rule === "string" ? [rule, 0] : (Object.entries(rule ?? {})[0] ?? ["", 0]);
        const changed = object.operate(name, Number(number), bytes);
        return { info: object.info, bytes: changed };
    },

    drift: ({ model, data }) => get(model).object.drift(get(data).object),

    async page({ scores, query }) {
        const { object, source } = get(scores);
        await lookUp(scores, object, query, /** @type {Source} */ (source).text);
        const page = object.page(query);
        const texts = await /** @type {Source} */ (source).ranges(page.rows);
        const rows = page.rows.map((/** @type {any} */ { start, end, ...row }, /** @type {number} */ index) => ({
            ...row,
            cells: object.cells(texts[index]),
        }));
        return { ...page, rows };
    },
};
