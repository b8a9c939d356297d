// Numbers as a person reads them, in the way of a language. By hand, because a tab's first Intl.NumberFormat takes 50 ms,
// before there is anything to see; tests hold it to what Intl gives.

const NBSP = "\u00a0";

export const DASH = "–";

/**
 * How a language writes numbers.
 * @typedef {object} Signs
 * @property {string} point before decimals
 * @property {string} group between thousands
 * @property {{ bytes: string, kB: string, MB: string }} sizes
 */

/** @typedef {ReturnType<typeof numbersWith>} Numbers */

/** @param {Signs} signs */
export function numbersWith({ point, group, sizes }) {
    /** What JavaScript writes, in the signs of the language. @param {string} text */
    const written = (text) => text.replace(".", point).replace(/^-/, "−");

    /** "763,144" @param {number} value */
    const count = (value) => value.toFixed(0).replace(/\B(?=(\d{3})+$)/g, group);

    return {
        written,
        count,

        /**
         * A share with as many digits as it takes to tell it from 0 % and 100 %: 94.6 %, 0.17 %, 99.964 %.
         * @param {number | null | undefined} share
         */
        percent(share) {
            if (share === null || share === undefined || Number.isNaN(share)) return DASH;
            if (share === 0 || share === 1) return `${share * 100}${NBSP}%`;
            const distance = Math.min(share, 1 - share) * 100;
            const digits = distance >= 1 ? 1 : distance >= 0.1 ? 2 : 3;
            const text = (share * 100).toFixed(digits);
            if (Number(text) === 100) return `> ${written("99.999")}${NBSP}%`;
            if (Number(text) === 0) return `< ${written("0.001")}${NBSP}%`;
            return `${written(text)}${NBSP}%`;
        },

        /** A number between -1 and 1, or a loss. @param {number | null | undefined} value @param {number} [digits] */
        decimal(value, digits = 3) {
            if (value === null || value === undefined || Number.isNaN(value)) return DASH;
            const text = value.toFixed(digits);
            if (value !== 0 && Number(text) === 0) return written(value.toExponential(1));
            // A 1 is shown only where it is one.
            if (value < 1 && Number(text) === 1) return `> ${written((1 - 10 ** -digits).toFixed(digits))}`;
            return written(text);
        },

        /** @param {number} value @param {number} [digits] */
        chance: (value, digits) => written(chance(value, digits)),

        /** @param {number} bytes */
        size(bytes) {
            if (bytes < 1000) return `${bytes}${NBSP}${sizes.bytes}`;
            if (bytes < 1e6) return `${(bytes / 1e3).toFixed(0)}${NBSP}${sizes.kB}`;
            return `${written((bytes / 1e6).toFixed(1))}${NBSP}${sizes.MB}`;
        },
    };
}

/**
 * A probability with as many digits as it takes to tell it from 0 and 1: 0.5, 0.0011, 0.99998, 2.2e-16. As JavaScript
 * writes it, which is what fields for numbers take.
 * @param {number} value
 * @param {number} [digits] of what parts it from the nearer end
 */
export function chance(value, digits = 2) {
    if (value <= 0 || value >= 1) return String(value);
    if (value < 0.5) return String(Number(value.toPrecision(digits)));
    // The double next to 1 takes 16 of them.
    return String(Number(value.toFixed(digits - 1 - Math.floor(Math.log10(1 - value)))));
}
