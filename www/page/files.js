// Step 1: the drop zone, and a row for every file.

import { byId, complain, fill, h, say } from "./dom.js";
import { dropped } from "./folder.js";
import { harmless } from "./harmless.js";
import { t, tag } from "./language.js";
import { lossOf } from "./loss.js";
import { isTwin } from "./role.js";
import { count, DASH, fileNotes, line, percent, size, timeLeft } from "./words.js";

/** @typedef {import("./state.js").LogFile} LogFile */
/** @typedef {import("./reading.js").Reading} Reading */
/** @typedef {import("../engine/bethscope.js").Summary} Summary */

/** @type {import("./state.js").Role[]} */
const ROLES = ["train", "validation", "test"];

/** Files left out that are named one by one. */
const NAMED = 6;

/** @param {import("./state.js").Store} store @param {Reading} reading */
export function mountFiles(store, reading) {
    mountDrop(store, reading);
    const table = byId("files", HTMLTableElement);
    const state = byId("data-state", HTMLElement);
    /** @type {Map<number, ReturnType<typeof fileRow>>} */
    const rows = new Map();

    /** The room of files that are being made. @type {Element[]} */
    let rooms = [];

    store.watch(["files", "sample"], ({ files, sample }) => {
        for (const room of rooms) room.remove();
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
            row.draw(file, twinBefore(file, files));
        }
        const [like] = rows.values();
        rooms =
            like && whose(files) === "sample"
                ? Array.from({ length: sample.coming }, () => roomLike(like.element))
                : [];
        table.append(...rooms);
        table.hidden = files.length === 0;
        document.body.dataset.files = whose(files);
        const ready = files.filter((file) => file.data);
        const total = ready.reduce((sum, file) => sum + (file.data?.summary.rows ?? 0), 0);
        say(state, ready.length === 0 ? t.data.hint : t.data.total(total, ready.length));
    });
}

/** As much room as another file takes, so that nothing moves when it comes. @param {HTMLElement} row */
function roomLike(row) {
    const room = /** @type {HTMLElement} */ (row.cloneNode(true));
    room.className = "room";
    room.removeAttribute("data-testid");
    room.removeAttribute("data-file");
    room.querySelector(".file-name")?.replaceWith("\u00a0");
    return room;
}

/** Whose files there are; one that was refused changes nothing. @param {LogFile[]} files */
function whose(files) {
    if (files.some(({ sample }) => sample)) return "sample";
    return files.some(({ status }) => status !== "failed") ? "own" : "none";
}

/** The first file with the same content, where it is another. @param {LogFile} file @param {LogFile[]} files */
function twinBefore(file, files) {
    const first = files.find((other) => isTwin(other, file));
    return first && first !== file ? first : null;
}

