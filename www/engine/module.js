import { EngineError } from "./error.js";

/** A second engine asks the network for nothing. @type {Map<string, Promise<any>>} */
const had = new Map();

/** How a WebAssembly module begins: "\0asm". */
const MAGIC = [0x00, 0x61, 0x73, 0x6d];

/** So much of what came instead is shown. */
const SHOWN = 40;

/**
 * A WebAssembly module, fetched and compiled once for as long as the page is open. Bytes at hand are compiled in the worker
 * that runs them: a page opened as a file may not hand it a module.
 * @param {URL | string | Uint8Array} from
 * @returns {Promise<WebAssembly.Module | Uint8Array>}
 */
export async function compiled(from) {
    return from instanceof Uint8Array ? from : once(String(from), compile);
}

/**
 * The script of a module's worker.
 * @param {URL | string} url
 * @returns {Promise<string>}
 */
export function script(url) {
    return once(String(url), async (url) => {
        const bytes = await bytesOf(await fetched(url), url);
        if (isPage(bytes)) throw notTheEngine(url, bytes);
        return new TextDecoder().decode(bytes);
    });
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
    const response = await fetch(url).catch((error) => {
        throw unreachable(url, error);
    });
    if (response.ok) return response;
    // `./build.sh serve` serves the page before the GPU's engine is compiled.
    const seconds = Number(response.headers.get("Retry-After"));
    if (response.status === 503 && seconds > 0) throw new NotYet(seconds);
    throw new EngineError(
        `The engine could not be fetched from ${url}: the server answered ${response.status}.`,
        "unreachable",
        { url, status: response.status },
    );
}

/** All of it, unless the connection ends before. @param {Response} response @param {string} url */
async function bytesOf(response, url) {
    const buffer = await response.arrayBuffer().catch((error) => {
        throw unreachable(url, error);
    });
    return new Uint8Array(buffer);
}

/** @param {string} url */
async function compile(url) {
    const response = await fetched(url);
    // Only bytes served as application/wasm can be compiled while they arrive, and not every host says so.
    const streams = response.headers.get("Content-Type")?.split(";")[0].trim() === "application/wasm";
    if (!streams) return compileWhole(response, url);
    try {
        return await WebAssembly.compileStreaming(response);
    } catch {
        // Cut off on its way, no module, or more than this browser can: with all bytes at hand that can be told.
        return compileWhole(await fetched(url), url);
    }
}

/** @param {Response} response @param {string} url */
async function compileWhole(response, url) {
    const bytes = await bytesOf(response, url);
    if (MAGIC.some((byte, at) => bytes[at] !== byte)) throw notTheEngine(url, bytes);
    try {
        return await WebAssembly.compile(bytes);
    } catch (error) {
        throw new EngineError(
            `This browser cannot run the engine from ${url} (${sentence(error)}). It needs WebAssembly with SIMD and reference types, and a page whose policy lets it compile ('wasm-unsafe-eval').`,
            "cannot-run",
            { url },
        );
    }
}

/** @param {Uint8Array} bytes */
function isPage(bytes) {
    return beginning(bytes).startsWith("<");
}

/** @param {Uint8Array} bytes */
function beginning(bytes) {
    return new TextDecoder().decode(bytes.subarray(0, SHOWN)).trimStart();
}

/** @param {string} url @param {Uint8Array} bytes what came instead */
function notTheEngine(url, bytes) {
    if (isPage(bytes)) {
        return new EngineError(
            `What came from ${url} is not the engine but a web page: perhaps one to sign in, or what the host answers for a file that it does not have. Open that address to see it.`,
            "not-the-engine",
            { url },
        );
    }
    const what = bytes.length === 0 ? "is empty" : `begins with “${beginning(bytes)}”`;
    return new EngineError(`What came from ${url} is not the engine: it ${what}.`, "not-the-engine", { url });
}

/** @param {string} url @param {unknown} error */
function unreachable(url, error) {
    return new EngineError(`The engine could not be fetched from ${url} (${sentence(error)}).`, "unreachable", { url });
}

/** @param {unknown} error */
function sentence(error) {
    return error instanceof Error ? error.message : String(error);
}
