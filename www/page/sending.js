// “Try to send something out”: what a page could do to get data out, done, and what the page's policy said to it. All
// addresses end in .invalid, which nobody can have: so nobody is reached, and a failure alone proves nothing. What proves
// is that the browser tells of the rule that was broken.

import { byId, fill, h, say } from "./dom.js";
import { tries } from "./tries.js";

/** @typedef {import("./tries.js").Outcome} Outcome */

const WORDS = {
    trying: "Trying …",
    caption: "What was tried, and what came of it",
    tried: "Tried",
    outcome: "What came of it",
    /** @param {number} refused @param {number} all */
    counts: (refused, all) => `${refused} of ${all} ways were refused by the policy that this page carries.`,
    rest: "Where a line says otherwise, it also says how you would notice. The browser itself and its extensions stand above any page’s policy; whoever must be sure switches the network off, and the page works on.",
    /** @param {string} rule */
    refused: (rule) => `Refused by the rule ${rule}`,
    open: "Not refused",
    seen: "The browser’s network panel (F12) shows whether it went",
    unclear: "It failed, and this browser does not say whether a rule was the reason",
    lacking: "This browser cannot do that",
    untried: "Not tried",
};

export function mountSending() {
    const button = byId("try-sending", HTMLButtonElement);
    const state = byId("sending-state", HTMLElement);
    const table = byId("sending", HTMLTableElement);
    let busy = false;

    button.addEventListener("click", async () => {
        if (busy) return;
        busy = true;
        say(state, WORDS.trying);
        /** @type {{ outcome: Outcome, row: HTMLTableRowElement }[]} */
        const done = [];
        for (const { what, note, attempt } of tries()) {
            const outcome = await attempt();
            done.push({ outcome, row: row(what, outcome, note) });
            fill(
                table,
                h("caption", { class: "unseen" }, WORDS.caption),
                head(),
                h("tbody", null, ...done.map((one) => one.row)),
            );
            table.hidden = false;
        }
        const refused = done.filter(({ outcome }) => outcome.came === "refused").length;
        say(state, `${WORDS.counts(refused, done.length)} ${WORDS.rest}`);
        busy = false;
    });
    button.disabled = false;
}

function head() {
    return h(
        "thead",
        null,
        h("tr", null, ...[WORDS.tried, WORDS.outcome].map((name) => h("th", { scope: "col" }, name))),
    );
}

/** @param {string} what @param {Outcome} outcome @param {string} [note] why nothing in a page can refuse it */
function row(what, outcome, note) {
    const { came, rule } = outcome;
    const words = came === "refused" ? WORDS.refused(String(rule)) : WORDS[came];
    const more = came === "open" || came === "untried" ? ` ${note ?? WORDS.seen}.` : "";
    return h("tr", { "data-came": came }, h("th", { scope: "row" }, what), h("td", null, `${words}.${more}`));
}
