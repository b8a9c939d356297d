// The charts, and what draws them (uPlot): a script of its own, which later.js fetches when the page is there.

export { drawCalibration, drawHistogram, drawPr, drawRoc } from "./curves.js";
export { learningChart } from "./learned.js";
export { warm } from "./plot.js";
export { share } from "./spoken.js";
