/** `using` closes what it was given, where the browser knows it. @type {typeof Symbol.dispose} */
export const dispose = Symbol.dispose ?? Symbol("dispose");
