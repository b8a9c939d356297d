// What the classic script start.js leaves for the modules of the page.
declare const bethscope: typeof import("./start.js");

// What www/build.mjs makes of the files in www/words/.
declare module "#languages" {
    export function languagesAt(base: string): Record<string, { name: string; url: URL }>;
}
