// Tells a screen reader what changes while nobody touches anything, every few seconds at most.

import { byId, say } from "./dom.js";
import { counted, line, list, percent, timeLeft } from "./words.js";

const PAUSE = 5000;

/** @param {import("./state.js").Store} store */
export function mountAnnouncer(store) {
    const place = byId("announcer", HTMLElement);
    let said = "";
    let next = "";
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let wait;

    const speak = () => {
        wait = undefined;
        if (next === said) return;
        said = next;
        say(place, said);
        wait = setTimeout(speak, PAUSE);
    };

    store.watch(["files", "training", "result"], (state) => {
        next = news(state) ?? next;
        if (!wait) speak();
    });
}

/** @param {import("./state.js").State} state */
function news({ files, training, result }) {
    const { status, progress, epochs, history } = training;
    const last = history[history.length - 1];
    if (status === "paused") return "Training is paused.";
    if (status !== "idle") {
        const accuracy = last && `accuracy ${percent((last.validation ?? last.train).accuracy)}`;
        return line(`Training, epoch ${progress?.epoch ?? 1} of ${epochs}`, accuracy, timeLeft(progress?.secondsLeft));
    }
    const reading = files.find((file) => file.status === "reading");
    if (reading) {
        const { bytes = 0, totalBytes = 1 } = reading.progress ?? {};
        return `Reading ${reading.file.name}, ${Math.floor((bytes / totalBytes) * 10) * 10} %`;
    }
    if (result.status === "scoring") return "Scoring.";
    if (result.status === "ready" && result.metrics) {
        const { accuracy, flagged, rows } = result.metrics;
        const of = `${counted(flagged, "row")} of ${counted(rows, "row")} flagged`;
        return accuracy === null ? of : `Accuracy ${percent(accuracy)}, ${of}`;
    }
    const ready = files.filter((file) => file.data);
    const lossy = ready.filter((file) => file.data?.summary.lost.serious).map((file) => file.file.name);
    const warning = lossy.length > 0 ? ` Warning: rows of ${list(lossy)} were skipped.` : "";
    return ready.length > 0 ? `${counted(ready.length, "file")} read.${warning}` : null;
}
