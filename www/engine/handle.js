import { EngineError } from "./error.js";

/** @import { Link } from "./link.js" */

/**
 * Something that lives in the worker and can be made again in another one: after a restart, its next use opens it anew.
 */
export class Handle {
    closed = false;
    /** @type {Link | null} */
    #link = null;
    /** @type {Promise<number> | null} */
    #id = null;

    /**
     * @param {string} afterClose the sentence for one who uses it after `close`
     * @param {(link: Link) => Promise<number>} make makes it in a worker and tells its number there
     */
    constructor(afterClose, make) {
        this.afterClose = afterClose;
        this.make = make;
    }

    /**
     * It has just been made in this worker.
     * @param {Link} link
     * @param {number} id
     */
    made(link, id) {
        this.#link = link;
        this.#id = Promise.resolve(id);
        return this;
    }

    /**
     * Its number in this worker. Also serves a closed one, which what was made from it may need once more.
     * @param {Link} link
     * @returns {Promise<number>}
     */
    in(link) {
        if (this.#id && this.#link === link) return this.#id;
        const id = this.make(link);
        this.#link = link;
        this.#id = id;
        // A failure is told to whoever asked; the next one to ask tries again.
        id.catch(() => {
            if (this.#id === id) this.#id = null;
        });
        return id;
    }

    /** Throws when it was closed. */
    check() {
        if (this.closed) throw new EngineError(this.afterClose, "closed");
    }

    close() {
        this.closed = true;
        this.release();
    }

    /** Frees it in the worker. */
    release() {
        const link = this.#link;
        this.#id?.then((id) => link?.release(id)).catch(() => {});
        this.#id = null;
    }
}
