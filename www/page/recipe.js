// Step 2, the form: what to train, read into the engine's config. The engine judges the values; the form only says what
// it cannot read as a number.

import { byId } from "./dom.js";

/** @typedef {import("../engine/bethscope.js").Config} Config */

/** @typedef {{ message: string, field: HTMLInputElement }} Fault what is wrong, in the words of the form, and where */

/** The fields of the form by what the engine calls them. */
const FIELDS = {
    hidden: "hidden",
    epochs: "epochs",
    batch: "batch",
    learningRate: "learning-rate",
    patience: "patience",
    classWeights: "weight-pair",
    seed: "seed",
    validationShare: "share",
};

const NUMBERS = /** @type {const} */ (["epochs", "batch", "learningRate", "patience", "seed", "validationShare"]);

/** Whole numbers, with anything between them that people write there: "128, 64", "128 64", "128x64", "128-64". */
const WIDTHS = /^(\d+((\s*[,;x×–-]\s*|\s+)\d+)*\s*,?)?$/;

/**
 * Reads the form. An empty field leaves the engine's default.
 * @returns {{ config: Config } | Fault}
 */
export function readRecipe() {
    /** @type {Config} */
    const config = {
        preset: /** @type {Config["preset"]} */ (byId("preset", HTMLSelectElement).value),
        recipe: /** @type {Config["recipe"]} */ (byId("inputs", HTMLSelectElement).value),
    };
    const weights = byId("class-weights", HTMLSelectElement).value;
    if (weights === "given") {
        const pair = fieldOf("classWeights");
        const [benign, suspicious, ...more] = pair.value
            .split(/[\s,;:]+/)
            .filter(Boolean)
            .map(Number);
        if (!(benign > 0 && suspicious > 0) || more.length > 0) {
            return fault(
                pair,
                `write two numbers over 0 with a comma between, such as 1, 10; “${pair.value}” is not that.`,
            );
        }
        config.classWeights = [benign, suspicious];
    } else config.classWeights = /** @type {"none" | "balanced"} */ (weights);
    const hidden = fieldOf("hidden");
    if (!WIDTHS.test(hidden.value.trim())) {
        return fault(
            hidden,
            `write the widths as whole numbers with commas between, such as 128, 64; “${hidden.value}” is not that.`,
        );
    }
    config.hidden = (hidden.value.match(/\d+/g) ?? []).map(Number);
    for (const option of NUMBERS) {
        const field = fieldOf(option);
        if (field.validity.badInput) return fault(field, "that is not a number.");
        if (field.value.trim() !== "") config[option] = Number(field.value);
    }
    return { config };
}

/**
 * What the engine says of an option, in the words of the form; null where it speaks of something else.
 * @param {string} message such as "learningRate must be a number from 0.000000001 to 10; 20 was given."
 * @returns {Fault | null}
 */
export function faultOf(message) {
    const [, option, said] = /^(\w+)(?: \(each layer\))? (must be .*)$/s.exec(message) ?? [];
    return Object.hasOwn(FIELDS, option ?? "")
        ? fault(fieldOf(/** @type {keyof typeof FIELDS} */ (option)), said)
        : null;
}

/**
 * Marks the field with the fault, and takes the visitor there.
 * @param {HTMLInputElement} field
 */
export function pointOut(field) {
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-errormessage", "model-message");
    field.addEventListener("input", () => clear(field), { once: true });
    field.closest("details")?.setAttribute("open", "");
    field.focus();
}

/** Takes all marks away. */
export function clearFaults() {
    for (const id of Object.values(FIELDS)) clear(byId(id, HTMLInputElement));
}

/** @param {HTMLInputElement} field */
function clear(field) {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-errormessage");
}

/** @param {keyof typeof FIELDS} option */
function fieldOf(option) {
    return byId(FIELDS[option], HTMLInputElement);
}

/** @param {HTMLInputElement} field @param {string} said @returns {Fault} */
function fault(field, said) {
    const name = field.labels?.[0]?.querySelector("span")?.textContent ?? "";
    return { message: said.startsWith("must") ? `${name} ${said}` : `${name}: ${said}`, field };
}
