// What engine/reader.js is to the engine, to the single file bethscope.html, which has it inside.

import * as zip from "../engine/zip.js";

export const reader = async () => zip;
