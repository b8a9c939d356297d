// How a file gets from the page to the worker: as it is, and the worker reads it piece by piece. In the single file
// bethscope.html single/handover.js stands in the place of this.

/** In the page. @param {Blob} blob @returns {Blob | Promise<Uint8Array>} */
export const handed = (blob) => blob;

/** In the worker. @param {any} given @returns {Blob} */
export const taken = (given) => given;
