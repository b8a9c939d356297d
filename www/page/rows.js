// Step 3, the rows: a page of the table at a time, asked of the engine, which sorts and filters.

import { isExplained, tableColumns } from "./columns.js";
import { byId, complain, fill, h, say, term } from "./dom.js";
import { mountDrivers } from "./drivers.js";
import { mountExport } from "./export.js";
import { enable } from "./focus.js";
import { t, tag, text } from "./language.js";
import { PAGE_ROWS, pageQuery, wanted } from "./query.js";
import { everyFlaggedRow, fileById } from "./state.js";
import { mountWhy } from "./why.js";
import { isAbort, isCrash, sentence } from "./words.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./state.js").Filter} Filter */
/** @typedef {import("./columns.js").Column} Column */
/** @typedef {import("./columns.js").Row} Row */

/**
 * @param {import("./state.js").Store} store
 * @param {import("./scoring.js").Scoring} scoring
 */
export function mountRows(store, scoring) {
    const head = byId("rows-head", HTMLTableSectionElement);
    const body = byId("rows-body", HTMLTableSectionElement);
    const table = byId("rows-table", HTMLElement);
    const message = byId("rows-message", HTMLElement);
    const nothing = byId("rows-nothing", HTMLElement);
    const heading = byId("rows-heading", HTMLElement);
    /** @type {unknown} */
    let headed = null;
    /** The language of the table. */
    let spoken = tag;
    /** @type {Column[]} */
    let columns = [];
    /** The rows that are there, as text. @type {string[]} */
    let drawn = [];
    /** @type {Filter | null} */
    let filtered = null;
    /** The question whose answer is shown or awaited. */
    let asked = "";
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let wait;

    mountFilters(store, scoring);
    const drawPager = mountPager(store, scoring);
    const drawExport = mountExport(store, () => wanted(store.state.filter, store.state.result.threshold));
    const ask = mountWhy(store);
    mountDrivers(store);

    async function show() {
        const { scores, threshold, first } = store.state.result;
        if (!scores) return;
        const question = asked;
        try {
            const query = pageQuery(store.state, threshold);
            // What fresh scores are shown with came along with their figures.
            const known = first && JSON.stringify(first.query) === JSON.stringify(query);
            const { total, rows } = known ? first.page : await scores.page(query);
            // Another question was asked meanwhile.
            if (question !== asked || scores !== store.state.result.scores) return;
            // Past the end, by a button that was pressed again before it knew: the last page it is.
            if (rows.length === 0 && total > 0) return scoring.turn(Math.ceil(total / PAGE_ROWS));
            table.ariaBusy = "false";
            complain(message, null);
            complain(nothing, total > 0 ? null : nothingWords(store.state));
            table.hidden = total === 0;
            // The last page has fewer rows, and the buttons below stay where they are.
            table.classList.toggle("paged", total > PAGE_ROWS);
            say(heading, headingWords(store.state.filter, total));
            drawRows(rows);
            drawPager(total);
            drawExport(total);
        } catch (error) {
            // Another question was asked meanwhile, and has ended this one.
            if (question !== asked) return;
            // An export that looks for something else has ended it.
            if (isAbort(error)) return show();
            // After a crash it is asked again as soon as the engine runs.
            asked = "";
            if (isCrash(error)) return;
            // The rows that are there answer another question.
            drawRows([]);
            complain(message, sentence(error));
        }
    }

    /** What is the same as before stays, with the selection in it and opened as it was. @param {Row[]} rows */
    function drawRows(rows) {
        const texts = rows.map((row) => JSON.stringify(row));
        for (const [at, row] of rows.entries()) {
            if (texts[at] === drawn[at]) continue;
            const now = h("tr", null, ...columns.map((column) => cell(column, column.draw(row))));
            if (at < body.rows.length) body.rows[at].replaceWith(now);
            else body.append(now);
        }
        while (body.rows.length > rows.length) body.deleteRow(-1);
        drawn = texts;
    }

    /** @param {State} state */
    function drawHead(state) {
        fill(body);
        drawn = [];
        const names = fileById(state, state.result.fileId)?.data?.summary.columns ?? [];
        const features = state.network?.model.info.features ?? [];
        const before = titles(columns);
        columns = tableColumns(names, features, (state.result.metrics?.positives ?? null) !== null, ask);
        if (titles(columns) === before) return;
        const cells = columns.map(({ title, term: key, sortBy, right, kind }) =>
            h(
                "th",
                {
                    scope: "col",
                    class: right ? "number" : kind,
                    "data-sort": sortBy,
                    translate: isOfFile(key) && "no",
                },
                sortBy === null
                    ? isExplained(key)
                        ? term(key, title)
                        : title
                    : h(
                          "button",
                          { type: "button", class: "sort", "data-term": key, onclick: () => scoring.sort(sortBy) },
                          title,
                      ),
            ),
        );
        fill(head, h("tr", null, ...cells));
    }

    store.watch(["result", "filter", "paging", "session"], (state) => {
        const { result, paging } = state;
        if (result.status !== "ready" || !result.scores || state.session.status !== "ready") return;
        const fresh = headed !== result.scores || spoken !== tag;
        if (fresh) {
            headed = result.scores;
            spoken = tag;
            asked = "";
            drawHead(state);
        }
        for (const th of head.querySelectorAll("th")) {
            if (!th.dataset.sort) continue;
            const direction = paging.sort.descending ? "descending" : "ascending";
            th.setAttribute("aria-sort", th.dataset.sort === paging.sort.by ? direction : "none");
        }
        // The same scores, made again on another backend, differ in their last digits.
        const question = JSON.stringify([pageQuery(state, result.threshold), result.backend]);
        if (question === asked) return;
        asked = question;
        // Until the answer is there, the rows are those of the question before, and how many there are is not known.
        table.ariaBusy = "true";
        if (filtered !== state.filter) say(heading, headingWords(state.filter, null));
        filtered = state.filter;
        clearTimeout(wait);
        // The slider moves faster than rows can be read back from the file.
        if (fresh) show();
        else wait = setTimeout(show, 80);
    });
}

