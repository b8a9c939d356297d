// Step 2, what is to be trained: what the form says, as it is written there, and the engine's config that it stands for. The
// engine judges the values; here is only told what cannot be read.

import { OPTIONS } from "./options.js";

/** @typedef {import("../engine/bethscope.js").Config} Config */
/** @typedef {import("./options.js").Option} Option */
/** @typedef {Record<Option, string | null>} Recipe null where what is written is no number */
/** @typedef {{ option: Option, said: string }} Fault what is wrong, and where */

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
                said: `write two numbers over 0 with a comma between, such as 1, 10; “${pair}” is not that.`,
            };
        }
        config.classWeights = [benign, suspicious];
    } else config.classWeights = /** @type {"none" | "balanced"} */ (recipe.classWeights);
    const hidden = recipe.hidden ?? "";
    if (!WIDTHS.test(hidden.trim())) {
        return {
            option: "hidden",
            said: `write the widths as whole numbers with commas between, such as 128, 64; “${hidden}” is not that.`,
        };
    }
    config.hidden = (hidden.match(/\d+/g) ?? []).map(Number);
    for (const option of NUMBERS) {
        const written = recipe[option];
        if (written === null) return { option, said: "that is not a number." };
        if (written.trim() !== "") config[option] = Number(written);
    }
    return { config };
}

/**
 * What the engine says of an option; null where it speaks of something else.
 * @param {string | null} message such as "learningRate must be a number from 0.000000001 to 10; 20 was given."
 * @returns {Fault | null}
 */
export function refusalOf(message) {
    const [, named, said] = /^(\w+)(?: \(each layer\))? (must be .*)$/s.exec(message ?? "") ?? [];
    const option = named === "classWeights" ? "pair" : named;
    return Object.hasOwn(firstRecipe, option ?? "") ? { option: /** @type {Option} */ (option), said } : null;
}
