// The engine as a package: packed, installed in a fresh folder, and run in a browser as projects of others would run it,
// bundled or not, on a host with a strict policy of its own.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build as esbuild } from "esbuild";
import { chromium } from "playwright-core";
import { zip } from "../page/zip.js";
import { openHost } from "./host.js";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");
const folder = mkdtempSync(join(tmpdir(), "bethscope-pack-"));
const tarball = join(folder, "bethscope-0.1.0.tgz");
/** A project with nothing in it but the package. */
const project = join(folder, "project");
const installed = join(project, "node_modules/bethscope");

/** @type {import("playwright-core").Browser} */
let browser;
before(async () => {
    run("npm", ["pack", "--silent", "--pack-destination", folder], root);
    mkdirSync(project);
    cpSync(join(here, "app"), project, { recursive: true });
    writeFileSync(join(project, "package.json"), '{ "name": "fresh", "private": true, "type": "module" }\n');
    run("npm", ["install", "--silent", "--no-audit", "--no-fund", "--offline", tarball], project);
    browser = await chromium.launch({
        executablePath: process.env.CHROME ?? "/usr/bin/chromium",
        args: [
            ...["--no-sandbox", "--disable-dev-shm-usage"],
            ...["--enable-unsafe-webgpu", "--enable-unsafe-swiftshader", "--use-webgpu-adapter=swiftshader"],
        ],
    });
});
after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
});

/** @param {string} command @param {string[]} args @param {string} cwd */
function run(command, args, cwd) {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
    assert.equal(status, 0, `${command} ${args.join(" ")}: ${stdout}${stderr}`);
    return stdout;
}

/** The command of a package that is installed here. @param {string} name @param {string[]} args @param {string} cwd */
const tool = (name, args, cwd) => run(join(here, "node_modules/.bin", name), args, cwd);

/** A name without the hash that a shipped one has. @param {string} name */
const plain = (name) => name.replace(/\.[0-9a-f]{10}(?=\.\w+$)/, "");

/** All files in a folder and those in it. @param {string} inside */
const filesIn = (inside) =>
    readdirSync(inside, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name));

/** @param {string} path */
const hash = (path) => createHash("sha256").update(readFileSync(path)).digest("hex");

/** The parts that are fetched when they are needed: by their hashes, the names that they have in the package. */
const parts = () =>
    new Map(
        filesIn(join(installed, "dist"))
            .filter((path) => !/bethscope(\.d)?\.[jt]s$/.test(path))
            .map((path) => [hash(path), plain(basename(path))]),
    );

const PAGE = '<!doctype html><script type="module" src="app.js"></script>\n';
const PARTS = ["bethscope_cpu.wasm", "bethscope_gpu.txt", "bethscope_gpu.wasm", "zip.js"];

const HEADER = "processId,threadId,parentProcessId,userId,mountNamespace,argsNum,returnValue,sus_label\n";
const ARCHIVE = zip([
    { path: "log.csv", bytes: Buffer.from(HEADER + "7555,7555,7548,1001,4026531840,3,-115,1\n".repeat(20)) },
]);

/** The project's page does what its script does, without an error. @param {string} url */
async function runs(url) {
    const context = await browser.newContext();
    try {
        const page = await context.newPage();
        /** @type {string[]} */
        const wrong = [];
        page.on("pageerror", (error) => wrong.push(String(error)));
        page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
        await page.goto(url);
        await page.waitForFunction(() => document.title.startsWith("{"), null, { timeout: 120_000 });
        assert.deepEqual(JSON.parse(await page.title()), {
            rows: 1000,
            positives: 907,
            learnt: true,
            unpacked: ["log.csv", 20],
            backends: ["cpu", "webgpu"],
        });
        assert.deepEqual(wrong, []);
    } finally {
        await context.close();
    }
}

/**
 * The project works on a host with a strict policy, and each part of the engine is there once and fetched once.
 * @param {string} site its folder
 */
