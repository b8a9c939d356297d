// The rows that pass the filters, all of them, in the order of the file, as a CSV file. Read back page by page, and handed
// to the browser in parts, so that neither the page nor the worker ever holds the whole text. A warning about rows that
// were skipped goes along in the file's name: anything beside the rows would break the columns for whoever reads them.
// Logs hold what strangers wrote, and exports are opened in spreadsheets, so what one of those would run is guarded.
// Where the visitor wants to know, what each column adds to the score stands behind the file's own columns.

import { contributionsOf } from "./contributions.js";
import { byId, download, say } from "./dom.js";
import { enable } from "./focus.js";
import { guarded } from "./guard.js";
import { t } from "./language.js";
import { lossInName } from "./loss.js";
import { fileById } from "./state.js";
import { isAbort, isCrash, line, machineChance, percent, sentence } from "./words.js";

const PAGE_ROWS = 2000;
/** Columns that stand before those of the file. */
const OWN = ["row", "line", "score", "label"];

/** @typedef {import("../engine/bethscope.js").PageQuery} PageQuery */
/** @typedef {import("../engine/bethscope.js").Scores} Scores */
/** @typedef {import("../engine/bethscope.js").Contributions} Contributions */

/**
 * @param {import("./state.js").Store} store
 * @param {() => Pick<PageQuery, "filter" | "where">} wanted which rows
 * @returns {(total: number) => void} draws the button for so many rows
 */
export function mountExport(store, wanted) {
    const button = byId("export", HTMLButtonElement);
    const cancel = byId("export-cancel", HTMLButtonElement);
    const state = byId("export-state", HTMLElement);
    const withWhy = byId("export-why", HTMLInputElement);
    let stop = new AbortController();
    let busy = false;
    let rows = 0;

    const draw = () => {
        say(button, t.export.button(rows, store.state.filter.rows));
        enable(button, !busy && rows > 0);
        cancel.hidden = !busy;
    };
    cancel.addEventListener("click", () => stop.abort());

    /** What was said last. @type {import("./language.js").Said} */
    let told = () => "";
    /** @param {import("./language.js").Said} said */
    const tell = (said) => {
        told = said;
        say(state, said);
    };
    store.watch([], () => tell(told));

    /** What each column adds to every score, if that is wanted. @param {Scores} scores @param {AbortSignal} signal */
    async function contributions(scores, signal) {
        if (!withWhy.checked) return null;
        return contributionsOf(scores, signal, (share) => tell(() => t.export.contributions(share)));
    }

    button.addEventListener("click", async () => {
        const { scores, fileId, threshold } = store.state.result;
        if (!scores || busy) return;
        const file = fileById(store.state, fileId);
        const kind = store.state.filter.rows;
        busy = true;
        stop = new AbortController();
        const { signal } = stop;
        draw();
        try {
            /** @type {Blob[]} */
            const parts = [];
            const asked = { sort: { by: "row", descending: false }, ...wanted() };
            const why = await contributions(scores, signal);
            let offset = 0;
            let total = rows;
            let guards = 0;
            /** A cell of the file. @param {string} cell */
            const safe = (cell) => {
                const shown = guarded(cell);
                if (apostrophes(shown) > apostrophes(cell)) guards += 1;
                return shown;
            };
            do {
                const page = await scores.page({ ...asked, offset, limit: PAGE_ROWS });
                total = page.total;
                if (offset === 0) parts.push(new Blob([csvLine([...OWN, ...page.columns.map(safe), ...whyHead(why)])]));
                const text = page.rows.map(({ row, line: at, probability, label, distinct, cells }) =>
                    csvLine([
                        ...[row, at, probability, label ?? ""].map(String),
                        ...cells.map(safe),
                        ...whyCells(why, distinct),
                    ]),
                );
                parts.push(new Blob(text));
                offset += page.rows.length;
                if (page.rows.length === 0) break;
                const [done, all] = [offset, total];
                tell(() => line(t.export.soFar(done, all), percent(done / Math.max(1, all))));
            } while (offset < total && !signal.aborted);
            if (signal.aborted) tell(() => t.export.cancelled);
            else {
                const stem = (file?.file.name ?? "rows").replace(/\.csv$/i, "");
                const loss = file?.data ? lossInName(file.data.summary) : "";
                download(
                    new Blob(parts, { type: "text/csv" }),
                    `${stem}.${kind}-${machineChance(threshold)}${loss}.csv`,
                );
                tell(
                    () =>
                        `${t.export.done(total)}${guards > 0 ? t.export.guarded(guards) : ""}${loss && t.export.nameTells}`,
                );
            }
        } catch (error) {
            if (isAbort(error) && signal.aborted) tell(() => t.export.cancelled);
            else if (isCrash(error)) tell(() => t.export.crashed);
            else tell(() => t.export.ended(sentence(error)()));
        }
        busy = false;
        draw();
    });

    return (total) => {
        rows = total;
        draw();
    };
}

/** The base and the contributions, which add up to the row's log-odds. @param {Contributions | null} why */
function whyHead(why) {
    return why ? ["base_log_odds", ...why.columns.map((name) => `${name}_log_odds`)] : [];
}

/** @param {Contributions | null} why @param {number} distinct */
function whyCells(why, distinct) {
    if (!why) return [];
    const { base, columns, contributions } = why;
    const first = distinct * columns.length;
    return [base, ...contributions.subarray(first, first + columns.length)].map(String);
}

/** @param {string} text */
const apostrophes = (text) => text.split("'").length - 1;

/** @param {string[]} cells */
function csvLine(cells) {
    return `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",")}\r\n`;
}
