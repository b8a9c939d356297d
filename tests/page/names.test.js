// The names in a shipped dist/: a cache that has files of one version can never give them to another.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
    appendFileSync,
    cpSync,
    mkdirSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    rmSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** What people type, what embedders import, and what browsers and hosts look for by name. */
const PLAIN = ["_headers", "bethscope.d.ts", "bethscope.html", "bethscope.js", "index.html", "offline.js"];

test("what changes gets another name, and so does whatever names it", (t) => {
    const copy = mkdtempSync(join(tmpdir(), "bethscope-names-"));
    t.after(() => rmSync(copy, { recursive: true }));
    cpSync(join(root, "www"), join(copy, "www"), { recursive: true });
    cpSync(join(root, ".build/cpu"), join(copy, ".build/cpu"), { recursive: true });
    cpSync(join(root, ".build/gpu"), join(copy, ".build/gpu"), { recursive: true });
    symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
    // In the place of what wasm-opt takes minutes to make.
    mkdirSync(join(copy, ".build/shrunk"));
    for (const kind of ["cpu", "gpu"]) writeFileSync(join(copy, `.build/shrunk/bethscope_${kind}.wasm`), kind);

    /** Builds, and gives what each file of dist/ is called and what is in it, by the name that the sources have for it. */
    const built = () => {
        execFileSync("node", [join(copy, "www/build.mjs"), "--ship"]);
        return new Map(
            readdirSync(join(copy, "dist")).map((name) => {
                const bytes = readFileSync(join(copy, "dist", name));
                if (!PLAIN.includes(name)) {
                    const hash = createHash("sha256").update(bytes).digest("hex");
                    assert.equal(name.split(".").at(-2), hash.slice(0, 10), name);
                }
                const plain = PLAIN.includes(name) ? name : name.replace(/\.[0-9a-f]{10}\./, ".");
                return [plain, { name, text: bytes.toString() }];
            }),
        );
    };

    let before = built();
    assert.deepEqual([...before.keys()].sort(), [
        "_headers",
        "beside.js",
        "bethscope.d.ts",
        "bethscope.html",
        "bethscope.js",
        "bethscope_cpu.wasm",
        "bethscope_gpu.txt",
        "bethscope_gpu.wasm",
        "charts.js",
        "favicon.svg",
        "index.html",
        "main.js",
        "offline.js",
        "pretrained.md",
        "pretrained.safetensors",
        "start.js",
        "style.css",
        "zip.js",
    ]);

    /** Which files name which others. @type {[string, string[]][]} */
    const named = [
        [
            "index.html",
            [
                ...["bethscope_cpu.wasm", "favicon.svg", "main.js", "pretrained.md", "pretrained.safetensors"],
                ...["start.js", "style.css"],
            ],
        ],
        [
            "start.js",
            [
                ...["bethscope_cpu.wasm", "bethscope_gpu.txt", "bethscope_gpu.wasm", "offline.js"],
                ...["pretrained.safetensors", "zip.js"],
            ],
        ],
        ["bethscope.js", ["bethscope_cpu.wasm", "bethscope_gpu.txt", "bethscope_gpu.wasm", "zip.js"]],
        ["main.js", ["beside.js", "charts.js"]],
    ];
    for (const [name, others] of named) {
        const text = before.get(name)?.text ?? "";
        const found = [...before].filter(([, { name }]) => text.includes(`"${name}"`) || text.includes(`"./${name}"`));
        assert.deepEqual(found.map(([plain]) => plain).sort(), others, `what ${name} names`);
    }

    /** What is changed, and the files that have to have another name by it. @type {[string, string[]][]} */
    const changes = [
        [".build/shrunk/bethscope_gpu.wasm", ["bethscope_gpu.wasm", "start.js"]],
        ["www/pretrained/beth.safetensors", ["pretrained.safetensors", "start.js"]],
        ["www/style/base.css", ["style.css"]],
    ];
    for (const [path, renamed] of changes) {
        appendFileSync(join(copy, path), path.endsWith(".css") ? ".other { color: red }" : " ");
        const after = built();
        const others = [...after].filter(([plain, { name }]) => name !== before.get(plain)?.name);
        assert.deepEqual(others.map(([plain]) => plain).sort(), renamed, `names after ${path} has changed`);
        assert.equal(after.size, before.size, "nothing is left of the build before");
        assert.notEqual(after.get("index.html")?.text, before.get("index.html")?.text);
        before = after;
    }
});
