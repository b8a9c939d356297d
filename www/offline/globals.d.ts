/** What www/bundle/offline.mjs puts into keep.js: each file's name ("" is the page itself) and integrity. */
declare const KEPT: {
    build: string;
    page: [name: string, integrity: string][];
    gpu: [name: string, integrity: string][];
};
