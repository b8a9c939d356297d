// Step 3, the rows: a page of the table at a time, asked of the engine, which sorts and filters.

import { AjaxModule, FormatModule, PageModule, ResizeColumnsModule, SortModule, Tabulator } from "tabulator-tables";
import { byId, complain, h, say } from "./dom.js";
import { mountExport } from "./export.js";
import { everyFlaggedRow, fileById } from "./state.js";
import { count, counted, isCrash, sentence } from "./words.js";

Tabulator.registerModule([AjaxModule, FormatModule, PageModule, ResizeColumnsModule, SortModule]);

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./state.js").Filter} Filter */
/** @typedef {import("./state.js").Scores} Scores */
/** @typedef {import("../engine/bethscope.js").PageQuery} PageQuery */
/** @typedef {import("../engine/bethscope.js").Page["rows"][number]} Row */

const PAGE_ROWS = 25;
/** The label has a column of its own, in words. */
const LABEL_COLUMNS = ["sus", "sus_label"];
const TEXT_COLUMNS = ["processName", "hostName", "eventName", "stackAddresses", "args"];

/**
 * @param {import("./state.js").Store} store
 * @param {import("./scoring.js").Scoring} scoring
 */
export function mountRows(store, scoring) {
    const place = byId("rows-table", HTMLElement);
    const message = byId("rows-message", HTMLElement);
    const nothing = byId("rows-nothing", HTMLElement);
    const heading = byId("rows-heading", HTMLElement);
    /** @type {{ table: Tabulator, scores: Scores, built: boolean, asked: string } | null} */
    let shown = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let wait;
    /** @type {PageQuery["sort"]} */
    let sort = { by: "probability", descending: true };

    mountFilters(store, scoring);
    const drawExport = mountExport(store, () => ({ sort, filter: engineFilter(store.state) }));

    /** @param {number} page @param {number} limit */
    async function fetchPage(page, limit) {
        const { scores } = store.state.result;
        if (!scores) return { last_page: 1, last_row: 0, data: [] };
        try {
            const answer = await scores.page({
                sort,
                filter: engineFilter(store.state),
                offset: (page - 1) * limit,
                limit,
            });
            complain(message, null);
            nothing.hidden = answer.total > 0;
            const wasHidden = place.hidden;
            place.hidden = answer.total === 0;
            // Columns cannot be measured while they are hidden.
            if (wasHidden && answer.total > 0) requestAnimationFrame(() => shown?.table.redraw(true));
            say(nothing, answer.total > 0 ? "" : nothingWords(store.state));
            say(heading, headingWords(store.state.filter, answer.total));
            drawExport(answer.total);
            return {
                last_page: Math.max(1, Math.ceil(answer.total / limit)),
                last_row: answer.total,
                data: answer.rows,
            };
        } catch (error) {
            if (!isCrash(error)) complain(message, sentence(error));
            // Asked again when the engine runs again.
            if (shown) shown.asked = "";
            return { last_page: 1, last_row: 0, data: [] };
        }
    }

    /** @param {State} state @param {Scores} scores */
    function build(state, scores) {
        shown?.table.destroy();
        sort = { by: "probability", descending: true };
        const file = fileById(state, state.result.fileId);
        const columns = file?.data?.summary.columns ?? [];
        const features = state.network?.model.info.features ?? [];
        const table = new Tabulator(place, {
            layout: "fitDataFill",
            columns: /** @type {any[]} */ (tableColumns(columns, features, state.result.metrics?.positives !== null)),
            columnDefaults: { headerHozAlign: "left", resizable: "header" },
            pagination: true,
            paginationMode: "remote",
            paginationSize: PAGE_ROWS,
            paginationSizeSelector: [25, 50, 100],
            // Tabulator's own counter writes numbers without separators.
            paginationCounter: (
                /** @type {number} */ size,
                /** @type {number} */ first,
                _,
                /** @type {number} */ total,
            ) =>
                total === 0
                    ? ""
                    : `Rows ${count(first)} to ${count(Math.min(total, first + size - 1))} of ${count(total)}`,
            langs: { default: { pagination: { page_size: "Rows on a page", prev: "Previous" } } },
            paginationButtonCount: 3,
            sortMode: "remote",
            initialSort: [{ column: "probability", dir: "desc" }],
            headerSortElement: "",
            ajaxURL: "engine",
            ajaxRequestFunc: (/** @type {string} */ _, /** @type {unknown} */ __, /** @type {any} */ asked) => {
                const [by] = asked.sort ?? [];
                if (by)
                    sort = {
                        by: by.field.startsWith("c:") ? by.field.slice(2) : by.field,
                        descending: by.dir === "desc",
                    };
                return fetchPage(asked.page ?? 1, asked.size ?? PAGE_ROWS);
            },
            nestedFieldSeparator: false,
            dataLoader: false,
            placeholder: "",
            index: "row",
        });
        const mine = { table, scores, built: false, asked: JSON.stringify(engineFilter(state)) };
        shown = mine;
        table.on("tableBuilt", () => {
            mine.built = true;
        });
    }

    store.watch(["result", "filter", "session"], (state) => {
        const { scores, status } = state.result;
        if (status !== "ready" || !scores || state.session.status !== "ready") return;
        if (shown?.scores !== scores) return build(state, scores);
        const asked = JSON.stringify(engineFilter(state));
        if (asked === shown.asked) return;
        shown.asked = asked;
        // The slider moves faster than pages can be read back from the file.
        clearTimeout(wait);
        wait = setTimeout(() => {
            if (shown?.built) shown.table.setPage(1)?.catch(() => {});
        }, 120);
    });
}

