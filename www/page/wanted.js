// Which language a visitor wants: what the address says, else what was chosen here before, else what the browser asks for
// first.

/** Where the choice is kept. */
const KEY = "bethscope.language";

/** @param {string[]} known those that there are beside English @returns {string} */
export function wantedLanguage(known) {
    const wishes = [inAddress(), chosenBefore(), navigator.languages?.[0]?.split("-")[0]];
    return wishes.find((wish) => wish === "en" || known.includes(wish ?? "")) ?? "en";
}

/** @returns {string | null} */
function inAddress() {
    return new URLSearchParams(location.hash.slice(1)).get("lang");
}

/** @returns {string | null} */
function chosenBefore() {
    try {
        return localStorage.getItem(KEY);
    } catch {
        // A browser that keeps nothing.
        return null;
    }
}

/** @param {string} language */
export function remember(language) {
    try {
        localStorage.setItem(KEY, language);
    } catch {
        // It is asked for again the next time.
    }
}
