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
 * From the file's name, else from what is still missing. What has the same content as a file that trains or validates is
 * only scored.
 * @param {Pick<LogFile, "file" | "content">} entry
 * @param {LogFile[]} others
 * @returns {Role}
 */
export function guessRole({ file, content }, others) {
    const used = others.filter((other) => other.status !== "failed");
    if (used.some((other) => isTwin(other, { content }) && other.role !== "test")) return "test";
    /** @param {Role} role */
    const free = (role) => !used.some((other) => other.role === role);
    const said = namedRole(file.name);
    if (said) return said === "test" || free(said) ? said : "test";
    return free("train") ? "train" : free("validation") ? "validation" : "test";
}

/** Whether two files that have been read have the same content. @param {Pick<LogFile, "content">} one @param {Pick<LogFile, "content">} other */
export function isTwin(one, other) {
    return one.content !== null && one.content === other.content;
}
