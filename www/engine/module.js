/** A second engine asks the network for nothing. @type {Map<string, Promise<any>>} */
const had = new Map();

/**
 * A WebAssembly module, fetched and compiled once for as long as the page is open.
 * @param {URL | string} url
 * @returns {Promise<WebAssembly.Module>}
 */
export function compiled(url) {
    return once(String(url), compile);
}

/**
 * The script of a module's worker, which lies beside the module and has its name.
 * @param {URL | string} url of the module
 * @returns {Promise<string>}
 */
export function script(url) {
    return once(String(url).replace(/\.wasm(?=$|[?#])/, ".js"), async (url) => (await fetched(url)).text());
}

/** What has been asked for is still being made, and the server says when to ask again. */
export class NotYet extends Error {
    /** @param {number} seconds */
    constructor(seconds) {
        super("The engine for the GPU is still being built.");
        this.seconds = seconds;
    }
}

/**
 * @template T
 * @param {string} url
 * @param {(url: string) => Promise<T>} get
 * @returns {Promise<T>}
 */
function once(url, get) {
    const known = had.get(url);
    if (known) return known;
    const got = get(url);
    had.set(url, got);
    got.catch(() => had.delete(url));
    return got;
}

/** @param {string} url */
async function fetched(url) {
    /** @type {Response} */
    let response;
    try {
        response = await fetch(url);
    } catch (error) {
        throw new Error(`The engine could not be fetched from ${url} (${sentence(error)}).`);
    }
    if (response.ok) return response;
    // `./build.sh serve` serves the page before the GPU's engine is compiled.
    const seconds = Number(response.headers.get("Retry-After"));
    if (response.status === 503 && seconds > 0) throw new NotYet(seconds);
    throw new Error(`The engine could not be fetched from ${url}: the server answered ${response.status}.`);
}

/** @param {string} url */
async function compile(url) {
    const response = await fetched(url);
    try {
        // Only bytes served as application/wasm can be compiled while they arrive, and not every host says so.
        const streams = response.headers.get("Content-Type")?.split(";")[0].trim() === "application/wasm";
        return await (streams
            ? WebAssembly.compileStreaming(response)
            : WebAssembly.compile(await response.arrayBuffer()));
    } catch (error) {
        throw new Error(
            `This browser cannot run the engine; it needs WebAssembly with SIMD and reference types. (${sentence(error)})`,
        );
    }
}

/** @param {unknown} error */
function sentence(error) {
    return error instanceof Error ? error.message : String(error);
}
