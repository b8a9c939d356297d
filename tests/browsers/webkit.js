// WebKit, as Debian has it for GTK: MiniBrowser, by WebKitWebDriver over WebDriver, on a screen that nobody sees.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { arrived, offered, until } from "./tab.js";

/** @type {import("./browsers.js").Browser["launch"]} */
export async function launch({ WEBKIT_DRIVER, XVFB }, folder) {
    const screen = spawn(XVFB, ["-displayfd", "1", "-screen", "0", "1400x1100x24", "-nolisten", "tcp"], {
        stdio: ["ignore", "pipe", "ignore"],
    });
    process.on("exit", () => screen.kill());
    const ended = once(screen, "exit").then(() => {
        throw new Error("Xvfb ended before it had a screen.");
    });
    const [display] = await Promise.race([once(screen.stdout, "data"), ended]);
    const downloads = join(folder, "Downloads");
    mkdirSync(downloads);
    mkdirSync(join(folder, ".config"));
    writeFileSync(join(folder, ".config/user-dirs.dirs"), 'XDG_DOWNLOAD_DIR="$HOME/Downloads"\n');
    const port = await freePort();
    const driver = spawn(WEBKIT_DRIVER, [`--port=${port}`], {
        stdio: "ignore",
        // A home of its own, no accessibility bus, and no sandbox, which needs rights that a container lacks. And a
        // language: a container's is "C", which is none to Intl, and no chart would be drawn.
        env: {
            ...process.env,
            DISPLAY: `:${String(display).trim()}`,
            HOME: folder,
            LANG: "en_US.UTF-8",
            XDG_CONFIG_HOME: join(folder, ".config"),
            NO_AT_BRIDGE: "1",
            LIBGL_ALWAYS_SOFTWARE: "1",
            WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1",
        },
    });

    process.on("exit", () => driver.kill());

    /** @param {string} method @param {string} path @param {object} [body] */
    async function ask(method, path, body) {
        const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: body && JSON.stringify(body) });
        const { value } = /** @type {{ value: any }} */ (await answer.json());
        if (value?.error) throw new Error(`WebKitWebDriver, ${path}: ${value.error}, ${value.message}`);
        return value;
    }

    const ready = () => ask("GET", "/status").catch(() => null);
    await until(ready, "WebKitWebDriver to answer");
    const { sessionId, capabilities } = await ask("POST", "/session", { capabilities: {} });
    const session = `/session/${sessionId}`;
    await ask("POST", `${session}/timeouts`, { script: 600_000 });
    await ask("POST", `${session}/window/rect`, { width: 1280, height: 1000 });

    /** @param {string} selector */
    async function element(selector) {
        const found = await ask("POST", `${session}/element`, { using: "css selector", value: selector });
        return `${session}/element/${Object.values(found)[0]}`;
    }

    /** @type {import("./tab.js").Tab["run"]} */
    async function run(work, given) {
        const script = `
            const [given, done] = arguments;
            Promise.resolve(given).then(${work}).then(
                (value) => done({ value }),
                (error) => done({ error: String(error?.stack ?? error) }),
            );`;
        const { value, error } = await ask("POST", `${session}/execute/async`, { script, args: [given ?? null] });
        if (error) throw new Error(error);
        return value;
    }

    /** What moves between the button's going down and up is not clicked, so the click waits. @param {string} selector */
    async function click(selector) {
        await run(standsStill, selector);
        return ask("POST", `${await element(selector)}/click`, {});
    }

    return {
        version: `WebKitGTK ${capabilities.browserVersion} (${capabilities.browserName})`,
        open: (url) => ask("POST", `${session}/url`, { url }),
        run,
        click,
        choose: async (selector, path) => ask("POST", `${await element(selector)}/value`, { text: path }),
        async download(selector) {
            await click(selector);
            return arrived(downloads, () => run(offered, null));
        },
        async close() {
            await ask("DELETE", session);
            driver.kill();
            screen.kill();
        },
    };
}

/** Brings an element into sight and waits until it is in one place for two frames. Runs in the page. @param {string} selector */
async function standsStill(selector) {
    const found = /** @type {Element} */ (document.querySelector(selector));
    found.scrollIntoView({ block: "center", behavior: "instant" });
    for (let before = Number.NaN, now = 0; before !== now; ) {
        before = now;
        await new Promise(requestAnimationFrame);
        now = found.getBoundingClientRect().top;
    }
}

/** @returns {Promise<number>} */
async function freePort() {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    server.close();
    return port;
}
