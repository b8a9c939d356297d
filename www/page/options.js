// What a network is trained with, option by option: where the form has it, what it begins with, and what it can be.

/** @typedef {"preset" | "recipe" | "hidden" | "epochs" | "batch" | "learningRate" | "patience" | "classWeights" | "pair" | "seed" | "validationShare"} Option */

/** What a link says, in its shortest form; null where that is of no use. @typedef {(said: string) => string | null} Take */

/** @param {string[]} known */
export const oneOf =
    (...known) =>
    (/** @type {string} */ said) =>
        known.includes(said) ? said : null;

/** @param {number} least @param {number} most */
export const whole = (least, most) => (/** @type {string} */ said) =>
    /^-?\d{1,15}$/.test(said) && Number(said) >= least && Number(said) <= most ? String(Number(said)) : null;

/** @param {number} least @param {number} most */
export const number = (least, most) => (/** @type {string} */ said) =>
    /^(\d{1,15}\.?|\d{0,15}\.\d{1,17})(e-?\d{1,3})?$/i.test(said) && Number(said) >= least && Number(said) <= most
        ? String(Number(said))
        : null;

/** So many widths, from 1 to 1024; "none" for a network without hidden layers. @param {string} said */
function widths(said) {
    const written = said.trim();
    if (written === "none") return written;
    const all = written.match(/\d+/g) ?? [];
    const fit = all.length <= 8 && all.every((width) => whole(1, 1024)(width));
    return fit && /^(\d+[\s,;x×–-]+)*\d+,?$/.test(written) ? all.map(Number).join("-") : null;
}

/** Weights of benign and suspicious rows. @param {string} said */
function pair(said) {
    const both = said
        .split(/[\s,;:]+/)
        .filter(Boolean)
        .map(number(1e-6, 1e6));
    return both.length === 2 && both.every(Boolean) ? both.join(":") : null;
}

/**
 * @typedef {object} TrainingOption
 * @property {Option} option in the engine's config, but for `pair`, which belongs to `classWeights`
 * @property {string} field the id of its field in the form
 * @property {string} name in a link
 * @property {string} first what the form begins with, as a link says it
 * @property {Take} take
 * @property {(said: string) => string} written how the form writes what a link says
 * @property {string} empty what an empty field stands for, as a link says it
 */

/**
 * @param {Option} option
 * @param {string} field
 * @param {string} name
 * @param {string} first
 * @param {Take} take
 * @param {Partial<TrainingOption>} [form]
 * @returns {TrainingOption}
 */
const option = (option, field, name, first, take, form) => ({
    ...{ option, field, name, first, take },
    ...{ written: String, empty: first, ...form },
});

/** What a network is trained with; the engine's ranges stand in src/config.rs. */
export const OPTIONS = [
    option("preset", "preset", "preset", "keras", oneOf("keras", "pytorch")),
    option("recipe", "inputs", "recipe", "flagged", oneOf("flagged", "standard", "paper", "clip", "signed-log")),
    option("hidden", "hidden", "layers", "128-64", widths, {
        written: (said) => (said === "none" ? "" : said.replaceAll("-", ", ")),
        empty: "none",
    }),
    option("epochs", "epochs", "epochs", "30", whole(1, 10_000)),
    option("batch", "batch", "batch", "1024", whole(1, 65_536)),
    option("learningRate", "learning-rate", "rate", "0.002", number(1e-9, 10)),
    option("patience", "patience", "patience", "5", whole(0, 10_000)),
    option("classWeights", "class-weights", "weights", "none", oneOf("none", "balanced", "given")),
    option("pair", "weight-pair", "pair", "1:10", pair, { written: (said) => said.replace(":", ", ") }),
    option("seed", "seed", "seed", "1", whole(0, 0xffffffff)),
    option("validationShare", "share", "held-out", "0.2", number(0.01, 0.9)),
];
