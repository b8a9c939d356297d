// Step 1: the drop zone, and a row for every file.

import { byId, complain, fill, h, say } from "./dom.js";
import { count, counted, DASH, line, list, percent, roleName, size, skippedRows, timeLeft } from "./words.js";

/** @typedef {import("./state.js").LogFile} LogFile */
/** @typedef {import("./reading.js").Reading} Reading */

/** @type {import("./state.js").Role[]} */
const ROLES = ["train", "validation", "test"];

/** @param {import("./state.js").Store} store @param {Reading} reading */
export function mountFiles(store, reading) {
    mountDrop(reading);
    const table = byId("files", HTMLTableElement);
    const state = byId("data-state", HTMLElement);
    /** @type {Map<number, ReturnType<typeof fileRow>>} */
    const rows = new Map();

    store.watch(["files"], ({ files }) => {
        for (const [id, row] of rows) {
            if (files.some((file) => file.id === id)) continue;
            row.element.remove();
            rows.delete(id);
        }
        for (const file of files) {
            let row = rows.get(file.id);
            if (!row) {
                row = fileRow(file.id, file.file, reading);
                rows.set(file.id, row);
                table.append(row.element);
            }
            row.draw(file);
        }
        table.hidden = files.length === 0;
        const own = files.some((file) => !file.sample);
        document.body.dataset.files = own ? "own" : files.length > 0 ? "sample" : "none";
        const ready = files.filter((file) => file.data);
        const total = ready.reduce((sum, file) => sum + (file.data?.summary.rows ?? 0), 0);
        say(
            state,
            ready.length === 0
                ? "Process logs from the BETH data set, with or without labels."
                : `${counted(total, "row")} in ${counted(ready.length, "file")}.`,
        );
    });
}

/** @param {Reading} reading */
function mountDrop(reading) {
    const drop = byId("drop", HTMLElement);
    const input = byId("file-input", HTMLInputElement);
    const message = byId("drop-message", HTMLElement);
    let depth = 0;

    /** @param {File[]} files */
    const add = (files) => {
        const csv = files.filter((file) => !/\.(safetensors|png|jpe?g|pdf|xlsx?|zip|gz|parquet)$/i.test(file.name));
        const others = files.filter((file) => !csv.includes(file)).map((file) => file.name);
        complain(
            message,
            others.length > 0 ? `Left out, because this step reads CSV files: ${list(others)}.${hint(others)}` : null,
        );
        reading.add(csv);
    };
    input.addEventListener("change", () => {
        add([...(input.files ?? [])]);
        // So that the same file can be chosen again after it was removed.
        input.value = "";
    });

    // The whole window takes drops: a file that misses the zone must not replace the page.
    window.addEventListener("dragenter", (event) => {
        if (!event.dataTransfer?.types.includes("Files")) return;
        depth += 1;
        drop.classList.add("over");
    });
    window.addEventListener("dragleave", () => {
        depth = Math.max(0, depth - 1);
        if (depth === 0) drop.classList.remove("over");
    });
    window.addEventListener("dragover", (event) => {
        if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
    });
    window.addEventListener("drop", (event) => {
        if (!event.dataTransfer?.types.includes("Files")) return;
        event.preventDefault();
        depth = 0;
        drop.classList.remove("over");
        add([...event.dataTransfer.files]);
    });
}

/** @param {string[]} names */
function hint(names) {
    if (names.some((name) => /\.safetensors$/i.test(name))) return " Weights are loaded in step 2.";
    if (names.some((name) => /\.(zip|gz)$/i.test(name))) return " Unpack the archive first.";
    return "";
}