/** What the file says is in no language. @param {string} term */
const isOfFile = (term) => term.startsWith("column ");

/** @param {Column[]} columns */
const titles = (columns) => JSON.stringify(columns.map(({ title, sortBy }) => [title, sortBy]));

/** @param {Column} column @param {Node | string} content */
function cell({ term: key, right, kind }, content) {
    return h("td", { class: right ? "number" : kind, translate: isOfFile(key) && "no" }, content);
}

/**
 * @param {import("./state.js").Store} store
 * @param {import("./scoring.js").Scoring} scoring
 * @returns {(total: number) => void}
 */
function mountPager(store, scoring) {
    const pager = byId("pager", HTMLElement);
    const place = h("p", null);
    // The place changes with every stop of the slider, too; it is told to whoever has turned the page.
    const told = h("p", { class: "unseen", role: "status" });
    let turned = false;
    let last = 1;
    /** @param {import("./language.js").Said} name @param {() => number} to */
    const button = (name, to) => {
        const turn = () => {
            turned = true;
            scoring.turn(to());
        };
        return h("button", { type: "button", onclick: turn }, text(name));
    };
    const page = () => store.state.paging.page;
    const back = [
        button(
            () => t.paging.first,
            () => 1,
        ),
        button(
            () => t.paging.previous,
            () => page() - 1,
        ),
    ];
    const on = [
        button(
            () => t.paging.next,
            () => page() + 1,
        ),
        button(
            () => t.paging.last,
            () => last,
        ),
    ];
    fill(pager, place, ...back, ...on, told);

    return (total) => {
        last = Math.max(1, Math.ceil(total / PAGE_ROWS));
        const first = (page() - 1) * PAGE_ROWS + 1;
        pager.hidden = total === 0;
        say(place, t.paging.place(first, Math.min(total, first + PAGE_ROWS - 1), total));
        if (turned) say(told, place.textContent ?? "");
        turned = false;
        for (const one of back) enable(one, page() > 1);
        for (const one of on) enable(one, page() < last);
    };
}

/** @param {Filter} filter @param {number | null} total */
function headingWords(filter, total) {
    return t.paging.heading(filter.rows, filter.label, total);
}

/** What of a filter is not as it is at first. @param {Filter} filter */
function changes(filter) {
    const keys = /** @type {(keyof Filter)[]} */ (Object.keys(everyFlaggedRow));
    return keys.filter((key) => filter[key] !== everyFlaggedRow[key]);
}

