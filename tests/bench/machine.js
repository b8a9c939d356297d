// What the figures were measured on.

import { cpus, totalmem } from "node:os";

/** @param {import("./browser.js").Browser} browser */
export async function machine(browser) {
    return {
        date: new Date().toISOString(),
        cpu: cpus()[0].model,
        cores: cpus().length,
        memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
        chromium: browser.version,
        adapter: await adapter(browser),
    };
}

/** The WebGPU adapter. @param {import("./browser.js").Browser} browser */
async function adapter(browser) {
    const tab = await browser.tab("bench/bethscope-page.html");
    const found = await tab.page.evaluate(async () => {
        const gpu = /** @type {any} */ (navigator).gpu;
        const adapter = await gpu?.requestAdapter({ powerPreference: "high-performance" });
        if (!adapter) return null;
        const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
        return { vendor, architecture, device, description, isFallbackAdapter };
    });
    await tab.close();
    return found;
}
