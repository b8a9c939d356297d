// Numbers and facts as a person reads them. Nothing here touches the page.

const NBSP = "\u00a0";

export const DASH = "–";

/**
 * "763,144". By hand, because a tab's first Intl.NumberFormat takes 50 ms, before there is anything to see.
 * @param {number} value
 */
export function count(value) {
    return value.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** "1 row", "14 rows". @param {number} value @param {string} noun @param {string} [plural] */
export function counted(value, noun, plural = `${noun}s`) {
    return `${count(value)}${NBSP}${value === 1 ? noun : plural}`;
}

/**
 * A share with as many digits as it takes to tell it from 0 % and 100 %: 94.6 %, 0.17 %, 99.964 %.
 * @param {number | null | undefined} share
 */
export function percent(share) {
    if (share === null || share === undefined || Number.isNaN(share)) return DASH;
    if (share === 0 || share === 1) return `${share * 100}${NBSP}%`;
    const distance = Math.min(share, 1 - share) * 100;
    const digits = distance >= 1 ? 1 : distance >= 0.1 ? 2 : 3;
    const text = (share * 100).toFixed(digits);
    if (Number(text) === 100) return `> 99.999${NBSP}%`;
    if (Number(text) === 0) return `< 0.001${NBSP}%`;
    return `${text}${NBSP}%`;
}

/** A number between -1 and 1, or a loss. @param {number | null | undefined} value @param {number} [digits] */
export function decimal(value, digits = 3) {
    if (value === null || value === undefined || Number.isNaN(value)) return DASH;
    const text = value.toFixed(digits);
    if (value !== 0 && Number(text) === 0) return value.toExponential(1);
    // A 1 is shown only where it is one.
    if (value < 1 && Number(text) === 1) return `> ${(1 - 10 ** -digits).toFixed(digits)}`;
    return value < 0 ? text.replace("-", "−") : text;
}

/**
 * A probability with as many digits as it takes to tell it from 0 and 1: 0.5, 0.0011, 0.99998, 2.2e-16.
 * @param {number} value
 * @param {number} [digits] of what parts it from the nearer end
 */
export function chance(value, digits = 2) {
    if (value <= 0 || value >= 1) return String(value);
    if (value < 0.5) return String(Number(value.toPrecision(digits)));
    // The double next to 1 takes 16 of them.
    return String(Number(value.toFixed(digits - 1 - Math.floor(Math.log10(1 - value)))));
}

/** @param {number} bytes */
export function size(bytes) {
    if (bytes < 1000) return `${bytes}${NBSP}bytes`;
    if (bytes < 1e6) return `${(bytes / 1e3).toFixed(0)}${NBSP}kB`;
    return `${(bytes / 1e6).toFixed(1)}${NBSP}MB`;
}

/** "6 s left", "2 min left"; empty while it is not known. @param {number | null | undefined} seconds */
export function timeLeft(seconds) {
    if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return "";
    if (seconds < 1) return `under 1${NBSP}s left`;
    if (seconds < 90) return `${Math.round(seconds)}${NBSP}s left`;
    if (seconds < 5400) return `${Math.round(seconds / 60)}${NBSP}min left`;
    return `${(seconds / 3600).toFixed(1)}${NBSP}h left`;
}

/** Of something a second: "1.9 M", "640 k", "85". @param {number} value */
export function rate(value) {
    // As many digits as can be told apart; 999,500 is a million already.
    const rounded = Number(value.toPrecision(2));
    if (rounded >= 1e6) return `${rounded / 1e6}${NBSP}M`;
    return rounded >= 1e3 ? `${rounded / 1e3}${NBSP}k` : String(rounded);
}

/** Joins what is there with a middle dot. @param {(string | null | undefined | false)[]} parts */
export function line(...parts) {
    return parts.filter(Boolean).join(" · ");
}

/** "a, b and c" @param {string[]} items */
export function list(items) {
    if (items.length < 2) return items.join("");
    return `${items.slice(0, -1).join(", ")} and ${items[items.length - 1]}`;
}

/** @param {string} text */
export function capital(text) {
    return text.charAt(0).toUpperCase() + text.slice(1);
}

/** @param {import("./state.js").Role} role */
export function roleName(role) {
    return { train: "Train", validation: "Validate", test: "Score" }[role];
}

/** Where the engine computes. @param {import("../engine/bethscope.js").EngineInfo} info */
export function backendName(info) {
    if (info.backend === "cpu") return "CPU";
    const adapter = info.adapter ?? "WebGPU";
    return info.software ? `Software GPU: ${adapter}` : `GPU: ${adapter}`;
}

/** Where a network was trained, which is part of what its seed means. @param {string} backend */
export function trainedOn(backend) {
    return backend === "webgpu" ? "on the GPU" : "on the CPU";
}

/** The sentence of an error. @param {unknown} error */
export function sentence(error) {
    if (error instanceof Error && error.message) return error.message;
    return `Something went wrong that the page has no words for: ${String(error)}`;
}

/** @param {unknown} error */
export function isAbort(error) {
    return error instanceof DOMException && error.name === "AbortError";
}

/** A crash is told once, in the banner, and not again by every call it ended. @param {unknown} error */
export function isCrash(error) {
    return error instanceof Error && "code" in error && error.code === "crashed";
}
