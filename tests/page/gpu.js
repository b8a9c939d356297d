// A machine that seems to have a GPU: Chromium's emulation, under the name of a real one.

import { engineRuns, named } from "./site.js";

const GPU = `/${named("bethscope_gpu.wasm")}`;

/** How often the GPU's module has been asked for. @param {{ requests: string[] }} site */
export const asked = (site) => site.requests.filter((path) => path === GPU).length;

/** Waits until the chip says why. @param {import("playwright-core").Page} page @param {RegExp} why */
export const says = (page, why) =>
    page.locator("#backend-reason").filter({ hasText: why }).waitFor({ state: "attached" });

/** What a page sees of a machine with a GPU; its worker sees what there really is. Runs in the page. */
export function pretendGpu() {
    const info = { vendor: "pretended", architecture: "", device: "", description: "", isFallbackAdapter: false };
    const gpu = { requestAdapter: async () => ({ info }) };
    Object.defineProperty(navigator, "gpu", { value: gpu });
}

/**
 * The page on a machine that seems to have a GPU. `answer` is what becomes of the request for the GPU's module.
 * @param {import("node:test").TestContext} t
 * @param {import("./site.js").Site} site
 * @param {(route: import("playwright-core").Route) => Promise<void>} answer
 */
export async function withGpu(t, site, answer) {
    const page = await site.blank(t);
    await page.addInitScript(pretendGpu);
    await page.route(`**${GPU}`, answer);
    await page.goto(site.url);
    await engineRuns(page);
    return page;
}