/** @param {State} state @returns {NonNullable<PageQuery["filter"]>} */
function engineFilter({ filter, result }) {
    /** @type {NonNullable<PageQuery["filter"]>} */
    const asked = { threshold: result.threshold };
    if (filter.rows !== "all") asked.flagged = filter.rows === "flagged";
    if (filter.label !== null) asked.label = filter.label;
    for (const key of /** @type {const} */ (["userId", "processId", "parentProcessId"])) {
        const value = filter[key];
        if (value !== null) asked[key] = value;
    }
    return asked;
}

/** @param {Filter} filter @param {number} total */
function headingWords(filter, total) {
    const kind = { flagged: "flagged ", unflagged: "unflagged ", all: "" }[filter.rows];
    const label = filter.label === null ? "" : filter.label === 1 ? "suspicious " : "benign ";
    return `${counted(total, `${kind}${label}row`).replace(/^./, (c) => c.toUpperCase())}`;
}

/** @param {State} state */
function nothingWords({ filter, result }) {
    const narrowed =
        filter.label !== null || filter.userId !== null || filter.processId !== null || filter.parentProcessId !== null;
    if (narrowed) return "No row passes these filters.";
    if (filter.rows === "flagged")
        return `Nothing is flagged: no row scores ${result.threshold} or more. Lower the threshold to see the highest scores.`;
    if (filter.rows === "unflagged") return "Every row is flagged at this threshold.";
    return "The file has no rows.";
}

/**
 * @param {string[]} columns
 * @param {string[]} features
 * @param {boolean} labelled
 */
function tableColumns(columns, features, labelled) {
    /** @param {string} title */
    const sortable = (title) => ({ titleFormatter: () => h("button", { type: "button", class: "sort" }, title) });
    /** @param {string} title */
    const fixed = (title) => ({ headerSort: false, titleFormatter: () => h("span", null, title) });
    return [
        {
            title: "Score",
            field: "probability",
            ...sortable("Score"),
            formatter: scoreCell,
            width: 128,
            headerSortStartingDir: "desc",
        },
        {
            title: "Row",
            field: "row",
            ...sortable("Row"),
            formatter: rowCell,
            hozAlign: "right",
            headerHozAlign: "right",
        },
        ...(labelled ? [{ title: "Label", field: "label", ...fixed("Label"), formatter: labelCell }] : []),
        ...columns
            .map((name, at) => ({ name, at }))
            .filter(({ name }) => !(labelled && LABEL_COLUMNS.includes(name)))
            .map(({ name, at }) => {
                const right = !TEXT_COLUMNS.includes(name);
                const title = name || "(no name)";
                return {
                    title,
                    field: features.includes(name) ? `c:${name}` : `x:${at}`,
                    ...(features.includes(name) ? sortable(title) : fixed(title)),
                    formatter: (/** @type {import("tabulator-tables").CellComponent} */ cell) => textCell(cell, at),
                    hozAlign: right ? "right" : "left",
                    headerHozAlign: right ? "right" : "left",
                    maxInitialWidth: 288,
                };
            }),
    ];
}

