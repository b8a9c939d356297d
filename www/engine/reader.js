// What reads ZIP archives is fetched with the first of them. In the single file bethscope.html single/reader.js stands in
// the place of this.

/** How often it could not be had. */
let failures = 0;

/** @param {string} zip where it lies @returns {Promise<typeof import("./zip.js")>} */
export async function reader(zip) {
    try {
        // A browser remembers of an address that nothing could be imported from it, so the next try has another one.
        return await import(failures === 0 ? zip : `${zip}#${failures}`);
    } catch (error) {
        failures += 1;
        throw error;
    }
}
