/**
 * Tells when the device is lost that this worker computes on: the browser's GPU process crashes, a driver gives up, a
 * laptop changes its graphics card. Nothing that was on it can be had again. By WebGPU's rules the loss is told before
 * what the device was asked last fails, so nobody gets to see such a failure.
 *
 * The module asks for its device by itself, so what it calls is watched.
 * @param {(why: string) => void} onLost
 */
export function watchDevice(onLost) {
    const { GPUAdapter } = /** @type {any} */ (globalThis);
    if (!GPUAdapter) return;
    const { requestDevice } = GPUAdapter.prototype;
    GPUAdapter.prototype.requestDevice = async function (/** @type {any[]} */ ...options) {
        const device = await requestDevice.apply(this, options);
        device.lost.then((/** @type {{ message: string }} */ { message }) => {
            onLost(`the GPU’s device was lost: ${message.trim().replace(/\.$/, "") || "nobody said why"}`);
        });
        return device;
    };
}