async function works(site) {
    writeFileSync(join(site, "logs.zip"), ARCHIVE);
    const known = parts();
    const partsAmong = (/** @type {string[]} */ paths) =>
        paths
            .map((path) => known.get(hash(path)))
            .filter((name) => name !== undefined)
            .sort();
    assert.deepEqual(partsAmong(filesIn(site)), PARTS, "one copy of each");
    for (const path of filesIn(site).filter((path) => /\.(js|html)$/.test(path))) {
        assert.ok(!readFileSync(path, "utf8").includes("AGFzbQ"), `${path} has a module in it, as base64`);
    }
    const host = await openHost(site);
    try {
        await runs(host.url);
        assert.deepEqual(partsAmong(host.sent.map((path) => join(site, path))), PARTS, "each was fetched once");
    } finally {
        host.close();
    }
}

test("the package holds the engine and the weights, depends on nothing, and is found by every tool", () => {
    const packed = run("tar", ["-tzf", tarball], folder).trim().split("\n");
    assert.deepEqual(packed.map(plain).sort(), [
        "package/LICENSE",
        "package/README.md",
        "package/dist/bethscope.d.ts",
        "package/dist/bethscope.js",
        ...PARTS.map((name) => `package/dist/${name}`),
        "package/package.json",
        "package/www/pretrained/beth.safetensors",
        "package/www/pretrained/card.md",
    ]);
    assert.deepEqual(
        readdirSync(join(project, "node_modules")).filter((name) => !name.startsWith(".")),
        ["bethscope"],
    );
    tool("publint", ["run", "--strict", tarball], folder);
    // Only import can have it, and from Node nobody wants it; the weights are no module.
    const entrypoints = ["--profile", "esm-only", "--exclude-entrypoints", "pretrained.safetensors"];
    tool("attw", [tarball, ...entrypoints], folder);
});

test("its types hold, for bundlers and for Node's way of looking", () => {
    const tsc = join(root, "node_modules/.bin/tsc");
    for (const [module, resolution] of [
        ["esnext", "bundler"],
        ["nodenext", "nodenext"],
    ]) {
        const how = ["--noEmit", "--strict", "--target", "es2022", "--lib", "es2022,dom", "--types", ""];
        run(tsc, [...how, "--module", module, "--moduleResolution", resolution, "typed.ts"], project);
    }
});

test("by Vite, bundled and while one works on it", { timeout: 300_000 }, async () => {
    writeFileSync(join(project, "index.html"), PAGE.replace("app.js", "/app.js"));
    const site = join(folder, "vite");
    tool("vite", ["build", "--logLevel", "warn", "--outDir", site], project);
    await works(site);

    mkdirSync(join(project, "public"));
    writeFileSync(join(project, "public/logs.zip"), ARCHIVE);
    // Without a policy that forbids it the browser asks for one.
    writeFileSync(join(project, "public/favicon.ico"), "");
    // By its address, so that the type check needs no Vite.
    const { createServer } = await import(join(here, "node_modules/vite/dist/node/index.js"));
    const server = await createServer({ root: project, logLevel: "warn", server: { port: 0, host: "127.0.0.1" } });
    try {
        await server.listen();
        await runs(`http://127.0.0.1:${server.httpServer.address().port}/`);
    } finally {
        await server.close();
    }
});

test("by esbuild, bundled, the engine's parts copied beside it", { timeout: 300_000 }, async () => {
    const site = join(folder, "esbuild");
    await esbuild({
        entryPoints: [join(project, "app.js")],
        outdir: site,
        bundle: true,
        minify: true,
        format: "esm",
        target: "es2022",
        logLevel: "warning",
    });
    const beside = filesIn(join(installed, "dist")).filter((path) => parts().has(hash(path)));
    for (const path of beside) cpSync(path, join(site, basename(path)));
    writeFileSync(join(site, "index.html"), PAGE);
    await works(site);
});

test("as it is, by a plain script tag", { timeout: 300_000 }, async () => {
    const site = join(folder, "plain");
    cpSync(join(installed, "dist"), join(site, "bethscope"), { recursive: true });
    const app = readFileSync(join(project, "app.js"), "utf8");
    writeFileSync(join(site, "app.js"), app.replace('"bethscope"', '"./bethscope/bethscope.js"'));
    writeFileSync(join(site, "index.html"), PAGE);
    await works(site);
});
