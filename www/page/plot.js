// One chart: uPlot with the page's colours and fonts, as wide as its place, drawn again when the colours change. Its points
// are read with the mouse or, once it has the focus, with the arrow keys.

import uPlot from "uplot";
import { say } from "./dom.js";
import { walk } from "./walk.js";

/** @typedef {"accent" | "ink" | "quiet" | "line" | "benign" | "suspicious" | "surface"} Colour */

const FONT = "12px system-ui, sans-serif";

/** Between the labels of an axis and the plot, in px. */
const GAP = 6;

/** @type {Set<uPlot>} */
const plots = new Set();

/** The present value of a colour of style.css. @param {Colour} name */
export function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim() || "#000";
}

for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)", "print"]) {
    window.matchMedia(query).addEventListener("change", () => {
        for (const plot of plots) plot.redraw(true, true);
    });
}

/**
 * Draws on a canvas that nobody sees. The first one of a page waits for the browser to set up its drawing and to find the
 * font; so the waiting is over before there is a chart to draw.
 */
export function warm() {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 300;
    const context = canvas.getContext("2d");
    if (!context) return;
    // The weights of style.css, and the signs that a system's main font may not have.
    for (const weight of [400, 550, 650]) {
        context.font = `${weight} ${FONT}`;
        context.fillText("0123456789 −–…·≥↕↑↓“”", 10, 20);
    }
    context.setLineDash([2, 2]);
    context.stroke(new Path2D("M0 0L300 300"));
    context.fill(new Path2D("M0 0L300 300L0 300Z"));
}

/**
 * @typedef {object} PlotSpec
 * @property {HTMLElement} place
 * @property {number} height
 * @property {boolean} [square] as high as it is wide, up to 320 px
 * @property {uPlot.Series[]} series without the x series
 * @property {uPlot.Scale.Range} [x] range of x
 * @property {uPlot.Scale.Range} [y] range of y
 * @property {string} xName
 * @property {string} [yName]
 * @property {(value: number) => string} [xTick]
 * @property {(value: number) => string} [yTick]
 * @property {number[]} [xIncrements] allowed distances between ticks
 * @property {number[]} [yIncrements]
 * @property {number} [ySpace] least distance between ticks, in px
 * @property {((self: uPlot, context: CanvasRenderingContext2D) => void)[]} [marks] drawn over the series
 * @property {((self: uPlot, context: CanvasRenderingContext2D) => void)[]} [grounds] drawn under the series
 * @property {HTMLElement} reading where the point is told that is pointed at
 * @property {(index: number) => string} words what is told of a point
 */

/** @typedef {ReturnType<typeof drawPlot>} Plot */

/**
 * @param {PlotSpec} spec
 * @param {uPlot.AlignedData} data
 */
