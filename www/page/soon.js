// Drawing that can wait: one job a task, so that the page's thread is never held for long.

/** So many milliseconds it waits for what cannot: the first scored rows are asked for at the same time as the charts. */
const WAIT = 100;

/** @type {Map<string, () => void>} */
const jobs = new Map();
let going = false;

/**
 * Runs the job in a task of its own. Another job under the same name takes its place, if it has not run yet.
 * @param {string} name
 * @param {() => void} job
 */
export function soon(name, job) {
    jobs.set(name, job);
    if (!going) setTimeout(next, WAIT);
    going = true;
}

function next() {
    const [first] = jobs;
    going = jobs.size > 1;
    // Before the job, which may throw.
    if (going) setTimeout(next);
    if (!first) return;
    jobs.delete(first[0]);
    first[1]();
}

/**
 * A function that does the work at most once in so many milliseconds, the last time with the newest wish.
 * @param {number} ms
 * @param {() => void} work
 */
export function atMostEvery(ms, work) {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let wait;
    let last = -Infinity;
    return () => {
        if (wait !== undefined) return;
        const due = Math.max(0, last + ms - performance.now());
        wait = setTimeout(() => {
            wait = undefined;
            last = performance.now();
            work();
        }, due);
    };
}
