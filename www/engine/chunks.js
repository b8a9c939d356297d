// Bytes on their way, as async iterables of chunks: what is read, unpacked and decoded here goes through one after the other.

/** @typedef {AsyncIterable<Uint8Array<ArrayBuffer>>} Chunks */

/**
 * Chunks sent through a stream such as a `DecompressionStream`. Whoever stops early ends those before as well.
 * @param {Chunks} chunks
 * @param {ReadableWritablePair<any, any>} transform
 */
export function through(chunks, transform) {
    return chunksOf(streamOf(chunks).pipeThrough(transform));
}

/**
 * @param {Chunks} chunks
 * @returns {ReadableStream<Uint8Array<ArrayBuffer>>}
 */
export function streamOf(chunks) {
    const iterator = chunks[Symbol.asyncIterator]();
    return new ReadableStream({
        async pull(controller) {
            const { done, value } = await iterator.next();
            if (done) controller.close();
            else controller.enqueue(value);
        },
        async cancel() {
            await iterator.return?.();
        },
    });
}

/**
 * @param {ReadableStream<any>} stream
 * @returns {AsyncGenerator<Uint8Array<ArrayBuffer>>}
 */
export async function* chunksOf(stream) {
    const reader = stream.getReader();
    try {
        for (;;) {
            const { done, value } = await reader.read();
            if (done) return;
            yield value;
        }
    } finally {
        // Nobody waits for what is still on its way.
        reader.cancel().catch(() => {});
    }
}

/**
 * The first bytes, so many or all if there are fewer, and all of the chunks still to come, the first bytes among them.
 * @param {Chunks} chunks
 * @param {number} size
 * @returns {Promise<{ first: Uint8Array<ArrayBuffer>, all: Chunks }>}
 */
export async function peek(chunks, size) {
    const iterator = chunks[Symbol.asyncIterator]();
    /** @type {Uint8Array<ArrayBuffer>[]} */
    const seen = [];
    for (let bytes = 0; bytes < size; ) {
        const { done, value } = await iterator.next();
        if (done) break;
        seen.push(value);
        bytes += value.length;
    }
    async function* all() {
        try {
            yield* seen;
            for (;;) {
                const { done, value } = await iterator.next();
                if (done) return;
                yield value;
            }
        } finally {
            await iterator.return?.();
        }
    }
    return { first: joined(seen).slice(0, size), all: all() };
}

/** @param {Uint8Array<ArrayBuffer>[]} chunks */
export function joined(chunks) {
    if (chunks.length === 1) return chunks[0];
    const whole = new Uint8Array(chunks.reduce((bytes, chunk) => bytes + chunk.length, 0));
    let at = 0;
    for (const chunk of chunks) {
        whole.set(chunk, at);
        at += chunk.length;
    }
    return whole;
}
