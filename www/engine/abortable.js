/**
 * Rejects as soon as the signal says so, whatever the work is at.
 * @template T
 * @param {AbortSignal | undefined} signal
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export function abortable(signal, work) {
    if (!signal) return work();
    if (signal.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
        const abort = () => reject(signal.reason);
        signal.addEventListener("abort", abort, { once: true });
        work()
            .finally(() => signal.removeEventListener("abort", abort))
            .then(resolve, reject);
    });
}
