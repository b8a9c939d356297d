// What page/parts.js is to the page, to the single file bethscope.html, which has all parts inside.

import * as besideScript from "../page/beside.js";
import * as chartsScript from "../page/charts.js";

export const charts = async () => chartsScript;
export const beside = async () => besideScript;
