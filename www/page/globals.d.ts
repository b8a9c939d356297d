// What the classic script start.js leaves for the modules of the page.
declare const bethscope: typeof import("./start.js");
