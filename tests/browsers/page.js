// The page as a person works it, in any browser that a driver gives a tab of.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { until } from "./tab.js";

/** @typedef {import("./tab.js").Tab} Tab */

/** @param {Tab} tab */
export function createPage(tab) {
    /** The text of an element, white space made plain. @param {string} selector */
    const text = (selector) =>
        tab.run((selector) => {
            const found = /** @type {HTMLElement | null} */ (document.querySelector(selector));
            return found ? found.innerText.replace(/\s+/g, " ").trim() : "";
        }, selector);

    /** Waits until an element's text is as it shall be. @param {string} selector @param {RegExp} wanted */
    async function says(selector, wanted) {
        let last = "";
        const look = async () => {
            last = await text(selector);
            return wanted.test(last);
        };
        await until(look, `${selector} to say ${wanted}`).catch((error) => {
            throw new Error(`${error.message} It says “${last}”.`);
        });
    }

    /** Waits until there is such an element, and it is not hidden. @param {string} selector */
    async function shown(selector) {
        const look = () => tab.run((selector) => !!document.querySelector(selector)?.checkVisibility(), selector);
        await until(look, `${selector} to be shown`);
    }

    /** Sets a field as typing or choosing does. @param {string} selector @param {string} value */
    const set = (selector, value) =>
        tab.run(
            ([selector, value]) => {
                const field = /** @type {HTMLInputElement} */ (document.querySelector(selector));
                field.value = value;
                for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
            },
            [selector, value],
        );

    return {
        ...tab,
        text,
        says,
        shown,
        set,

        /** @param {string} url */
        async open(url) {
            await tab.open(url);
            await shown('html[data-ready="true"]');
        },

        /** Drops a file on the drop zone, as dragging it from a folder does. @param {string} path */
        drop: (path) =>
            tab.run(
                ({ name, text }) => {
                    const dataTransfer = new DataTransfer();
                    dataTransfer.items.add(new File([text], name, { type: "text/csv" }));
                    for (const type of ["dragenter", "dragover", "drop"])
                        document
                            .querySelector("#drop")
                            ?.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
                },
                { name: basename(path), text: readFileSync(path, "utf8") },
            ),

        /** Waits until a file has been read, or refused, and gives what its row says. @param {string} path @param {"ready" | "failed"} status */
        async settled(path, status = "ready") {
            const row = `#files [data-file="${basename(path)}"]`;
            await shown(`${row}:is([data-status="ready"], [data-status="failed"])`);
            await shown(`${row}[data-status="${status}"]`);
            return text(row);
        },

        /** Where the network comes from. @param {"pretrained" | "train" | "load"} kind */
        source: (kind) => tab.click(`#source label:has([value="${kind}"])`),

        /** Waits until so many rows are scored. @param {string} rows @param {string} [path] of the file, where it is not the one that the page chooses */
        async scored(rows, path) {
            if (path) {
                const value = await tab.run(
                    (name) =>
                        /** @type {HTMLOptionElement[]} */ ([...document.querySelectorAll("#result-file option")]).find(
                            (option) => option.text.startsWith(name),
                        )?.value ?? "",
                    basename(path),
                );
                await set("#result-file", value);
            }
            await says("#result-state", new RegExp(`^${rows} rows scored\\.$`));
            await shown("#rows-body tr");
            // The charts come last.
            for (const chart of ["histogram", "roc", "pr"]) await shown(`#${chart}-plot canvas`);
        },

        /** What stands out of the window, but for what scrolls by itself. */
        sticksOut: () =>
            tab.run(
                () =>
                    [...document.querySelectorAll("body *")]
                        .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
                        .filter((element) => element.checkVisibility() && !element.closest(".scroll, .u-wrap"))
                        .map((element) => element.outerHTML.slice(0, 80)),
                null,
            ),

        /** Every row of the scored file with its probability in full, as the page exports it. */
        async exported() {
            await set("#filter-rows", "all");
            await says("#export", /^Export [\d,]+ rows as CSV$/);
            return tab.download("#export");
        },
    };
}

/** @param {Buffer} bytes */
export const hash = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** The lines of a CSV file. @param {{ bytes: Buffer }} file */
export const lines = ({ bytes }) => bytes.toString("utf8").trimEnd().split("\r\n");

/** What the page refused to do, and what went wrong in it, so far. @param {Tab} tab */
export const watched = (tab) =>
    tab.run(() => {
        const { errors, refused } = /** @type {any} */ (globalThis).watched;
        return { errors, refused };
    }, null);

/**
 * Asks the page and its worker to fetch something, and tells whether it came.
 * @param {Tab} tab
 * @param {string} url
 */
export const reaches = (tab, url) =>
    tab.run(async (url) => {
        const { workers } = /** @type {any} */ (globalThis).watched;
        const worker = /** @type {Worker} */ (workers.at(-1));
        const page = await fetch(url).then(
            () => true,
            () => false,
        );
        const answer = new Promise((resolve) => {
            worker.addEventListener("reached", (event) => resolve(/** @type {CustomEvent} */ (event).detail));
        });
        worker.postMessage({ reachOut: url });
        return { page, worker: /** @type {boolean} */ (await answer) };
    }, url);
