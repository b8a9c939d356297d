/**
 * Frees what a request made on its way. After a trap even this fails, and must not hide the trap.
 * @param {{ free(): void }} object
 */
export function drop(object) {
    try {
        object.free();
    } catch {
        // The trap itself is reported by `answer`.
    }
}
