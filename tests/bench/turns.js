// Subjects take turns, so that a busy moment of the machine falls on all of them and not on one.

import { started } from "./subjects.js";

/** @typedef {import("./subjects.js").Subject} Subject */
/** @typedef {import("./browser.js").Tab} Tab */

/**
 * @template T
 * @param {Pick<import("./bench.js").Bench, "browser" | "report">} bench
 * @param {object} turns
 * @param {string} turns.section
 * @param {string} turns.what
 * @param {Subject[]} turns.subjects each gets a tab for all its turns
 * @param {string[]} turns.files
 * @param {number} turns.rounds
 * @param {number} [turns.seconds] one that has worked for so long gets no further turn
 * @param {(tab: Tab, subject: Subject, round: number) => Promise<T>} work
 * @returns {Promise<Map<Subject, T[]>>} one or more results of each that did not fail
 */
export async function inTurns(
    { browser, report },
    { section, what, subjects, files, rounds, seconds = Infinity },
    work,
) {
    /** @type {Map<Subject, { tab: Tab | null, spent: number, results: T[] }>} */
    const players = new Map();
    try {
        for (let round = 0; round < rounds; round += 1) {
            for (const subject of subjects) {
                const player = players.get(subject) ?? { tab: null, spent: 0, results: [] };
                if (round > 0 && (!player.tab || player.spent > seconds * 1000)) continue;
                players.set(subject, player);
                await report.attempt({ section, what, who: subject.who }, async () => {
                    player.tab ??= await started(browser, subject, files);
                    const since = performance.now();
                    const { tab } = player;
                    // One that fails is out.
                    player.tab = null;
                    player.results.push(
                        await work(tab, subject, round).catch((error) => tab.close().then(() => Promise.reject(error))),
                    );
                    player.tab = tab;
                    player.spent += performance.now() - since;
                });
            }
        }
    } finally {
        for (const { tab } of players.values()) await tab?.close();
    }
    const done = [...players].filter(([, { results }]) => results.length > 0);
    return new Map(done.map(([subject, { results }]) => [subject, results]));
}
