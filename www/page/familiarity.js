// What a file has to do with the network that scored it. Files are told by their rows, so it does not matter whether one
// was dropped twice, saved in another form, or trained on in another tab.

/**
 * In a sentence; null when the file is new to the network, as far as anybody can tell.
 * @param {import("./state.js").State} state
 */
export function familiarity({ network, result, files }) {
    const file = files.find(({ id }) => id === result.fileId)?.data?.summary;
    if (!network || !file) return null;
    const { training } = network.model.info;
    const sources = training?.sources;
    if (!sources) {
        return "These weights do not say which file they learnt from. If it was this one, it shows what was memorised, not how the network does on new logs.";
    }
    const { train, validation } = sources;
    const who = network.source === "pretrained" ? "The pretrained weights" : "The network";
    if (file.content === train.content) {
        return training.validationSource === "file"
            ? "This is the file the network was trained on: it shows what was memorised, not how it does on new logs."
            : "This is the file the network was trained on, and its held-out processes chose the epoch that was kept: it shows what was memorised, not how it does on new logs.";
    }
    if (file.content === validation?.content) {
        return "This is the validation file, which chose the epoch that was kept: expect a little less on new logs.";
    }
    if (file.reconstructed && train.reconstructed) {
        return `This file is a reconstruction of BETH, and so is what ${who.toLowerCase()} learnt from. It shows how to read a result; it is no result on BETH.`;
    }
    if (file.reconstructed) {
        return "This file is a reconstruction of BETH: what the network gets here is no result on BETH.";
    }
    if (train.reconstructed) return `${who} learnt from a reconstruction of BETH, not from genuine logs.`;
    return null;
}
