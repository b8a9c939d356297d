// The page as a person works it, by what its controls are called.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { basename } from "node:path";

/** @typedef {import("playwright-core").Page} Page */

/**
 * Drops files on the drop zone, as dragging them from a folder does.
 * @param {Page} page
 * @param {string[]} paths
 */
export async function drop(page, paths) {
    const files = paths.map((path) => ({ name: basename(path), text: readFileSync(path, "utf8") }));
    const dataTransfer = await page.evaluateHandle((files) => {
        const transfer = new DataTransfer();
        for (const { name, text } of files) transfer.items.add(new File([text], name, { type: "text/csv" }));
        return transfer;
    }, files);
    for (const type of ["dragenter", "dragover", "drop"]) await page.dispatchEvent("#drop", type, { dataTransfer });
}

/**
 * Chooses files with the button.
 * @param {Page} page
 * @param {Parameters<Page["setInputFiles"]>[1]} files
 */
export function choose(page, files) {
    return page.getByLabel("Choose files").setInputFiles(files);
}

/** The row of a file in the list of files. @param {Page} page @param {string} name */
export function fileRow(page, name) {
    return page.locator(`[data-testid="file"][data-file="${name}"]`);
}

/** Waits until a file has been read, or refused. @param {Page} page @param {string} path @param {"ready" | "failed"} status */
export async function settled(page, path, status = "ready") {
    const row = fileRow(page, basename(path));
    await row.and(page.locator('[data-status="ready"], [data-status="failed"]')).waitFor();
    assert.equal(await row.getAttribute("data-status"), status, await row.innerText());
    return row;
}

/**
 * Fills in the form and trains to the end.
 * @param {Page} page
 * @param {Record<string, string>} fields by label
 */
export async function train(page, fields = {}) {
    for (const [label, value] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(value);
    await page.getByRole("button", { name: "Train", exact: true }).click();
    await trained(page);
}

/** Waits until there is a network. @param {Page} page */
export async function trained(page) {
    const refusal = page.locator("#model-message");
    await page.locator("#save-weights:visible, #model-message:visible").first().waitFor();
    assert.ok(await refusal.isHidden(), await refusal.innerText());
}

/** Has a file scored, and waits for it. @param {Page} page @param {string} [path] without it the one that the page chooses */
export async function scored(page, path) {
    const select = page.getByLabel("Scored file");
    if (path) {
        const option = select.locator("option", { hasText: basename(path) });
        await select.selectOption(await option.getAttribute("value"));
    }
    await page.getByTestId("accuracy").waitFor();
    await page.locator("#result-state", { hasText: "scored." }).waitFor();
}

/** Reads a file, and has it scored with the weights that came with the page. @param {Page} page @param {string} path */
export async function scoredByPretrained(page, path) {
    await choose(page, path);
    await settled(page, path);
    await usePretrained(page);
}

/** Takes the weights that came with the page for what has been read, and waits for the scores. @param {Page} page */
export async function usePretrained(page) {
    await page.getByLabel("Pretrained").check();
    await page.getByRole("button", { name: "Use the pretrained weights" }).click();
    await scored(page);
}

/** The big figure, as a share. @param {Page} page */
export async function figure(page) {
    return Number.parseFloat((await page.getByTestId("accuracy").innerText()).replace(/[^\d.]/g, "")) / 100;
}

/** Every row of the scored file with its probability in full, as the page exports it. @param {Page} page */
export async function exported(page) {
    await page.getByRole("combobox", { name: /^Show/ }).selectOption("all");
    const button = page.getByRole("button", { name: /^Export [\d,]+\srows? as CSV$/ });
    await button.waitFor();
    const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
    return readFileSync(await download.path(), "utf8");
}

/** Waits until something has been drawn there: charts come a little after the words. @param {Page} page @param {string} testId */
export async function drawn(page, testId) {
    await page.waitForFunction((testId) => {
        const canvas = document.querySelector(`[data-testid="${testId}"] canvas`);
        if (!(canvas instanceof HTMLCanvasElement) || canvas.width === 0) return false;
        const pixels = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data;
        return pixels?.some((value) => value !== 0);
    }, testId);
}

/** Waits until so many workers are left. @param {Page} page @param {number} count */
export async function workersLeft(page, count) {
    for (let left = page.workers(); left.length !== count; left = page.workers()) {
        await Promise.race([page.waitForEvent("worker"), ...left.map((worker) => worker.waitForEvent("close"))]);
    }
}
