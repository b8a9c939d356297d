/**
 * What goes wrong in the engine: a sentence to show to a person, and what it takes to put it into other words. The codes
 * stand in bethscope.d.ts.
 */
export class EngineError extends Error {
    name = "EngineError";

    /**
     * @param {string} message
     * @param {string} code
     * @param {unknown} [details] what the sentence is about
     * @param {ErrorOptions} [options]
     */
    constructor(message, code, details = null, options) {
        super(message, options);
        this.code = code;
        this.details = details;
    }
}
