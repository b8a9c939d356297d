// Step 2, the form: it draws what is to be trained, and takes down what the visitor writes there.

import { byId } from "./dom.js";
import { OPTIONS } from "./options.js";
import { configOf, refusalOf } from "./recipe.js";

/** @typedef {import("./recipe.js").Option} Option */
/** @typedef {HTMLInputElement | HTMLSelectElement} Field */

const IDS = /** @type {Record<Option, string>} */ (
    Object.fromEntries(OPTIONS.map(({ option, field }) => [option, field]))
);

/**
 * @param {import("./state.js").Store} store
 * @param {import("./training.js").TrainingDesk} desk
 */
export function mountForm(store, desk) {
    const options = /** @type {Option[]} */ (Object.keys(IDS));
    for (const option of options) {
        const field = fieldOf(option);
        field.addEventListener("input", () => {
            clear(field);
            const written = field.validity.badInput ? null : field.value;
            store.change("form", { recipe: { ...store.state.form.recipe, [option]: written } });
        });
    }
    byId("train-panel", HTMLFormElement).addEventListener("submit", (event) => {
        event.preventDefault();
        for (const option of options) clear(fieldOf(option));
        const read = configOf(store.state.form.recipe);
        if ("option" in read) {
            store.change("form", { fault: read });
            pointOut(read.option);
            return;
        }
        store.change("form", { fault: null });
        store.set({ weights: { busy: false, message: null } });
        desk.train(read.config);
    });

    store.watch(["form"], ({ form: { recipe } }) => {
        for (const option of options) {
            const field = fieldOf(option);
            const written = recipe[option];
            if (written !== null && field.value !== written) field.value = written;
        }
        byId("weight-pair-field", HTMLElement).hidden = recipe.classWeights !== "given";
    });

    /** The visitor is taken to what the engine refuses, once. */
    let refused = store.state.training.error;
    store.watch(["training"], ({ training: { error } }) => {
        const refusal = error === refused ? null : refusalOf(error);
        refused = error;
        if (refusal) pointOut(refusal.option);
    });
}

/** A fault in the words of the form. @param {import("./recipe.js").Fault} fault */
export function faultWords({ option, said }) {
    return said(fieldOf(option).labels?.[0]?.querySelector("span")?.textContent ?? "");
}

/** Marks the field with the fault, and takes the visitor there. @param {Option} option */
function pointOut(option) {
    const field = fieldOf(option);
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-errormessage", "model-message");
    field.closest("details")?.setAttribute("open", "");
    field.focus();
}

/** @param {Field} field */
function clear(field) {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-errormessage");
}

/** @param {Option} option @returns {Field} */
function fieldOf(option) {
    const field = document.getElementById(IDS[option]);
    if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) return field;
    throw new Error(`index.html has no field with the id ${IDS[option]}`);
}
