// Probabilities and their log odds: evenly in the latter, so that scores near 0 and 1 can be told apart.

/** @param {number} probability from 0 to 1 */
export function logOdds(probability) {
    return Math.log(probability / (1 - probability));
}

/** @param {number} logOdds */
export function probability(logOdds) {
    return 1 / (1 + Math.exp(-logOdds));
}
