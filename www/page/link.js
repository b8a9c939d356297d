// The address of the page: it says what is set, and sets what it says, also on the way back and forward. What was set by a
// link holds for every file and network to come, until the visitor sets it otherwise.

import { read, written } from "./address.js";
import { byId, complain, say } from "./dom.js";
import { enable } from "./focus.js";
import { t } from "./language.js";
import { operatingOf } from "./operating.js";
import { OPTIONS } from "./options.js";
import { saidOf, settingsOf, withSettings } from "./settings.js";
import { atOwn, everyFlaggedRow, highestScoresFirst } from "./state.js";

/** @typedef {import("./state.js").State} State */

/** A slider moves faster than browsers let an address change, and who types has not finished at the first digit. */
const CALM = 300;

/** Parts of a link that are named one by one. */
const NAMED = 3;

/**
 * @param {import("./state.js").Store} store
 * @param {import("./scoring.js").Scoring} scoring
 */
export function mountLink(store, scoring) {
    const message = byId("link-message", HTMLElement);
    const copy = byId("copy-link", HTMLButtonElement);
    const reset = byId("reset-settings", HTMLButtonElement);
    const copied = byId("copied", HTMLElement);
    /** What was complained of. @type {import("./language.js").Said | null} */
    let complained = null;
    /** @param {import("./language.js").Said | null} said */
    const tell = (said) => {
        complained = said;
        complain(message, said);
    };
    store.watch([], () => tell(complained));

    /** What the address says, or has made of the page. */
    let told = new Map();
    /** What was written there last: the same again is no step of its own on the way back. */
    let last = "";
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let wait;

    /** Sets what the address says. */
    function follow() {
        const asked = read(location.hash);
        if (!asked) return;
        clearTimeout(wait);
        wait = undefined;
        set(asked.parts);
        // What is set is in sight.
        for (const { name, field } of OPTIONS)
            if (asked.parts.has(name)) document.getElementById(field)?.closest("details")?.setAttribute("open", "");
        told = settingsOf(store.state);
        last = "";
        tell(leftOutWords(asked.leftOut));
    }

    /** @param {Map<string, string>} parts */
    function set(parts) {
        const { form, source, asked, result, filter, paging } = withSettings(store.state, parts);
        store.set({ form, source, asked, result, filter, paging });
    }

    /** Writes what is set into the address. */
    function write() {
        clearTimeout(wait);
        wait = undefined;
        const now = settingsOf(store.state);
        const names = new Set([...told.keys(), ...now.keys()]);
        const changed = [...names].filter((name) => told.get(name) !== now.get(name)).join();
        if (changed === "") return;
        told = now;
        const address = now.size > 0 ? `#${written(now)}` : location.pathname + location.search;
        if (changed === last) history.replaceState(null, "", address);
        else history.pushState(null, "", address);
        last = changed;
        tell(null);
    }

    let isCopied = false;
    store.watch([], () => tellCopied(isCopied));
    /** @param {boolean} done */
    function tellCopied(done) {
        say(copy, done ? t.link.copied : t.link.copy);
        say(copied, done ? t.link.wasCopied : "");
        isCopied = done;
    }

    if (location.hash !== "") follow();
    window.addEventListener("hashchange", follow);
    keepRule(store, scoring);
    store.watch(["form", "source", "asked", "result", "filter", "paging", "network"], (state) => {
        if (forget(store, state)) return;
        const now = settingsOf(state);
        enable(reset, now.size > 0);
        if (written(now) === written(told)) return;
        tellCopied(false);
        wait ??= setTimeout(write, CALM);
    });

    reset.addEventListener("click", () => {
        set(new Map());
        write();
    });
    copy.addEventListener("click", async () => {
        write();
        const link = new URL(location.href);
        link.hash = written(settingsOf(store.state));
        try {
            await navigator.clipboard.writeText(link.href);
            tellCopied(true);
        } catch {
            tell(() => t.link.noCopy);
        }
    });
}

/**
 * What the visitor has set otherwise is no longer asked for with every new result.
 * @param {import("./state.js").Store} store
 * @param {State} state
 */
function forget(store, { asked, filter, paging, result }) {
    const now = { ...asked };
    if (!alike(filter, asked.filter)) now.filter = everyFlaggedRow;
    if (!alike(paging.sort, asked.sort)) now.sort = highestScoresFirst.sort;
    if (!alike(result.wish.cut, asked.cut)) [now.cut, now.rule] = [atOwn, null];
    const keys = /** @type {(keyof typeof now)[]} */ (Object.keys(now));
    const same = keys.every((key) => now[key] === asked[key]);
    if (!same) store.set({ asked: now });
    return !same;
}

/** @param {object} one @param {object} other */
const alike = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/**
 * Has the threshold of every network chosen by the rule that a link asks for.
 * @param {import("./state.js").Store} store
 * @param {import("./scoring.js").Scoring} scoring
 */
function keepRule(store, scoring) {
    /** What has been given which rule. @type {{ model?: unknown, rule?: unknown }} */
    let given = {};
    let busy = false;
    store.watch(["network", "asked", "session"], async ({ network, asked, session }) => {
        const { rule } = asked;
        const own = operatingOf(network)?.rule;
        if (busy || !network || !own || !rule) return;
        const { model } = network;
        if (saidOf(own) === saidOf(rule)) {
            given = { model, rule };
            return;
        }
        // The visitor has chosen another.
        if (given.model === model && given.rule === rule) return store.change("asked", { rule: null });
        if (session.status !== "ready") return;
        busy = true;
        await scoring.rule(rule);
        busy = false;
        given = { model, rule };
    });
}

/** @param {string[]} parts @returns {import("./language.js").Said | null} */
function leftOutWords(parts) {
    if (parts.length === 0) return null;
    const named = parts.slice(0, parts.length > NAMED + 1 ? NAMED : parts.length);
    return () => t.link.leftOut(named, parts.length - named.length);
}
