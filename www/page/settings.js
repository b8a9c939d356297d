// Everything that can be set and that a link carries, in one table: the form's first values, the link and the reset come
// from here. Never data, and never the name of a file.

import { HALF, operatingOf } from "./operating.js";
import { number, OPTIONS, oneOf, whole } from "./options.js";
import { atOwn, everyFlaggedRow, fileById, highestScoresFirst } from "./state.js";

/** @typedef {import("./state.js").State} State */

/**
 * @typedef {object} Setting
 * @property {string} name in a link
 * @property {string} first what it is where a link says nothing of it, as a link would say it
 * @property {(said: string) => string | null} take what a link says, in its shortest form; null where that is of no use
 * @property {(state: State) => string} of what it is now, as a link says it; what no link can say counts as the first
 * @property {(state: State, said: string) => Partial<State>} put
 */

/** Longer names of columns, and values to look for, are no settings. */
const MOST_LETTERS = 120;

const text = (/** @type {string} */ said) => (said.length <= MOST_LETTERS ? said : null);

/**
 * An option of a training, as it is written in the form.
 * @param {import("./options.js").TrainingOption} option
 * @returns {Setting}
 */
const ofTraining = ({ option, name, first, take, written, empty }) => ({
    name,
    first,
    take,
    of({ form: { recipe } }) {
        const said = recipe[option]?.trim() ?? "";
        return said === "" ? empty : (take(said) ?? first);
    },
    put: ({ form: { recipe } }, said) => ({ form: { recipe: { ...recipe, [option]: written(said) }, fault: null } }),
});

/** Those beside English; outside of the page there are none. */
const languages = () => (typeof bethscope === "undefined" ? {} : bethscope.languages);

/** In which language the page speaks, where that was chosen. @type {Setting} */
const language = {
    name: "lang",
    first: "",
    take: (said) => (said === "en" || Object.hasOwn(languages(), said) ? said : null),
    of: ({ asked }) => asked.language ?? "",
    put: ({ asked }, said) => ({ asked: { ...asked, language: said === "" ? null : said } }),
};

/** Where the network comes from, where that was chosen. @type {Setting} */
const network = {
    name: "network",
    first: "",
    take: oneOf("pretrained", "train", "load"),
    of: ({ source }) => (source.chosen ? source.kind : ""),
    put({ source }, said) {
        if (said === "") return { source: source.chosen ? { kind: "train", chosen: false } : source };
        return { source: { kind: /** @type {State["source"]["kind"]} */ (said), chosen: true } };
    },
};

/** Which file is scored, by what it is used for, where that was chosen. @type {Setting} */
const scored = {
    name: "scored",
    first: "",
    take: oneOf("train", "validation", "test"),
    of: (state) => fileById(state, state.result.wish.fileId)?.role ?? state.asked.role ?? "",
    put({ asked, result }, said) {
        const role = said === "" ? null : /** @type {State["asked"]["role"]} */ (said);
        return { asked: { ...asked, role }, result: { ...result, wish: { ...result.wish, fileId: null } } };
    },
};

/** The rule by which a threshold is chosen where nobody has said one (src/metrics/operating.rs). */
const FIRST_RULE = { falseAlarms: 0.001 };

/** @typedef {import("../engine/bethscope.js").Rule} Rule */

/** Where the line is drawn. @type {Setting} */
const line = {
    name: "line",
    first: "false-alarms:0.1",
    take(said) {
        if (said === "best-f1" || said === "half") return said;
        const [, how = "", amount = ""] = /^([a-z-]+):(.*)$/.exec(said) ?? [];
        const take = AMOUNTS[how]?.(amount);
        return take ? `${how}:${take}` : null;
    },
    of({ network, result, asked }) {
        const { cut } = result.wish;
        if (cut.by === "rows") return `rows:${cut.rows}`;
        if (cut.by === "hand") return cut.threshold === HALF ? "half" : `threshold:${cut.threshold}`;
        return saidOf(asked.rule ?? operatingOf(network)?.rule ?? FIRST_RULE);
    },
    put({ network, result, asked }, said) {
        const [how, amount] = said.split(":");
        const value = Number(amount);
        /** @type {import("./state.js").Cut} */
        let cut = atOwn;
        /** @type {Rule | null} */
        let rule = null;
        if (how === "half" || how === "threshold")
            cut = { by: "hand", threshold: how === "half" ? HALF : value, on: null };
        else if (how === "rows") cut = { by: "rows", rows: value };
        else if (how === "best-f1") rule = "bestF1";
        else if (how === "miss-cost") rule = { missCost: value };
        else rule = { falseAlarms: value / 100 };
        // A network that comes with a rule of its own keeps it, where the link does not say another.
        const own = operatingOf(network)?.rule;
        if (said === line.first && (!own || saidOf(own) === said)) rule = null;
        return { asked: { ...asked, cut, rule }, result: { ...result, wish: { ...result.wish, cut } } };
    },
};