/** @param {number} id @param {File} file @param {Reading} reading */
function fileRow(id, file, reading) {
    const name = h("span", { class: "file-name" }, file.name);
    const facts = h("span", { class: "quiet" }, size(file.size));
    const role = h(
        "select",
        { "aria-label": `Use of ${file.name}` },
        ...ROLES.map((value) => h("option", { value }, roleName(value))),
    );
    role.addEventListener("change", () => reading.setRole(id, /** @type {import("./state.js").Role} */ (role.value)));
    const drop = () => {
        reading.remove(id);
        // The button that had the focus is gone.
        byId("file-input", HTMLInputElement).focus();
    };
    const rows = h("td", { class: "number", "data-name": "Rows" });
    const distinct = h("td", { class: "number", "data-name": "Distinct" });
    const suspicious = h("td", { class: "number", "data-name": "Suspicious" });
    const remove = h(
        "button",
        { type: "button", class: "bare", "aria-label": `Remove ${file.name}`, onclick: drop },
        "Remove",
    );
    const bar = h("progress", { max: 1, value: 0, "aria-label": `Reading ${file.name}` });
    const soFar = h("span", null);
    const cancel = h("button", { type: "button", onclick: drop }, "Cancel");
    const progress = h("div", { class: "progress" }, bar, h("p", null, soFar), cancel);
    const alert = h("p", { class: "alert", role: "alert", hidden: true });
    const skipped = h("details", { class: "skipped", hidden: true });
    const more = h("tr", { class: "more" }, h("td", { colspan: 6 }, progress, alert, skipped));
    const main = h(
        "tr",
        null,
        h("th", { scope: "row" }, name, facts),
        h("td", { "data-name": "Use" }, role),
        rows,
        distinct,
        suspicious,
        h("td", { class: "end" }, remove),
    );
    const element = h("tbody", { "data-testid": "file", "data-file": file.name }, main, more);

    /** @param {LogFile} entry */
    function draw(entry) {
        const summary = entry.data?.summary;
        const busy = entry.status === "waiting" || entry.status === "reading";
        element.dataset.status = entry.status;
        role.value = entry.role;
        role.hidden = entry.status === "failed";
        remove.hidden = busy;
        progress.hidden = !busy;
        if (busy) {
            const { bytes = 0, totalBytes = file.size, rows: n = 0, secondsLeft = null } = entry.progress ?? {};
            if (entry.status === "waiting") bar.removeAttribute("value");
            else bar.value = totalBytes > 0 ? bytes / totalBytes : 0;
            say(
                soFar,
                entry.status === "waiting"
                    ? "waiting"
                    : line(`${size(bytes)} of ${size(totalBytes)}`, counted(n, "row"), timeLeft(secondsLeft)),
            );
        }
        complain(alert, entry.message);
        const made = entry.sample && "reconstruction, not BETH itself";
        say(facts, line(made || size(file.size), summary && formName(summary, entry.sample)));
        drawSummary(summary ?? null);
        more.hidden = !busy && !entry.message && skipped.hidden;
    }

    /** @param {import("../engine/bethscope.js").Summary | null} summary */
    function drawSummary(summary) {
        say(rows, summary ? count(summary.rows) : "");
        say(distinct, summary ? count(summary.distinct) : "");
        if (!summary) {
            fill(suspicious);
            skipped.hidden = true;
            return;
        }
        const { positives, evil } = summary;
        fill(
            suspicious,
            positives === null ? h("span", { class: "quiet" }, "no labels") : percent(share(positives, summary.rows)),
            positives === null
                ? null
                : h("span", { class: "quiet" }, line(count(positives), evil !== null && `${count(evil)} evil`)),
        );
        const { total, head, lines } = skippedRows(summary.skipped);
        skipped.hidden = total === 0;
        // Drawn once: a redraw would close it under the reader's hand.
        if (total > 0 && skipped.childElementCount === 0) {
            fill(skipped, h("summary", null, head), h("ul", null, ...lines.map((text) => h("li", null, text))));
        }
    }

    return { element, draw };
}

/** @param {number} part @param {number} whole */
function share(part, whole) {
    return whole === 0 ? null : part / whole;
}

/** @param {import("../engine/bethscope.js").Summary} summary @param {boolean} sample */
function formName({ form, processes }, sample) {
    return line(
        !sample && (form === "raw" ? "raw form" : "DataCamp form"),
        processes ? counted(processes, "process", "processes") : DASH,
    );
}
