// Tells a screen reader what changes while nobody touches anything, every few seconds at most.

import { byId, say } from "./dom.js";
import { t, tag } from "./language.js";
import { line, timeLeft } from "./words.js";

const PAUSE = 5000;

/** @param {import("./state.js").Store} store @param {import("./yardstick.js").RunYard} runYard */
export function mountAnnouncer(store, runYard) {
    const place = byId("announcer", HTMLElement);
    let said = "";
    let next = "";
    let spoken = tag;
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
        next = news(state, runYard()) ?? next;
        // What was said in another language is not waited for.
        if (spoken !== tag) {
            clearTimeout(wait);
            wait = undefined;
        }
        spoken = tag;
        if (!wait) speak();
    });
}

/** @param {import("./state.js").State} state @param {import("./yardstick.js").Yard | null} yard */
function news({ files, training, result }, yard) {
    const { status, progress, epochs, history } = training;
    const last = history[history.length - 1];
    if (status === "paused") return t.announcer.paused;
    if (status !== "idle") {
        const accuracy = last && t.announcer.accuracy((last.validation ?? last.train).accuracy);
        const trivial = last && yard && t.announcer.trivial(t.baselines[yard.name], yard.accuracy);
        const epoch = Math.max(1, progress?.epoch ?? 1, last?.epoch ?? 1);
        return line(t.announcer.epoch(epoch, epochs), accuracy, trivial, timeLeft(progress?.secondsLeft));
    }
    const reading = files.find((file) => file.status === "reading");
    if (reading) {
        const { bytes = 0, totalBytes = 1 } = reading.progress ?? {};
        return t.announcer.reading(reading.file.name, Math.floor((bytes / totalBytes) * 10) * 10);
    }
    if (result.status === "scoring") return t.announcer.scoring;
    if (result.status === "ready" && result.metrics) {
        const { accuracy, threshold, flagged, rows, baselines } = result.metrics;
        const of = t.announcer.flagged(flagged, rows, threshold);
        const constant = baselines
            .filter(({ name }) => name.startsWith("always"))
            .sort((a, b) => (b.accuracy ?? 0) - (a.accuracy ?? 0))[0];
        const trivial = constant ? t.announcer.trivial(t.baselines[constant.name], constant.accuracy) : "";
        return accuracy === null ? of : t.announcer.result(accuracy, trivial, of);
    }
    const ready = files.filter((file) => file.data);
    const lossy = ready.filter((file) => file.data?.summary.lost.serious).map((file) => file.file.name);
    const warning = lossy.length > 0 ? t.announcer.lossy(lossy) : "";
    return ready.length > 0 ? `${t.announcer.read(ready.length)}${warning}` : null;
}
