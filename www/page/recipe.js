// Step 2, what is to be trained: what the form says, as it is written there, and the engine's config that it stands for. The
// engine judges the values; here is only told what cannot be read.

import { t } from "./language.js";
import { OPTIONS } from "./options.js";

/** @typedef {import("../engine/bethscope.js").Config} Config */
/** @typedef {import("./options.js").Option} Option */
/** @typedef {Record<Option, string | null>} Recipe null where what is written is no number */
/** @typedef {{ option: Option, said: (field: string) => string }} Fault what is wrong, and where */

export const firstRecipe = /** @type {Record<Option, string>} */ (
    Object.fromEntries(OPTIONS.map(({ option, first, written }) => [option, written(first)]))
);

const NUMBERS = /** @type {const} */ (["epochs", "batch", "learningRate", "patience", "seed", "validationShare"]);

/** Whole numbers, with anything between them that people write there: "128, 64", "128 64", "128x64", "128-64". */
const WIDTHS = /^(\d+((\s*[,;x×–-]\s*|\s+)\d+)*\s*,?)?$/;

/**
 * An empty field leaves the engine's default.
 * @param {Recipe} recipe
 * @returns {{ config: Config } | Fault}
 */
export function configOf(recipe) {
    /** @type {Config} */
    const config = {
        preset: /** @type {Config["preset"]} */ (recipe.preset),
        recipe: /** @type {Config["recipe"]} */ (recipe.recipe),
    };
    if (recipe.classWeights === "given") {
        const pair = recipe.pair ?? "";
        const [benign, suspicious, ...more] = pair
            .split(/[\s,;:]+/)
            .filter(Boolean)
            .map(Number);
        if (!(benign > 0 && suspicious > 0) || more.length > 0) {
            return {
                option: "pair",
                said: (field) => t.form.fault(field, t.form.pair(pair)),
            };
        }
        config.classWeights = [benign, suspicious];
    } else config.classWeights = /** @type {"none" | "balanced"} */ (recipe.classWeights);
    const hidden = recipe.hidden ?? "";
    if (!WIDTHS.test(hidden.trim())) {
        return {
            option: "hidden",
            said: (field) => t.form.fault(field, t.form.widths(hidden)),
        };
    }
    config.hidden = (hidden.match(/\d+/g) ?? []).map(Number);
    for (const option of NUMBERS) {
        const written = recipe[option];
        if (written === null) return { option, said: (field) => t.form.fault(field, t.form.notANumber) };
        if (written.trim() !== "") config[option] = Number(written);
    }
    return { config };
}

/**
 * What the engine says of an option; null where it speaks of something else.
 * @param {unknown} error
 * @returns {Fault | null}
 */
export function refusalOf(error) {
    const { code, details } = Object(error);
    if (code !== "option") return null;
    // "hidden (each layer)"
    const [named] = details.option.split(" ");
    const option = named === "classWeights" ? "pair" : named;
    if (!Object.hasOwn(firstRecipe, option)) return null;
    return { option, said: (field) => t.form.refused(field, details) };
}
