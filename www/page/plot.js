// One chart: uPlot with the page's colours and fonts, as wide as its place, drawn again when the colour scheme changes.

import uPlot from "uplot";

/** @typedef {"ink" | "quiet" | "line" | "benign" | "suspicious" | "surface"} Colour */

const FONT = "12px system-ui, sans-serif";

/** @type {Set<uPlot>} */
const plots = new Set();

/** The present value of a colour of style.css. @param {Colour} name */
export function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim() || "#000";
}

for (const query of ["(prefers-color-scheme: dark)", "print"]) {
    window.matchMedia(query).addEventListener("change", () => {
        for (const plot of plots) plot.redraw(false, true);
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
 * @property {((self: uPlot, context: CanvasRenderingContext2D) => void)[]} [marks] drawn over the series
 * @property {((self: uPlot, context: CanvasRenderingContext2D) => void)[]} [grounds] drawn under the series
 * @property {(index: number | null) => void} [onPoint] which point is under the pointer
 */

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
        gap: 6,
    });
    /** @param {((value: number) => string) | undefined} tick */
    const values = (tick) => tick && ((/** @type {uPlot} */ _, /** @type {number[]} */ at) => at.map((v) => tick(v)));

    const size = () => {
        const width = Math.max(160, Math.floor(place.clientWidth));
        return { width, height: spec.square ? Math.min(width, 300) : spec.height };
    };
    const plot = new uPlot(
        {
            ...size(),
            padding: [8, 24, 0, 0],
            legend: { show: false },
            cursor: { drag: { x: false, y: false }, y: false, points: { size: 7 } },
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
                    size: 52,
                    values: values(spec.yTick),
                    ...(spec.yName ? { label: spec.yName, labelSize: 20, labelGap: 0 } : {}),
                },
            ],
            series: [{}, ...spec.series],
            hooks: {
                drawClear: [layer(spec.grounds ?? [])],
                draw: [layer(spec.marks ?? [])],
                setCursor: [(self) => spec.onPoint?.(self.cursor.idx ?? null)],
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

    return {
        /** @param {uPlot.AlignedData} next */
        setData: (next) => plot.setData(next),
        redraw: () => plot.redraw(false, false),
        destroy() {
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
 * A point given in data units: a disc, or a diamond.
 * @param {uPlot} plot
 * @param {CanvasRenderingContext2D} context
 * @param {[number, number]} at
 * @param {"disc" | "diamond"} shape
 */
export function point(plot, context, at, shape) {
    const x = plot.valToPos(at[0], "x", true);
    const y = plot.valToPos(at[1], "y", true);
    const r = 5 * devicePixelRatio;
    context.beginPath();
    if (shape === "disc") context.arc(x, y, r, 0, 2 * Math.PI);
    else {
        context.moveTo(x, y - r);
        context.lineTo(x + r, y);
        context.lineTo(x, y + r);
        context.lineTo(x - r, y);
        context.closePath();
    }
    context.fill();
    context.stroke();
}
