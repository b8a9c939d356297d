// What a file has to do with the network that scored it. Files are told by their rows, so it does not matter whether one
// was dropped twice, saved in another form, or trained on in another tab.

import { t } from "./language.js";

/**
 * In a sentence; null when the file is new to the network, as far as anybody can tell.
 * @param {import("./state.js").State} state
 */
export function familiarity({ network, result, files }) {
    const file = files.find(({ id }) => id === result.fileId)?.data?.summary;
    if (!network || !file) return null;
    const { training } = network.model.info;
    const sources = training?.sources;
    if (!sources) return t.familiarity.unknown;
    const { train, validation } = sources;
    const pretrained = network.source === "pretrained";
    if (file.content === train.content) {
        return training.validationSource === "file" ? t.familiarity.trainedOnIt : t.familiarity.trainedOnPartOfIt;
    }
    if (file.content === validation?.content) return t.familiarity.validatedOnIt;
    if (file.reconstructed && train.reconstructed) return t.familiarity.bothReconstructed(pretrained);
    if (file.reconstructed) return t.familiarity.reconstructed;
    if (train.reconstructed) return t.familiarity.fromReconstruction(pretrained);
    return null;
}
