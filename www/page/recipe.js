// Step 2, the form: what to train, read into the engine's config. The engine judges the values; the form only says what
// it cannot read as a number.

import { byId } from "./dom.js";

/** @typedef {import("../engine/bethscope.js").Config} Config */

const NUMBERS = /** @type {const} */ ([
    ["epochs", "epochs", "Epochs"],
    ["batch", "batch", "Batch"],
    ["learning-rate", "learningRate", "Learning rate"],
    ["patience", "patience", "Patience"],
    ["seed", "seed", "Seed"],
    ["share", "validationShare", "Held out"],
]);

/**
 * Reads the form. An empty field leaves the engine's default.
 * @returns {{ config: Config } | { message: string, field: HTMLElement }}
 */
export function readRecipe() {
    /** @type {Config} */
    const config = {
        preset: /** @type {Config["preset"]} */ (byId("preset", HTMLSelectElement).value),
        recipe: /** @type {Config["recipe"]} */ (byId("inputs", HTMLSelectElement).value),
    };
    const weights = byId("class-weights", HTMLSelectElement).value;
    if (weights === "given") {
        const pair = byId("weight-pair", HTMLInputElement);
        const [benign, suspicious, ...more] = pair.value
            .split(/[\s,;:]+/)
            .filter(Boolean)
            .map(Number);
        if (!(benign > 0 && suspicious > 0) || more.length > 0) {
            return {
                message: `Benign, suspicious: write two numbers over 0 with a comma between, such as 1, 10; “${pair.value}” is not that.`,
                field: pair,
            };
        }
        config.classWeights = [benign, suspicious];
    } else config.classWeights = /** @type {"none" | "balanced"} */ (weights);
    const hidden = byId("hidden", HTMLInputElement);
    const widths = hidden.value.split(/[\s,;x–-]+/).filter(Boolean);
    if (!widths.every((width) => /^\d+$/.test(width))) {
        return {
            message: `Hidden layers: write the widths as whole numbers with commas between, such as 128, 64; “${hidden.value}” is not that.`,
            field: hidden,
        };
    }
    config.hidden = widths.map(Number);
    for (const [id, key, name] of NUMBERS) {
        const field = byId(id, HTMLInputElement);
        if (field.validity.badInput) return { message: `${name}: that is not a number.`, field };
        if (field.value.trim() !== "") config[key] = Number(field.value);
    }
    return { config };
}