/** @param {import("./state.js").Store} store @param {Reading} reading */
function mountDrop(store, reading) {
    const drop = byId("drop", HTMLElement);
    const input = byId("file-input", HTMLInputElement);
    const message = byId("drop-message", HTMLElement);
    const leftOut = byId("left-out", HTMLElement);
    let depth = 0;

    /** @param {import("./folder.js").Dropped} all */
    const add = (all) => {
        const logs = all.files.filter(({ file }) => !/\.safetensors$/i.test(file.name));
        const weights = all.files.filter((one) => !logs.includes(one)).map(({ file }) => file.name);
        const aside = weights.length > 0 ? () => t.data.weightsLater(weights) : null;
        store.change("intake", { leftOut: all.leftOut, message: all.complaint ?? aside });
        reading.add(logs);
    };
    store.watch(["intake"], ({ intake }) => {
        complain(message, intake.message);
        complain(leftOut, leftOutWords(intake.leftOut));
    });
    input.addEventListener("change", () => {
        const files = [...(input.files ?? [])].map((file) => ({ file, from: null }));
        add({ files, leftOut: [], complaint: null });
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
    window.addEventListener("drop", async (event) => {
        if (!event.dataTransfer?.types.includes("Files")) return;
        event.preventDefault();
        depth = 0;
        drop.classList.remove("over");
        add(await dropped(event.dataTransfer));
    });
}

/** @param {string[]} paths */
function leftOutWords(paths) {
    if (paths.length === 0) return null;
    const named = paths.length > NAMED + 1 ? paths.slice(0, NAMED) : paths;
    return t.data.leftOut(named, paths.length - named.length);
}

/** @param {number} id @param {File} file @param {Reading} reading */
function fileRow(id, file, reading) {
    const name = h("span", { class: "file-name", translate: "no" }, file.name);
    const facts = h("span", { class: "quiet" }, size(file.size));
    const role = h("select", null, ...ROLES.map((value) => h("option", { value }, t.roles[value])));
    role.addEventListener("change", () => reading.setRole(id, /** @type {import("./state.js").Role} */ (role.value)));
    const rows = h("td", { class: "number" });
    const distinct = h("td", { class: "number" });
    const suspicious = h("td", { class: "number" });
    const counts = [rows, distinct, suspicious];
    // In the place of the counts, so that nothing moves when they come.
    const bar = h("progress", { max: 1, value: 0 });
    const progress = h("td", { class: "reading", colspan: 3 }, bar);
    const drop = () => {
        reading.remove(id);
        // The button that had the focus is gone.
        byId("file-input", HTMLInputElement).focus();
    };
    const remove = h("button", { type: "button", class: "bare remove", onclick: drop });
    const alert = h("p", { class: "alert", role: "alert", hidden: true });
    const remarks = h("ul", { class: "remarks", hidden: true });
    const skipped = h("div", { class: "skipped", hidden: true });
    const more = h("tr", { class: "more" }, h("td", { colspan: 6 }, alert, remarks, skipped));
    /** What is drawn there: a redraw would close it under the reader's hand, or take a button's focus. */
    let drawn = "";
    let spoken = "";
    const use = h("td", { class: "use" }, role);
    const main = h(
        "tr",
        null,
        h("th", { scope: "row" }, name, facts),
        use,
        progress,
        ...counts,
        h("td", { class: "end" }, remove),
    );
    const element = h("tbody", { "data-testid": "file", "data-file": file.name }, main, more);

    /** What is said once, in each language. */
    function nameParts() {
        spoken = tag;
        const called = harmless(file.name);
        role.setAttribute("aria-label", t.data.useOf(called));
        for (const option of role.options)
            option.text = t.roles[/** @type {import("./state.js").Role} */ (option.value)];
        bar.setAttribute("aria-label", t.data.reading(called));
        use.dataset.name = t.data.use;
        for (const [cell, said] of /** @type {const} */ ([
            [rows, t.data.rows],
            [distinct, t.data.distinct],
            [suspicious, t.data.suspicious],
        ]))
            cell.dataset.name = said;
    }

    /** @param {LogFile} entry @param {LogFile | null} twin */
    function draw(entry, twin) {
        if (spoken !== tag) nameParts();
        const summary = entry.data?.summary ?? null;
        const busy = entry.status === "waiting" || entry.status === "reading";
        element.dataset.status = entry.status;
        role.value = entry.role;
        role.hidden = entry.status === "failed";
        progress.hidden = !busy;
        for (const cell of counts) cell.hidden = busy;
        say(remove, busy ? t.data.cancel : t.data.remove);
        const called = harmless(file.name);
        remove.setAttribute("aria-label", busy ? t.data.cancelReading(called) : t.data.removeFile(called));
        complain(alert, entry.message);
        const made = entry.sample && t.data.reconstruction;
        const from = entry.from && t.data.from(entry.from);
        say(
            facts,
            busy ? soFar(entry) : line(made || size(file.size), from, summary && formName(summary, entry.sample)),
        );
        drawSummary(summary, entry.label);
        drawRemarks(summary, twin);
        more.hidden = !entry.message && skipped.hidden && remarks.hidden;
    }

    /** How far the reading is; moves the bar. @param {LogFile} entry */
    function soFar(entry) {
        const { bytes = 0, totalBytes = file.size, rows: n = 0, secondsLeft = null } = entry.progress ?? {};
        if (entry.status === "waiting") bar.removeAttribute("value");
        else bar.value = totalBytes > 0 ? bytes / totalBytes : 0;
        if (entry.status === "waiting") return line(size(file.size), t.data.waits);
        return line(t.data.sizeOf(size(bytes), size(totalBytes)), t.rows(n), timeLeft(secondsLeft));
    }

    /** @param {Summary | null} summary @param {string | null} label the column that was named as the label */
    function drawSummary(summary, label) {
        say(rows, summary ? count(summary.rows) : "");
        say(distinct, summary ? count(summary.distinct) : "");
        if (!summary) return fill(suspicious);
        const { positives, evil } = summary;
        if (positives === null) return fill(suspicious, h("span", { class: "quiet" }, t.data.noLabels));
        const by = label ?? (onlyEvil(summary) ? "evil" : null);
        const counts = line(count(positives), by ? t.data.by(by) : evil !== null && t.data.evil(evil));
        fill(suspicious, percent(share(positives, summary.rows)), h("span", { class: "quiet" }, counts));
    }

    /** @param {Summary | null} summary @param {LogFile | null} twin */
    function drawRemarks(summary, twin) {
        const loss = summary && lossOf(summary);
        const said = JSON.stringify([
            tag,
            summary?.notes,
            summary?.labelHints,
            summary?.labelled,
            twin?.file.name,
            loss,
        ]);
        if (said === drawn) return;
        drawn = said;
        const hints = summary && !summary.labelled ? summary.labelHints : [];
        const remarked = [
            twin && h("li", null, t.data.twin(twin.file.name)),
            ...(summary ? fileNotes(summary) : []).map((note) => h("li", null, note)),
            ...hints.map((hint) => hintItem(hint)),
        ].filter((item) => item !== null);
        fill(remarks, ...remarked);
        remarks.hidden = remarked.length === 0;
        skipped.hidden = loss === null;
        if (!loss) return;
        skipped.classList.toggle("serious", loss.serious);
        const why = h("ul", null, ...loss.causes.map((cause) => h("li", null, cause)));
        const who = loss.differences.length > 0 && h("p", null, loss.differences.join(" "));
        if (loss.serious) fill(skipped, h("p", { class: "skipped-head" }, t.data.warning(loss.head)), who, why);
        else fill(skipped, h("details", null, h("summary", null, loss.head), who, why));
    }

    /** @param {Summary["labelHints"][number]} hint */
    function hintItem({ column, ones, zeros }) {
        const take = () => {
            // The button goes with the hint.
            role.focus();
            reading.takeLabel(id, column);
        };
        const button = h("button", { type: "button", onclick: take }, t.data.takeLabel(column));
        const words = t.data.labelHint(column, ones, zeros);
        return h("li", { class: "label-hint" }, h("span", null, words), button);
    }

    return { element, draw };
}

/** Whether a file has no other label than `evil`. @param {Summary} summary */
function onlyEvil({ columns }) {
    const names = columns.map((column) => column.trim().toLowerCase());
    return names.includes("evil") && !names.includes("sus") && !names.includes("sus_label");
}

/** @param {number} part @param {number} whole */
function share(part, whole) {
    return whole === 0 ? null : part / whole;
}

/** @param {import("../engine/bethscope.js").Summary} summary @param {boolean} sample */
function formName({ form, processes }, sample) {
    return line(
        !sample && (form === "raw" ? t.data.rawForm : t.data.dataCampForm),
        processes ? t.processes(processes) : DASH,
    );
}