/** @param {State} state */
function nothingWords({ filter, result }) {
    if (changes(filter).some((key) => key !== "rows")) return t.paging.noneFits;
    if (filter.rows === "flagged") return t.paging.nothingFlagged(result.threshold);
    if (filter.rows === "unflagged") return t.paging.allFlagged;
    return t.paging.noRows;
}

/**
 * @param {import("./state.js").Store} store
 * @param {import("./scoring.js").Scoring} scoring
 */
function mountFilters(store, scoring) {
    const rows = byId("filter-rows", HTMLSelectElement);
    const label = byId("filter-label", HTMLSelectElement);
    const clear = byId("filter-clear", HTMLButtonElement);
    const message = byId("filters-message", HTMLElement);
    const ids = /** @type {const} */ ([
        ["filter-user", "userId"],
        ["filter-process", "processId"],
        ["filter-parent", "parentProcessId"],
    ]).map(([id, key]) => ({ input: byId(id, HTMLInputElement), key }));

    byId("filters", HTMLFormElement).addEventListener("submit", (event) => event.preventDefault());
    rows.addEventListener("change", () => scoring.filter({ rows: /** @type {Filter["rows"]} */ (rows.value) }));
    label.addEventListener("change", () =>
        scoring.filter({ label: label.value === "" ? null : label.value === "1" ? 1 : 0 }),
    );
    /** What is written there is no number, in the words of the form. */
    const complainOfIds = () => {
        const wrong = ids.filter(({ input }) => !isId(input.value));
        for (const { input } of ids) input.setAttribute("aria-invalid", String(!isId(input.value)));
        const names = wrong.map(({ input }) => input.labels?.[0]?.querySelector("span")?.textContent ?? "");
        complain(message, names.length > 0 ? t.form.ids(names) : null);
    };
    for (const { input, key } of ids) {
        input.addEventListener("input", () => {
            complainOfIds();
            const text = input.value.trim();
            if (isId(text)) scoring.filter({ [key]: text === "" ? null : Number(text) });
        });
    }
    const columns = byId("filter-column", HTMLSelectElement);
    const op = byId("filter-op", HTMLSelectElement);
    const value = byId("filter-value", HTMLInputElement);
    /** The columns to choose from. @type {string[]} */
    let offered = [];
    columns.addEventListener("change", () =>
        scoring.filter({ column: columns.value === "" ? "" : offered[Number(columns.value)] }),
    );
    op.addEventListener("change", () => scoring.filter({ op: /** @type {Filter["op"]} */ (op.value) }));
    value.addEventListener("input", () => scoring.filter({ value: value.value.trim() }));
    clear.addEventListener("click", () => {
        for (const { input } of ids) input.value = "";
        value.value = "";
        complainOfIds();
        scoring.filter(everyFlaggedRow);
    });

    /** @param {State} state */
    function offer(state) {
        const names = fileById(state, state.result.fileId)?.data?.summary.columns ?? [];
        if (JSON.stringify(names) === JSON.stringify(offered)) return;
        offered = names;
        // A column that the file before had, and this one has not, is asked for no more.
        if (!names.includes(state.filter.column)) scoring.filter({ column: "" });
        // By its place: a name is made harmless where it is written, and would be another one then.
        const options = names.map((name, place) => name !== "" && h("option", { value: place, translate: "no" }, name));
        fill(
            columns,
            h(
                "option",
                { value: "" },
                text(() => t.paging.noColumn),
            ),
            ...options,
        );
    }

    store.watch([], complainOfIds);
    store.watch(["filter", "result"], (state) => {
        const { filter, result } = state;
        offer(state);
        columns.value = filter.column === "" ? "" : String(offered.indexOf(filter.column));
        op.value = filter.op;
        if (document.activeElement !== value) value.value = filter.value;
        for (const control of [op, value]) enable(control, filter.column !== "");
        rows.value = filter.rows;
        label.value = filter.label === null ? "" : String(filter.label);
        byId("filter-label-field", HTMLElement).hidden = (result.metrics?.positives ?? null) === null;
        for (const { input, key } of ids) {
            const value = filter[key];
            if (document.activeElement !== input && isId(input.value))
                input.value = value === null ? "" : String(value);
        }
        clear.hidden = changes(filter).length === 0;
    });
}

/** @param {string} text */
function isId(text) {
    return /^(-?\d{1,15})?$/.test(text.trim());
}
