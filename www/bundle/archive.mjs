// dist/bethscope.zip: `node www/bundle/archive.mjs [DIR]`, when all else is in dist/, SHA256SUMS too. A folder for any static
// server. The same files make the same bytes.

import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { configure, Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from "@zip.js/zip.js";
import { root } from "./bundle.mjs";

const NAME = "bethscope.zip";
/** The first date that such an archive can have, wherever its clock stands. */
const FIRST_DAY = new Date(1980, 0, 1);

const dist = process.argv[2] ?? join(root, "dist");
// Its own way to pack, which is the same wherever it runs.
configure({ useWebWorkers: false, useCompressionStream: false });
const archive = new ZipWriter(new Uint8ArrayWriter(), { lastModDate: FIRST_DAY, extendedTimestamp: false, level: 9 });
for (const name of (await readdir(dist)).sort()) {
    if (name === NAME) continue;
    await archive.add(`bethscope/${name}`, new Uint8ArrayReader(await readFile(join(dist, name))));
}
await writeFile(join(dist, NAME), await archive.close());
