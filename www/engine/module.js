/** A second engine asks the network for nothing. @type {Map<string, Promise<WebAssembly.Module>>} */
const modules = new Map();

/**
 * A WebAssembly module, fetched and compiled once for as long as the page is open.
 * @param {URL | string} url
 */
export function compiled(url) {
    const key = String(url);
    const known = modules.get(key);
    if (known) return known;
    const module = compile(key);
    modules.set(key, module);
    module.catch(() => modules.delete(key));
    return module;
}

/** @param {string} url */
async function compile(url) {
    /** @type {Response} */
    let response;
    try {
        response = await fetch(url);
    } catch (error) {
        throw new Error(`The engine could not be fetched from ${url} (${sentence(error)}).`);
    }
    if (!response.ok) {
        throw new Error(`The engine could not be fetched from ${url}: the server answered ${response.status}.`);
    }
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
