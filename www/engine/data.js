import { dispose } from "./dispose.js";
import { EngineError } from "./error.js";

/** @import * as Public from "./bethscope.d.ts" */
/** @import { Summary } from "./bethscope.d.ts" */
/** @import { Handle } from "./handle.js" */
/** @import { Host } from "./host.js" */

/** @implements {Public.Data} */
export class Data {
    #handle;
    #host;

    /**
     * @param {Summary} summary
     * @param {Handle} handle
     * @param {Host} host
     */
    constructor(summary, handle, host) {
        this.summary = summary;
        this.#handle = handle;
        this.#host = host;
    }

    /**
     * The rows of `data`, if it can be used by the engine of `host`; otherwise throws.
     * @param {unknown} data
     * @param {Host} host
     * @param {string} what the argument is called
     */
    static rowsOf(data, host, what) {
        if (!(data instanceof Data)) throw wrongData(`${what} has to be what open() gave`, what);
        if (data.#host !== host) {
            const { name } = data.summary;
            throw wrongData(`${what} (“${name}”) was opened by another engine: open its file with this one`, what);
        }
        data.#handle.check();
        return data.#handle;
    }

    close() {
        this.#handle.close();
    }

    [dispose]() {
        this.close();
    }
}

/** @param {string} why @param {string} argument */
function wrongData(why, argument) {
    return new EngineError(`${why}.`, "argument", { argument });
}

export const { rowsOf } = Data;
