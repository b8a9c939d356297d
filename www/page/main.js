// The page: one state, the four modules that change it, and the views that draw it.

import { mountAnnouncer } from "./announcer.js";
import { mountChip } from "./chip.js";
import { mountConfusion } from "./confusion.js";
import { byId, say } from "./dom.js";
import { mountEvidence } from "./evidence.js";
import { mountFiles } from "./files.js";
import { keepFocus } from "./focus.js";
import { mountForm } from "./form.js";
import { later } from "./later.js";
import { mountLearning } from "./learning.js";
import { mountLeaving } from "./leaving.js";
import { mountModel } from "./model.js";
import { beside } from "./parts.js";
import { createPretrained } from "./pretrained.js";
import { createReading } from "./reading.js";
import { mountResult } from "./result.js";
import { mountRows } from "./rows.js";
import { mountSample } from "./sample.js";
import { createScoring } from "./scoring.js";
import { createSession } from "./session.js";
import { soon } from "./soon.js";
import { createStore } from "./state.js";
import { mountThreshold } from "./threshold.js";
import { createTraining } from "./training.js";
import { createRunYard } from "./yardstick.js";

const store = createStore();
const session = createSession(store);
const reading = createReading(store, session);
const training = createTraining(store, session);
const pretrained = createPretrained(store, training);
const scoring = createScoring(store);
const runYard = createRunYard(store);

// A turn for the engine: its module may have been compiled by now, and the worker waits for it.
await new Promise((resolve) => setTimeout(resolve));

keepFocus();
mountChip(store, session);
mountFiles(store, reading);
mountModel(store, training, pretrained);
mountForm(store, training);
mountLearning(store, runYard);
mountResult(store, scoring);
mountThreshold(store, scoring);
mountConfusion(store, scoring);
mountEvidence(store);
mountRows(store, scoring);
mountSample(store, session, reading, pretrained, training, scoring);
mountAnnouncer(store, runYard);
mountLeaving(store);

store.watch(["files", "pretrained", "session"], (state) => pretrained.follow(state));
store.watch(["files", "network", "session", "result"], (state) => scoring.follow(state));
store.watch(["session"], ({ session: { status, changing, info } }) => {
    document.documentElement.dataset.engine = changing ? "changing" : status;
    if (status !== "ready") return;
    reading.resume();
    const { build } = document.documentElement.dataset;
    say(byId("version", HTMLElement), info ? `bethscope ${info.version}${build ? `, build ${build}` : ""}.` : "");
});

await Promise.all([session.start("auto"), pretrained.arrived]);
// A click that was made by now has its rows first.
await bethscope.sample.catch(() => {});
const [{ warm }, { mountBeside }] = await Promise.all([later(), beside()]);
soon("warm", warm);
// The page is there; from now on it says itself what goes wrong.
byId("unstarted", HTMLElement).remove();
if (document.readyState !== "complete")
    await new Promise((done) => window.addEventListener("load", done, { once: true }));
// Nothing is requested from here on, but the engine of a GPU where there is one, and by the service worker of a page on a
// host, which keeps a copy of its files.
document.documentElement.dataset.ready = "true";
await mountBeside(store);
