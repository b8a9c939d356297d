// Step 3, where the line is drawn: by what rule, where by hand, what was promised on the validation rows and what came of it.

import { byId, complain, fill, h, say, term } from "./dom.js";
import { newColumns, newIn } from "./drift.js";
import { t, text } from "./language.js";
import { logOdds, probability } from "./odds.js";
import { HALF, operatingOf, origin, ownThreshold, percentOf, promises } from "./operating.js";
import { chance, machineChance } from "./words.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./language.js").Said} Said */
/** @typedef {"falseAlarms" | "missCost" | "bestF1" | "half" | "rows" | "hand"} Kind */

/** What a rule asks for, with what to begin, and what can be asked for. @type {Partial<Record<Kind, { unit: Said, start: number, right(value: number): boolean, wrong: Said }>>} */
const NUMBERS = {
    falseAlarms: {
        unit: () => t.form.falseAlarmsUnit,
        start: 0.1,
        right: (value) => value >= 0 && value <= 100,
        wrong: () => t.form.falseAlarms,
    },
    missCost: {
        unit: () => t.form.missCostUnit,
        start: 10,
        right: (value) => value > 0,
        wrong: () => t.form.missCost,
    },
    rows: {
        unit: () => t.form.rowsUnit,
        start: 100,
        right: (value) => value >= 1 && Number.isInteger(value),
        wrong: () => t.form.rows,
    },
};

/** Digits of a threshold that the slider gives, whose stops differ by 5 %; and of one that is written as a number. */
const SLIDER_DIGITS = 3;
const WRITTEN_DIGITS = 5;

/**
 * @param {import("./state.js").Store} store
 * @param {import("./scoring.js").Scoring} scoring
 */
export function mountThreshold(store, scoring) {
    mountLine(store, scoring);
    mountRule(store, scoring);
    keepInPlace();
    const drawPromises = mountPromises();
    const drawNews = mountNews();
    store.watch(["result", "network"], (state) => {
        const { result } = state;
        if (result.status !== "ready" || !result.metrics) return;
        say(byId("origin", HTMLElement), origin(state));
        drawPromises(state);
        drawNews(state);
    });
}

/**
 * The verdict above gets longer and shorter with the threshold: what is scrolled away by as much keeps the controls where
 * they are, under the hand that is on them.
 */
function keepInPlace() {
    const scored = byId("scored", HTMLElement);
    const section = byId("operating", HTMLElement);
    const bar = byId("threshold-bar", HTMLElement);
    let place = 0;
    const observer = new ResizeObserver(() => {
        const now = section.offsetTop - scored.offsetTop;
        const by = now - place;
        place = now;
        if ([section, bar].some((part) => part.contains(document.activeElement)))
            window.scrollBy({ top: by, behavior: "instant" });
    });
    for (const part of scored.children) {
        if (part === section) break;
        observer.observe(part);
    }
}

/**
 * The threshold itself, as a slider that moves evenly through the log odds, from 0 below all scores to 1 above them, and as
 * a number.
 * @param {import("./state.js").Store} store
 * @param {import("./scoring.js").Scoring} scoring
 */
function mountLine(store, scoring) {
    const slider = byId("threshold", HTMLInputElement);
    const number = byId("threshold-number", HTMLInputElement);
    const help = byId("threshold-help", HTMLElement);

    slider.addEventListener("input", () => {
        const at = slider.valueAsNumber;
        if (at <= Number(slider.min)) scoring.setThreshold(0);
        else if (at >= Number(slider.max)) scoring.setThreshold(1);
        else scoring.setThreshold(Number(machineChance(probability(at), SLIDER_DIGITS)));
    });
    number.addEventListener("input", () => {
        tell(number.valueAsNumber >= 0 && number.valueAsNumber <= 1);
        scoring.setThreshold(number.valueAsNumber);
    });
    number.addEventListener("blur", () => {
        number.value = written(store.state);
        tell(true);
    });

    let isRight = true;
    store.watch([], () => tell(isRight));

    /** @param {boolean} right what is written there */
    function tell(right) {
        say(help, right ? t.form.thresholdHelp : t.form.threshold);
        isRight = right;
        help.classList.toggle("wrong", !right);
        number.setAttribute("aria-invalid", String(!right));
    }

    store.watch(["result", "network"], (state) => {
        const { result } = state;
        if (result.status !== "ready" || !result.metrics || !result.curves) return;
        const threshold = wishedThreshold(state);
        const { edges } = result.curves.histogram;
        const [least, most] = [edges[0], edges[edges.length - 1]];
        slider.min = String(least);
        slider.max = String(most);
        slider.value = String(Math.min(most, Math.max(least, logOdds(threshold))));
        slider.setAttribute("aria-valuetext", chance(threshold));
        if (document.activeElement !== number) number.value = written(state);
    });
}

/** As the visitor has set it, or nearly; another in short. @param {State} state */
function written(state) {
    const byHand = state.result.wish.cut.by === "hand";
    return machineChance(wishedThreshold(state), byHand ? WRITTEN_DIGITS : undefined);
}

/** @param {State} state */
function wishedThreshold({ network, result }) {
    const { cut } = result.wish;
    if (cut.by === "hand") return cut.threshold;
    return cut.by === "network" ? ownThreshold(network) : result.threshold;
}

