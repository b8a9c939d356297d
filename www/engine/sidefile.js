/** What texts of rows are called, packed or not; parts of one have no ending at all. */
const OF_ROWS = new Set(["", "csv", "tsv", "tab", "psv", "txt", "log", "dat", "gz", "zip"]);

const BESIDE = /^(readme|licen[cs]e|copying|notice|changelog|citation|authors|makefile|thumbs\.db|desktop\.ini)/;

/**
 * Whether a file in a folder or an archive only stands beside the rows, by its name: `_SUCCESS`, `.part-00000.csv.crc`,
 * `__MACOSX/._train.csv`, `README.txt`, `plot.png`.
 * @param {string} path with slashes between folders
 */
export function isSideFile(path) {
    const parts = path.split("/").filter(Boolean);
    const name = (parts.at(-1) ?? "").toLowerCase();
    if (parts.some((part) => /^[._]/.test(part)) || BESIDE.test(name)) return true;
    const dot = name.lastIndexOf(".");
    return !OF_ROWS.has(dot < 0 ? "" : name.slice(dot + 1));
}
