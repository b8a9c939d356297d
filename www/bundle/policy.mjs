// The Content-Security-Policy stands in index.html; the other forms of the page have theirs from there.

const META = /(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(">)/;

/** The policy of a page: what each rule lets in. @param {string} page @returns {Map<string, string>} */
export function policyOf(page) {
    const [, , text = ""] = META.exec(page) ?? [];
    if (!text) throw new Error("www/index.html has no Content-Security-Policy in a meta element.");
    return new Map(text.split("; ").map((rule) => /** @type {[string, string]} */ (rule.split(/ (.*)/, 2))));
}

/** @param {Map<string, string>} policy */
export const written = (policy) => [...policy].map(([rule, sources]) => `${rule} ${sources}`.trim()).join("; ");

/** The page under another policy. @param {string} page @param {Map<string, string>} policy */
export const under = (page, policy) => page.replace(META, (_, before, __, after) => before + written(policy) + after);
