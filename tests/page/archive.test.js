// bethscope.zip: all of dist/, the same bytes from the same files, wherever and whenever it is made.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, utimesSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from "@zip.js/zip.js";
import { shippable } from "./shipped.js";

const archive = resolve(dirname(fileURLToPath(import.meta.url)), "../../www/bundle/archive.mjs");

test("the archive holds every file as it is, and is the same from the same files", async (t) => {
    const { dist, build, close } = shippable();
    t.after(close);
    build();
    const files = readdirSync(dist).sort();
    /** @param {string} zone of its clock */
    const made = (zone) => {
        execFileSync("node", [archive, dist], { env: { ...process.env, TZ: zone } });
        return readFileSync(join(dist, "bethscope.zip"));
    };
    const first = made("Asia/Tokyo");
    for (const file of files) utimesSync(join(dist, file), 1e9, 1e9);
    assert.ok(made("America/Lima").equals(first));

    const reader = new ZipReader(new Uint8ArrayReader(first));
    const entries = await reader.getEntries();
    assert.deepEqual(
        entries.map(({ filename }) => filename).sort(),
        files.map((file) => `bethscope/${file}`),
    );
    for (const entry of entries) {
        if (entry.directory) continue;
        const bytes = Buffer.from(await entry.getData(new Uint8ArrayWriter()));
        assert.ok(bytes.equals(readFileSync(join(dist, entry.filename.slice("bethscope/".length)))), entry.filename);
    }
    await reader.close();
});
