// The choice of a language, in the header. The words of another one than English are fetched when they are asked for;
// start.js has begun with that where they are asked for from the first.

import { byId, complain, fill, h } from "./dom.js";
import { speak, t, tag } from "./language.js";
import { remember, wantedLanguage } from "./wanted.js";

/** @typedef {import("./language.js").Catalogue} Catalogue */

/** @param {import("./state.js").Store} store */
export function mountLanguages(store) {
    const select = byId("language", HTMLSelectElement);
    const message = byId("language-message", HTMLElement);
    const known = Object.keys(bethscope.languages);
    let newest = "en";

    fill(
        select,
        h("option", { value: "en", lang: "en", translate: "no" }, "English"),
        ...known.map((code) =>
            h("option", { value: code, lang: code, translate: "no" }, bethscope.languages[code].name),
        ),
    );

    /** @param {string} code @param {Promise<Catalogue> | null} coming */
    async function change(code, coming) {
        newest = code;
        select.value = code;
        try {
            const catalogue = code === "en" ? null : await (coming ?? import(bethscope.languages[code].url.href));
            // Another one was chosen meanwhile.
            if (newest !== code || code === tag) return;
            speak(catalogue);
            store.set({ language: tag });
            complain(message, null);
        } catch {
            if (newest !== code) return;
            newest = select.value = tag;
            complain(message, t.languageMissing(bethscope.languages[code].name));
        }
    }

    select.addEventListener("change", () => {
        remember(select.value);
        // A link has it, so that whoever opens it reads what was meant.
        store.change("asked", { language: select.value });
    });
    if (bethscope.language !== "en") change(bethscope.language, bethscope.words);
    store.watch(["asked"], ({ asked: { language } }) => {
        const now = language ?? wantedLanguage(known);
        if (now !== newest) change(now, now === bethscope.language ? bethscope.words : null);
    });
}