export function drawPlot(spec, data) {
    const { place } = spec;
    /** @param {((self: uPlot, context: CanvasRenderingContext2D) => void)[]} draws */
    const layer = (draws) => (/** @type {uPlot} */ self) => {
        for (const draw of draws) {
            self.ctx.save();
            draw(self, self.ctx);
            self.ctx.restore();
        }
    };
    /** @returns {uPlot.Axis} */
    const axis = () => ({
        stroke: () => colour("quiet"),
        font: FONT,
        labelFont: FONT,
        grid: { stroke: () => colour("line"), width: 1 },
        ticks: { show: false },
        border: { show: false },
        gap: GAP,
    });
    /** As wide as the longest label. @type {uPlot.Axis.Size} */
    const wide = (self, labels) => {
        self.ctx.font = FONT;
        return Math.max(52, ...(labels ?? []).map((label) => Math.ceil(self.ctx.measureText(label).width) + 2 * GAP));
    };
    /** The point that the keyboard has gone to. @type {number | null} */
    let walked = null;
    const tell = (/** @type {number | null} */ index) => say(spec.reading, index === null ? "" : spec.words(index));
    /** @param {((value: number) => string) | undefined} tick */
    const values = (tick) => tick && ((/** @type {uPlot} */ _, /** @type {number[]} */ at) => at.map((v) => tick(v)));

    const size = () => {
        const width = Math.max(160, Math.floor(place.clientWidth));
        return { width, height: spec.square ? Math.min(width, 300) : spec.height };
    };
    const plot = new uPlot(
        {
            ...size(),
            padding: [14, 24, 0, 0],
            legend: { show: false },
            cursor: {
                drag: { x: false, y: false },
                y: false,
                points: { size: 7 },
                dataIdx: (_, __, index) => walked ?? index,
            },
            scales: { x: { time: false, range: spec.x }, y: { range: spec.y } },
            axes: [
                {
                    ...axis(),
                    size: 28,
                    label: spec.xName,
                    labelSize: 20,
                    labelGap: 0,
                    values: values(spec.xTick),
                    ...(spec.xIncrements ? { incrs: spec.xIncrements } : {}),
                },
                {
                    ...axis(),
                    size: wide,
                    values: values(spec.yTick),
                    ...(spec.yIncrements ? { incrs: spec.yIncrements } : {}),
                    ...(spec.ySpace ? { space: spec.ySpace } : {}),
                    ...(spec.yName ? { label: spec.yName, labelSize: 20, labelGap: 0 } : {}),
                },
            ],
            series: [{}, ...spec.series],
            hooks: {
                drawClear: [layer(spec.grounds ?? [])],
                draw: [layer(spec.marks ?? [])],
                setCursor: [(self) => tell(self.cursor.idx ?? null)],
            },
        },
        data,
        place,
    );
    plots.add(plot);
    const observer = new ResizeObserver(() => {
        const next = size();
        if (place.clientWidth > 0 && (next.width !== plot.width || next.height !== plot.height)) plot.setSize(next);
    });
    observer.observe(place);
    const stopWalking = walk(place, {
        count: () => plot.data[0].length,
        go(index) {
            walked = index;
            const y = index === null ? null : plot.data.slice(1).find((series) => series[index] != null)?.[index];
            const left = index === null ? -10 : plot.valToPos(plot.data[0][index], "x");
            plot.setCursor({ left, top: index === null ? -10 : plot.valToPos(y ?? 0, "y") }, false);
            walked = null;
            tell(index);
            return index === null ? "" : spec.words(index);
        },
    });

    return {
        /** @param {uPlot.AlignedData} next */
        setData: (next) => plot.setData(next),
        redraw: () => plot.redraw(false, false),
        destroy() {
            stopWalking();
            observer.disconnect();
            plots.delete(plot);
            plot.destroy();
        },
    };
}

/**
 * A straight line between two points given in data units.
 * @param {uPlot} plot
 * @param {CanvasRenderingContext2D} context
 * @param {[number, number]} from
 * @param {[number, number]} to
 */
export function rule(plot, context, from, to) {
    context.beginPath();
    context.moveTo(plot.valToPos(from[0], "x", true), plot.valToPos(from[1], "y", true));
    context.lineTo(plot.valToPos(to[0], "x", true), plot.valToPos(to[1], "y", true));
    context.stroke();
}

/**
 * A point given in data units: a disc, or around it a diamond, so that both are seen where they meet.
 * @param {uPlot} plot
 * @param {CanvasRenderingContext2D} context
 * @param {[number, number]} at
 * @param {"disc" | "diamond"} shape
 */
export function point(plot, context, at, shape) {
    const x = plot.valToPos(at[0], "x", true);
    const y = plot.valToPos(at[1], "y", true);
    context.beginPath();
    if (shape === "disc") {
        context.arc(x, y, 5 * devicePixelRatio, 0, 2 * Math.PI);
        context.fill();
    } else {
        const r = 11 * devicePixelRatio;
        context.moveTo(x, y - r);
        context.lineTo(x + r, y);
        context.lineTo(x, y + r);
        context.lineTo(x - r, y);
        context.closePath();
    }
    context.stroke();
}