/** @type {Record<string, Setting["take"]>} */
const AMOUNTS = {
    threshold: number(0, 1),
    rows: whole(1, 1e12),
    "false-alarms": number(0, 100),
    "miss-cost": number(1e-9, 1e9),
};

/** @param {Rule} rule */
export function saidOf(rule) {
    if (rule === "bestF1") return "best-f1";
    if ("missCost" in rule) return `miss-cost:${rule.missCost}`;
    // 0.07 times 100 is 7.000000000000001.
    return `false-alarms:${Number((rule.falseAlarms * 100).toPrecision(6))}`;
}

/** Which label files with both are measured against. @type {Setting} */
const against = {
    name: "against",
    first: "sus",
    take: oneOf("sus", "evil"),
    of: ({ result }) => result.wish.label,
    put({ result }, said) {
        return { result: { ...result, wish: { ...result.wish, label: said === "evil" ? "evil" : "sus" } } };
    },
};

/** @typedef {State["filter"]} Filter */

/**
 * What the table of rows is narrowed down by: `values` are what the words of a link stand for.
 * @template {keyof Filter} K
 * @param {K} key
 * @param {string} name
 * @param {Setting["take"]} take
 * @param {(said: string) => Filter[K]} value
 * @param {(value: NonNullable<Filter[K]>) => string} [said]
 * @returns {Setting}
 */
function filter(key, name, take, value, said = String) {
    const words = (/** @type {Filter[K]} */ value) => (value === null ? "" : said(/** @type {any} */ (value)));
    return {
        name,
        first: words(everyFlaggedRow[key]),
        take,
        of: ({ filter }) => words(filter[key]),
        put({ asked, filter: before }, said) {
            const filter = { ...before, [key]: said === "" ? everyFlaggedRow[key] : value(said) };
            return { filter, asked: { ...asked, filter } };
        },
    };
}

/** @type {Record<string, Filter["op"]>} */
const OPS = {
    contains: "contains",
    is: "=",
    "is-not": "!=",
    below: "<",
    "at-most": "<=",
    above: ">",
    "at-least": ">=",
};
const opName = (/** @type {Filter["op"]} */ op) => Object.keys(OPS).find((name) => OPS[name] === op) ?? "contains";

const id = whole(-999_999_999_999_999, 999_999_999_999_999);

/** Columns that the engine can sort by. */
const SORTED = [
    ...["probability", "row", "processId", "threadId", "parentProcessId", "userId"],
    ...["mountNamespace", "argsNum", "returnValue"],
];

/** What the table of rows is sorted by, with a minus where the highest stands first. @type {Setting} */
const sort = {
    name: "sort",
    first: "-probability",
    take: (said) => (SORTED.includes(said.replace(/^-/, "")) ? said : null),
    of: ({ paging: { sort } }) => `${sort.descending ? "-" : ""}${sort.by}`,
    put({ asked }, said) {
        const sort =
            said === this.first
                ? highestScoresFirst.sort
                : { by: said.replace(/^-/, ""), descending: said.startsWith("-") };
        return { paging: { sort, page: 1 }, asked: { ...asked, sort } };
    },
};

/** In the order in which a link names them. What else is to be in links gets a line here. @type {Setting[]} */
export const SETTINGS = [
    language,
    network,
    ...OPTIONS.map(ofTraining),
    scored,
    line,
    against,
    filter("rows", "show", oneOf("flagged", "unflagged", "all"), (said) => /** @type {Filter["rows"]} */ (said)),
    filter(
        "label",
        "label",
        oneOf("suspicious", "benign"),
        (said) => (said === "suspicious" ? 1 : 0),
        (label) => (label === 1 ? "suspicious" : "benign"),
    ),
    filter("userId", "user", id, Number),
    filter("processId", "process", id, Number),
    filter("parentProcessId", "parent", id, Number),
    filter("column", "column", text, String),
    filter("op", "is", oneOf(...Object.keys(OPS)), (said) => OPS[said], opName),
    filter("value", "value", text, String),
    sort,
];

/**
 * The state with everything as these parts of a link say, and all else as it is at first.
 * @param {State} state
 * @param {Map<string, string>} parts by name
 * @returns {State}
 */
export function withSettings(state, parts) {
    const put = (/** @type {State} */ now, /** @type {Setting} */ setting) => ({
        ...now,
        ...setting.put(now, parts.get(setting.name) ?? setting.first),
    });
    const next = SETTINGS.reduce(put, state);
    // The file in sight may have no such column.
    const columns = fileById(next, next.result.fileId)?.data?.summary.columns;
    if (!columns || next.filter.column === "" || columns.includes(next.filter.column)) return next;
    const filter = { ...next.filter, column: "" };
    return { ...next, filter, asked: { ...next.asked, filter } };
}

/**
 * What is not as it is at first.
 * @param {State} state
 * @returns {Map<string, string>}
 */
export function settingsOf(state) {
    const all = SETTINGS.map((setting) => ({ ...setting, said: setting.of(state) }));
    return new Map(all.filter(({ said, first }) => said !== first).map(({ name, said }) => [name, said]));
}
