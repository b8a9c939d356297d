// Step 3, where the line is drawn: by what rule, where by hand, what was promised on the validation rows and what came of it.

import { byId, complain, fill, h, say } from "./dom.js";
import { newColumns, newIn } from "./drift.js";
import { logOdds, probability } from "./odds.js";
import { HALF, operatingOf, origin, ownThreshold, promises } from "./operating.js";
import { chance } from "./words.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {"falseAlarms" | "missCost" | "bestF1" | "half" | "rows" | "hand"} Kind */

/** What a rule asks for, and with what to begin. @type {Partial<Record<Kind, { unit: string, start: number, least: number, most: number, wrong: string }>>} */
const NUMBERS = {
    falseAlarms: {
        unit: "% of benign rows",
        start: 0.1,
        least: 0,
        most: 100,
        wrong: "A share of false alarms is a number from 0 to 100.",
    },
    missCost: {
        unit: "false alarms",
        start: 10,
        least: 1e-6,
        most: 1e9,
        wrong: "The cost of a miss is a number over 0.",
    },
    rows: { unit: "rows", start: 100, least: 1, most: 1e9, wrong: "A number of rows is at least 1." },
};

/**
 * @param {import("./state.js").Store} store
 * @param {import("./scoring.js").Scoring} scoring
 */
export function mountThreshold(store, scoring) {
    const slider = byId("threshold", HTMLInputElement);
    const number = byId("threshold-number", HTMLInputElement);
    const rule = byId("rule", HTMLSelectElement);
    const amount = byId("rule-amount", HTMLInputElement);
    const wrong = byId("rule-wrong", HTMLElement);
    const drawPromises = mountPromises();
    const drawNews = mountNews();
    /** What is chosen and cannot be asked for yet: its number is wrong. @type {Kind | null} */
    let meant = null;

    // It moves evenly through the log odds.
    slider.addEventListener("input", () => scoring.setThreshold(probability(slider.valueAsNumber)));
    number.addEventListener("input", () => {
        scoring.setThreshold(number.valueAsNumber);
        number.setAttribute("aria-invalid", String(!(number.valueAsNumber >= 0 && number.valueAsNumber <= 1)));
    });
    number.addEventListener("blur", () => {
        number.value = chance(wishedThreshold(store.state));
        number.removeAttribute("aria-invalid");
    });
    rule.addEventListener("change", () => {
        const kind = /** @type {Kind} */ (rule.value);
        amount.value = String(NUMBERS[kind]?.start ?? "");
        ask(kind);
    });
    amount.addEventListener("change", () => ask(/** @type {Kind} */ (rule.value)));

    /** @param {Kind} kind */
    function ask(kind) {
        const asked = NUMBERS[kind];
        const value = amount.valueAsNumber;
        const refused = asked && !(value >= asked.least && value <= asked.most) ? asked.wrong : null;
        complain(wrong, refused);
        amount.setAttribute("aria-invalid", String(refused !== null));
        meant = refused === null ? null : kind;
        if (refused !== null) return drawRule(store.state);
        if (kind === "half") scoring.setThreshold(HALF);
        else if (kind === "hand") scoring.setThreshold(wishedThreshold(store.state));
        else if (kind === "rows") scoring.draw({ by: "rows", rows: Math.floor(value) });
        else if (kind === "bestF1") scoring.rule("bestF1");
        else if (kind === "missCost") scoring.rule({ missCost: value });
        else scoring.rule({ falseAlarms: value / 100 });
    }

    /** @param {State} state */
    function drawRule(state) {
        const kind = meant ?? kindOf(state);
        rule.value = kind;
        for (const option of rule.options) {
            if (["falseAlarms", "missCost", "bestF1"].includes(option.value))
                option.disabled = !operatingOf(state.network);
        }
        const asked = NUMBERS[kind];
        byId("rule-number", HTMLElement).hidden = !asked;
        say(byId("rule-unit", HTMLElement), asked?.unit ?? "");
        if (asked && meant === null && document.activeElement !== amount) amount.value = String(amountOf(state));
    }

    store.watch(["result", "network"], (state) => {
        const { result } = state;
        if (result.status !== "ready" || !result.metrics || !result.curves) return;
        const threshold = wishedThreshold(state);
        const { edges } = result.curves.histogram;
        slider.min = String(edges[0]);
        slider.max = String(edges[edges.length - 1]);
        slider.value = String(logOdds(threshold));
        slider.setAttribute("aria-valuetext", chance(threshold));
        if (document.activeElement !== number) number.value = chance(threshold);
        drawRule(state);
        say(byId("origin", HTMLElement), origin(state));
        drawPromises(state);
        drawNews(state);
    });
}

/** @param {State} state */
function wishedThreshold({ network, result }) {
    const { cut } = result.wish;
    if (cut.by === "hand") return cut.threshold;
    return cut.by === "network" ? ownThreshold(network) : result.threshold;
}

/** @param {State} state @returns {Kind} */
function kindOf({ network, result }) {
    const { cut } = result.wish;
    if (cut.by === "rows") return "rows";
    if (cut.by === "hand") return cut.threshold === HALF ? "half" : "hand";
    const operating = operatingOf(network);
    if (!operating?.point) return "half";
    const { rule } = operating;
    return rule === "bestF1" ? "bestF1" : "falseAlarms" in rule ? "falseAlarms" : "missCost";
}

/** The number that the present choice has. @param {State} state */
function amountOf({ network, result }) {
    const { cut } = result.wish;
    if (cut.by === "rows") return cut.rows;
    const rule = operatingOf(network)?.rule ?? "bestF1";
    if (rule === "bestF1") return "";
    return "falseAlarms" in rule ? Number((rule.falseAlarms * 100).toPrecision(6)) : rule.missCost;
}

/** The promise beside what came of it. @returns {(state: State) => void} */
function mountPromises() {
    const table = byId("promises", HTMLTableElement);
    const note = byId("promises-note", HTMLElement);
    const head = h(
        "tr",
        null,
        h("td", null),
        h("th", { scope: "col" }, "On validation"),
        h("th", { scope: "col" }, "Here"),
    );
    const body = h("tbody");
    fill(
        table,
        h("caption", { class: "unseen" }, "What the threshold gave on the validation rows, and what it gives here"),
        h("thead", null, head),
        body,
    );
    let drawn = "";
    return (state) => {
        const lines = promises(state);
        table.hidden = note.hidden = lines.length === 0;
        const told = JSON.stringify(lines);
        if (told === drawn) return;
        drawn = told;
        fill(
            body,
            ...lines.map(({ name, promised, here }) =>
                h("tr", null, h("th", { scope: "row" }, name), h("td", null, promised), h("td", null, here)),
            ),
        );
    };
}

/** What is new in the file. @returns {(state: State) => void} */
function mountNews() {
    const news = byId("news", HTMLDetailsElement);
    /** @type {State["result"]["drift"]} */
    let drawn = null;
    return ({ result: { drift } }) => {
        news.hidden = !drift || drift.length === 0;
        if (!drift || drift === drawn) return;
        drawn = drift;
        say(byId("news-columns", HTMLElement), newColumns(drift));
        fill(byId("news-list", HTMLElement), ...drift.map((column) => h("li", null, newIn(column))));
    };
}