/**
 * What the threshold is chosen for, and the number that this takes.
 * @param {import("./state.js").Store} store
 * @param {import("./scoring.js").Scoring} scoring
 */
function mountRule(store, scoring) {
    const rule = byId("rule", HTMLSelectElement);
    const amount = byId("rule-amount", HTMLInputElement);
    const wrong = byId("rule-wrong", HTMLElement);
    /** What is chosen and cannot be asked for, because its number is wrong, until the line is drawn in another way. @type {{ kind: Kind, instead: import("./state.js").Cut } | null} */
    let refused = null;

    const chosen = () => /** @type {Kind} */ (rule.value);
    rule.addEventListener("change", () => {
        amount.value = String(NUMBERS[chosen()]?.start ?? "");
        ask(chosen());
    });
    amount.addEventListener("change", () => ask(chosen()));

    /** @param {Kind} kind */
    function ask(kind) {
        const value = amount.valueAsNumber;
        const right = NUMBERS[kind]?.right(value) ?? true;
        refused = right ? null : { kind, instead: store.state.result.wish.cut };
        draw(store.state);
        if (!right) return;
        if (kind === "half") scoring.setThreshold(HALF);
        else if (kind === "hand") scoring.setThreshold(wishedThreshold(store.state));
        else if (kind === "rows") scoring.draw({ by: "rows", rows: value });
        else if (kind === "bestF1") scoring.rule("bestF1");
        else if (kind === "missCost") scoring.rule({ missCost: value });
        else scoring.rule({ falseAlarms: value / 100 });
    }

    /** @param {State} state */
    function draw(state) {
        if (refused?.instead !== state.result.wish.cut) refused = null;
        const kind = refused?.kind ?? kindOf(state);
        const asked = NUMBERS[kind];
        complain(wrong, refused && asked ? asked.wrong : null);
        amount.setAttribute("aria-invalid", String(refused !== null));
        rule.value = kind;
        for (const option of rule.options) {
            if (["falseAlarms", "missCost", "bestF1"].includes(option.value))
                option.disabled = !operatingOf(state.network);
        }
        byId("rule-number", HTMLElement).hidden = !asked;
        say(byId("rule-unit", HTMLElement), asked?.unit ?? "");
        if (!refused && document.activeElement !== amount) amount.value = String(amountOf(state));
    }

    store.watch(["result", "network"], draw);
}

/** @param {State} state @returns {Kind} */
function kindOf({ network, result }) {
    const { cut } = result.wish;
    if (cut.by === "rows") return "rows";
    if (cut.by === "hand") return cut.threshold === HALF ? "half" : "hand";
    const rule = operatingOf(network)?.rule;
    if (!rule) return "half";
    return rule === "bestF1" ? "bestF1" : "falseAlarms" in rule ? "falseAlarms" : "missCost";
}

/** The number that the present choice has. @param {State} state */
function amountOf({ network, result }) {
    const { cut } = result.wish;
    if (cut.by === "rows") return cut.rows;
    const rule = operatingOf(network)?.rule ?? "bestF1";
    if (cut.by === "hand" || rule === "bestF1") return "";
    return "falseAlarms" in rule ? percentOf(rule) : rule.missCost;
}

/** The promise beside what came of it. @returns {(state: State) => void} */
function mountPromises() {
    const here = term("outcome", "");
    const head = h(
        "tr",
        null,
        h("td", null),
        h(
            "th",
            { scope: "col" },
            term(
                "promise",
                text(() => t.operating.onValidation),
            ),
        ),
        h("th", { scope: "col" }, here),
    );
    const body = h("tbody");
    fill(
        byId("promises", HTMLTableElement),
        h(
            "caption",
            { class: "unseen" },
            text(() => t.operating.caption),
        ),
        h("thead", null, head),
        body,
    );
    let drawn = "";
    return (state) => {
        // Networks are trained and validated on the other label.
        say(here, state.result.label === "evil" ? t.operating.hereAgainstEvil : t.operating.here);
        const lines = promises(state);
        const told = JSON.stringify(lines);
        if (told === drawn) return;
        drawn = told;
        fill(
            body,
            ...lines.map(({ term: key, name, promised, here }) =>
                h("tr", null, h("th", { scope: "row" }, term(key, name)), cell(promised), cell(here)),
            ),
        );
    };
}

/** @param {import("./operating.js").Share} share */
function cell([share, counts]) {
    return h("td", null, share, counts && " ", counts && h("span", { class: "counts" }, `(${counts})`));
}

/** What is new in the file. @returns {(state: State) => void} */
function mountNews() {
    const none = byId("news-none", HTMLElement);
    const details = byId("news", HTMLDetailsElement);
    return ({ result: { drift } }) => {
        none.hidden = drift?.length !== 0;
        details.hidden = !drift || drift.length === 0;
        if (!drift) return;
        say(byId("news-columns", HTMLElement), newColumns(drift));
        const list = byId("news-list", HTMLElement);
        const told = drift.map(newIn);
        if (told.join("\n") !== [...list.children].map((item) => item.textContent).join("\n"))
            fill(list, ...told.map((column) => h("li", null, column)));
    };
}
