// Heads of the genuine BETH files. They cannot ship with the project, so these tests fail where they are missing.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const folder = resolve(root, process.env.BETH_DIR ?? "../shared/beth", "genuine");

/** @param {string} name */
function genuine(name) {
    const path = join(folder, name);
    assert.ok(existsSync(path), `${path} is not there: set BETH_DIR to the folder that holds genuine/.`);
    return path;
}

export const heads = {
    /** 12,500 rows in the DataCamp form, 273 suspicious. */
    train: genuine("labelled_train.head12500.csv"),
    /** 2,500 rows in the DataCamp form, 967 suspicious. */
    test: genuine("labelled_test.head2500.csv"),
    /** 100 rows in the raw 16-column form, 13 suspicious, 4 of them evil. */
    raw: genuine("labelled_testing_data.head100.csv"),
};
