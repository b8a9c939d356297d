// What a file is for, guessed from the words of its name.

/** @typedef {import("./state.js").Role} Role */
/** @typedef {import("./state.js").LogFile} LogFile */

/** @type {[Role, RegExp][]} */
const WORDS = [
    ["train", /^(train|training|trn)(data|set)?$/],
    ["validation", /^(validation|validate|valid|val|dev)(data|set)?$/],
    ["test", /^(test|testing|tst)(data|set)?$/],
];

/**
 * Words, not parts of words: "latest_training_data" is for training, and "contest" is no test. A name that says several
 * things says nothing.
 * @param {string} name
 * @returns {Role | null}
 */
export function namedRole(name) {
    const words = name
        .replace(/([a-z])([A-Z])/g, "$1 $2")
        .toLowerCase()
        .split(/[^a-z]+/);
    const said = WORDS.filter(([, word]) => words.some((one) => word.test(one)));
    return said.length === 1 ? said[0][0] : null;
}

/**
 * Gives files their uses: those whose names say one first, so that they need not stand first in a folder.
 * @param {LogFile[]} files
 * @param {LogFile[]} settled whose uses stay
 * @returns {LogFile[]} in the order they came in
 */
export function withRoles(files, settled) {
    const done = [...settled];
    /** @type {Map<number, Role>} */
    const roles = new Map();
    for (const named of [true, false]) {
        for (const file of files) {
            if ((namedRole(file.file.name) !== null) !== named) continue;
            // A sample makes way for the visitor's own files, so it does not take the uses that are theirs.
            const others = done.filter(({ sample, status }) => sample === file.sample && status !== "failed");
            const role = guessRole(file, others);
            roles.set(file.id, role);
            done.push({ ...file, role });
        }
    }
    return files.map((file) => ({ ...file, role: roles.get(file.id) ?? file.role }));
}

/**
 * From the file's name, else from what is still missing. What has no labels can only be scored, and so can what has the
 * same content as a file that trains or validates.
 * @param {LogFile} file
 * @param {LogFile[]} others
 * @returns {Role}
 */
function guessRole(file, others) {
    if (file.data && !file.data.summary.labelled) return "test";
    if (others.some((other) => isTwin(other, file) && other.role !== "test")) return "test";
    /** @param {Role} role */
    const free = (role) => !others.some((other) => other.role === role);
    const said = namedRole(file.file.name);
    if (said) return free(said) ? said : "test";
    return free("train") ? "train" : free("validation") ? "validation" : "test";
}

/** Whether two files that have been read have the same content. @param {Pick<LogFile, "data">} one @param {Pick<LogFile, "data">} other */
export function isTwin(one, other) {
    return one.data !== null && one.data.summary.content === other.data?.summary.content;
}
