// What site.js puts into the empty page for the engine tests.
declare const createEngine: typeof import("../../www/engine/bethscope.js").createEngine;
declare const files: FileList;