/** @param {import("tabulator-tables").CellComponent} cell */
function scoreCell(cell) {
    const { probability } = /** @type {Row} */ (cell.getData());
    const bar = h("span", { class: "score-bar", "aria-hidden": "true" });
    bar.style.setProperty("--share", String(probability));
    return h("span", { class: "score" }, h("span", null, scoreText(probability)), bar);
}

/** Four digits, and never a 1 or a 0 that is not one. @param {number} p */
function scoreText(p) {
    if (p > 0.9999 && p < 1) return "> .9999";
    if (p < 0.0001 && p > 0) return "< .0001";
    return p.toFixed(4);
}

/** Opens the row, so that long text can be read whole. @param {import("tabulator-tables").CellComponent} cell */
function rowCell(cell) {
    const { row } = /** @type {Row} */ (cell.getData());
    const button = h(
        "button",
        { type: "button", class: "bare", "aria-expanded": "false", title: "Show the whole row" },
        count(row),
    );
    button.addEventListener("click", () => {
        const open = cell.getRow().getElement().classList.toggle("open");
        button.setAttribute("aria-expanded", String(open));
        cell.getRow().normalizeHeight();
    });
    return button;
}

/** @param {import("tabulator-tables").CellComponent} cell */
function labelCell(cell) {
    const { label } = /** @type {Row} */ (cell.getData());
    if (label === null) return h("span", { class: "quiet" }, "none");
    return h("span", { class: label === 1 ? "mark suspicious" : "mark benign" }, label === 1 ? "suspicious" : "benign");
}

/** @param {import("tabulator-tables").CellComponent} cell @param {number} at */
function textCell(cell, at) {
    const text = /** @type {Row} */ (cell.getData()).cells[at] ?? "";
    return h("span", { class: "text", title: text.length > 36 ? text : null }, text);
}

/**
 * @param {import("./state.js").Store} store
 * @param {import("./scoring.js").Scoring} scoring
 */
function mountFilters(store, scoring) {
    const rows = byId("filter-rows", HTMLSelectElement);
    const label = byId("filter-label", HTMLSelectElement);
    const clear = byId("filter-clear", HTMLButtonElement);
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
    for (const { input, key } of ids) {
        input.addEventListener("input", () => {
            const text = input.value.trim();
            const wrong = text !== "" && !/^-?\d{1,15}$/.test(text);
            input.setAttribute("aria-invalid", String(wrong));
            if (!wrong) scoring.filter({ [key]: text === "" ? null : Number(text) });
        });
    }
    clear.addEventListener("click", () => {
        for (const { input } of ids) input.value = "";
        scoring.filter(everyFlaggedRow);
    });

    store.watch(["filter", "result"], ({ filter, result }) => {
        rows.value = filter.rows;
        label.value = filter.label === null ? "" : String(filter.label);
        byId("filter-label-field", HTMLElement).hidden = (result.metrics?.positives ?? null) === null;
        for (const { input, key } of ids) {
            const value = filter[key];
            if (document.activeElement !== input) input.value = value === null ? "" : String(value);
        }
        clear.hidden = Object.entries(everyFlaggedRow).every(
            ([key, value]) => filter[/** @type {keyof Filter} */ (key)] === value,
        );
    });
}
