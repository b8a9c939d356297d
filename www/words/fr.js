// Les mots de la page en français. Les clés sont celles de en.js, où est dit ce qu'elles sont.

import { numbersWith } from "./numbers.js";

const NBSP = "\u00a0";

export const tag = "fr";
export const name = "Français";

const number = /* @__PURE__ */ numbersWith({
    point: ",",
    group: "\u202f",
    sizes: { bytes: "octets", kB: "ko", MB: "Mo" },
});
/** @param {number} value */
const count = (value) => number.count(value);
/** @param {number | null | undefined} share */
const percent = (share) => number.percent(share);
/** @param {number | null | undefined} value @param {number} [digits] */
const decimal = (value, digits) => number.decimal(value, digits);
/** @param {number} value */
const chance = (value) => number.chance(value);
/** @param {number | string} value */
const plain = (value) => number.written(String(value));

/** « 0 ligne », « 1 ligne », « 14 lignes ». @param {number} value @param {string} noun @param {string} [plural] */
const counted = (value, noun, plural = `${noun}s`) => `${count(value)}${NBSP}${value < 2 ? noun : plural}`;

/** « a, b et c » @param {string[]} items */
function list(items) {
    if (items.length < 2) return items.join("");
    return `${items.slice(0, -1).join(", ")} et ${items[items.length - 1]}`;
}

/** @param {string} text */
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** @param {number} part @param {number} rows */
function some(part, rows) {
    if (part === 0) return `aucune des ${counted(rows, "ligne")}`;
    if (part === rows) return rows === 1 ? "la seule ligne" : `les ${counted(rows, "ligne")}`;
    return `${count(part)} sur ${counted(rows, "ligne")} (${percent(part / rows)})`;
}

/** Ce que sont des lignes. @param {boolean} evil @param {number} [rows] */
const bad = (evil, rows = 2) => (evil ? "malveillante" : "suspecte") + (rows < 2 ? "" : "s");

/** Les réponses toutes faites. */
const baselines = {
    "always benign": "toujours bénin",
    "always suspicious": "toujours suspect",
    "userId >= 1000": "userId ≥ 1000",
};

/** Qui entraîne, là où c'est mesuré. @param {{ network: string, onGpu: boolean }} of */
function trains({ network, onGpu }) {
    if (onGpu) return `le GPU entraîne les réseaux ${network}`;
    return `le CPU entraîne les réseaux ${network}, et le reste tourne sur le GPU`;
}

/** @typedef {import("../engine/bethscope.js").SkippedRows} SkippedRows */

/** What was given, where it is told with a word. @param {string} got */
const given = (got) => got.replace(/ layers$/, " couches");

/** @param {import("./en.js").Must} must */
function mustBe({ why, values: [least, most] }) {
    switch (why) {
        case "whole":
            return `un nombre entier de ${least} à ${most}`;
        case "number":
            return `un nombre de ${plain(least)} à ${plain(most)}`;
        case "layers":
            return `${least} couches au plus`;
        case "buffer":
            return `${least} au plus avec ces couches, dont ce GPU doit garder les sorties dans un seul tampon`;
        default:
            return "« none », « balanced » ou deux nombres de 0,000001 à 1000000 (bénin, suspect)";
    }
}

/** @type {typeof import("./en.js").page} */
export const page = {
    description:
        "Entraînez un réseau de neurones sur des journaux de sécurité BETH et notez-les, dans votre navigateur, sur votre propre GPU. Rien n’est envoyé.",
    title: "bethscope : entraîner un détecteur de menaces dans son navigateur",
    skip: "Aller à l’étape 1, Données",
    tagline: "Entraînez un détecteur de menaces dans votre navigateur. Rien n’est envoyé.",
    engine: "Moteur",
    computeOn: "Calculer sur",
    computeAuto: "Automatique : le plus rapide des deux",
    computeGpu: "GPU, par WebGPU",
    computeCpu: "CPU",
    changeKeeps: "Un changement garde vos fichiers, votre réseau et ses scores.",
    compareGpuCpu: "Comparer GPU et CPU",
    unstarted:
        "Cette page calcule dans votre navigateur, et son script n’a pas démarré. Peut-être JavaScript est-il désactivé ici ; peut-être start.js n’est-il pas arrivé, alors rechargez la page ; ou ce navigateur est trop ancien : bethscope demande Chrome ou Edge 120, Firefox 121 ou Safari 17.4, ou plus récent.",
    language: "Langue",
    copyLink: "Copier le lien",
    copyTitle: "L’adresse de cette page avec tout ce qui est réglé, et rien de vos fichiers",
    reset: "Réinitialiser",
    resetTitle: "Tous les réglages comme au début",
    startAgain: "Redémarrer",
    data: "Données",
    dataHint: "Des journaux de processus du jeu de données BETH, avec ou sans étiquettes.",
    dropLead: "Déposez ici des fichiers CSV de BETH, ou un dossier qui en contient",
    or: "ou",
    chooseFiles: "Choisir des fichiers",
    dropNote: "Lus sur cet ordinateur, morceau par morceau. Rien n’est envoyé.",
    newHere: "Première visite ?",
    sampleOffer:
        "Voyez ce que fait la page sur une petite reconstitution de BETH. Elle est faite dans cet onglet d’après les statistiques publiées de BETH et n’est pas BETH : aucune de ses lignes n’est authentique.",
    trySample: "Essayer un exemple",
    sampleNote:
        "Cet exemple est une reconstitution de BETH, faite dans cet onglet d’après ses statistiques publiées. Ce n’est pas BETH : aucune de ses lignes n’est authentique. Vos propres fichiers prennent sa place.",
    whereHeading: "Où trouver BETH",
    whereBefore: "Sur Kaggle, sous le nom",
    whereAfter: ", libre pour tout usage (CC0).",
    takeFiles: "Prenez",
    and: "et",
    takeForm: ", ou leur forme DataCamp à sept colonnes.",
    filesCaption: "Les fichiers, leur usage et leur contenu",
    file: "Fichier",
    use: "Usage",
    rows: "Lignes",
    distinct: "Distinctes",
    suspicious: "Suspectes",
    remove: "Retirer",
    model: "Modèle",
    modelHint: "S’ouvre quand un fichier a été lu.",
    modelPreview:
        "Prenez les poids préentraînés, entraînez un réseau sur votre fichier en voyant la perte et l’exactitude se tracer, ou chargez des poids enregistrés auparavant.",
    sourceLegend: "D’où vient le réseau",
    pretrained: "Préentraîné",
    trainHere: "Entraîner ici",
    loadWeights: "Charger des poids",
    pretrainedWords: "Entraîné sur la reconstitution de BETH, pas sur BETH.",
    pretrainedCard: "Comment, et ce qu’il vaut (en anglais)",
    usePretrainedWeights: "Prendre les poids préentraînés",
    weightsFileBefore: "Un fichier",
    weightsFileAfter: "enregistré par bethscope.",
    chooseWeights: "Choisir des poids",
    preset: "Préréglage",
    keras: "keras : softmax, deux sorties",
    pytorch: "pytorch : sigmoïde, une sortie",
    hiddenLayers: "Couches cachées",
    epochs: "Époques",
    batch: "Lot",
    learningRate: "Taux d’apprentissage",
    options: "Options",
    patienceEpochs: "Patience, époques",
    inputs: "Entrées",
    inputsFlagged: "les sept et les indicateurs de l’article",
    inputsStandard: "les sept, comme dans les projets de cours",
    inputsPaper: "les indicateurs de l’article seuls",
    inputsClip: "les sept, bornées à 5 écarts types",
    inputsLog: "les sept, en logarithmes",
    classWeights: "Poids des classes",
    none: "aucun",
    balancedCount: "équilibrés selon l’effectif",
    asGiven: "donnés",
    benignSuspicious: "Bénin, suspect",
    seed: "Graine",
    heldOutShare: "Part mise de côté",
    patienceHint: "Avec une patience de 0, l’entraînement ne s’arrête jamais avant la fin.",
    train: "Entraîner",
    pause: "Pause",
    stopKeepBest: "Arrêter et garder le meilleur",
    discard: "Abandonner",
    saveWeights: "Enregistrer les poids",
    howTrained: "Comment il a été entraîné",
    loss: "Perte",
    trainCurve: "entraînement",
    validationCurve: "validation",
    bestEpoch: "meilleure",
    accuracy: "Exactitude",
    epochsSummary: "Perte et exactitude en tableau",
    epochsCaption: "Perte et exactitude après chaque époque",
    epoch: "Époque",
    lossTrain: "Perte, entraînement",
    lossValidation: "Perte, validation",
    accuracyTrain: "Exactitude, entraînement",
    accuracyValidation: "Exactitude, validation",
    result: "Résultat",
    resultHint: "S’ouvre quand il y a un réseau pour noter.",
    resultPreview:
        "L’exactitude à côté de ce qu’une réponse constante obtiendrait sur le même fichier, les deux sortes d’erreurs, et les lignes signalées avec toutes leurs colonnes.",
    scoredFile: "Fichier noté",
    measuredAgainst: "Mesuré d’après",
    suspiciousSus: "suspect (sus)",
    evil: "malveillant (evil)",
    cancel: "Annuler",
    scoreAgain: "Noter à nouveau",
    whereDrawLine: "Où placer la limite",
    howThresholdSet: "Comment le seuil est fixé",
    rulesOnValidation: "Sur les lignes de validation",
    ruleFalseAlarms: "au plus tant de fausses alertes",
    ruleMissCost: "un oubli coûte tant de fausses alertes",
    ruleBestF1: "le meilleur F1",
    rulesHere: "Sur ce fichier",
    ruleRows: "autant de lignes que je peux en regarder",
    ruleHand: "à la main",
    ruleHalf: "0,5, comme dans les projets de cours",
    ofBenignRows: "% des lignes bénignes",
    promisesNote:
        "Entre parenthèses, des lignes et des intervalles à 95 % qui tirent des processus entiers, car les lignes d’un même processus sont presque des copies.",
    newsNone: "Rien dans ce fichier n’est nouveau par rapport aux lignes d’entraînement.",
    threshold: "Seuil",
    thresholdAsNumber: "Seuil en chiffres",
    thresholdHelp: "Les lignes dont le score l’atteint sont signalées.",
    rightWrong: "Juste et faux",
    confusionHint: "Appuyez sur une case pour voir ses lignes plus bas.",
    scores: "Scores",
    scoresTable: "Les scores en tableau",
    scoresPoints: "Les scores, point par point",
    roc: "ROC",
    rocTable: "ROC en tableau",
    rocPoints: "ROC, point par point",
    precisionRecall: "Précision et rappel",
    precisionRecallTable: "Précision et rappel en tableau",
    precisionRecallPoints: "Précision et rappel, point par point",
    calibration: "Calibrage",
    calibrationTable: "Le calibrage en tableau",
    calibrationPoints: "Le calibrage, point par point",
    baselinesHeading: "À côté de réponses sans entraînement",
    baselinesLabel: "Le réseau et d’autres réponses, mesure par mesure",
    flaggedRows: "Lignes signalées",
    withContributions: "avec les contributions",
    exportAsCsv: "Exporter en CSV",
    driversSummary: "Quelles colonnes les signalent",
    show: "Montrer",
    flagged: "signalées",
    notFlagged: "non signalées",
    all: "toutes",
    label: "Étiquette",
    anyLabel: "toutes",
    suspiciousRow: "suspecte",
    benignRow: "bénigne",
    user: "Utilisateur",
    any: "tous",
    process: "Processus",
    parent: "Parent",
    column: "Colonne",
    noColumn: "aucune",
    is: "est",
    contains: "contient",
    textOrNumber: "Texte ou nombre",
    clear: "Effacer",
    rowsLabel: "Les lignes, colonne par colonne",
    pagerLabel: "Pages de lignes",
    colophonPaper:
        "BETH : K. Highnam, K. Arulkumaran, Z. Hanif, N. R. Jennings, « BETH Dataset: Real Cybersecurity Data for Unsupervised Anomaly Detection Research »,",
    colophonLicence: ", 2021. Données sous CC0.",
    colophonPrivacy:
        "Rien n’est envoyé : les fichiers sont lus, les réseaux entraînés et les lignes notées sur cet ordinateur.",
    whyThisRow: "Pourquoi cette ligne",
    close: "Fermer",
};

/** @type {typeof import("./en.js").hurdle} */
export const hurdle = {
    notStarted: "Non démarré",
    opened: "Cette page a été ouverte comme un fichier, et les navigateurs ne laissent tourner son moteur que s’il vient d’un serveur web. Mettez son dossier sur un hébergement statique quelconque ; ou servez-le sur cet ordinateur : lancez « python3 -m http.server » dans ce dossier, et ouvrez http://localhost:8000/.",
    lacks: (what, oldest) =>
        `Il manque à ce navigateur ${what}, donc bethscope ne peut pas y tourner. ${oldest}, ou plus récent, en dispose, à moins qu’un réglage de sécurité (le mode isolement en est un) ne l’ait désactivé.`,
    simd: "WebAssembly avec SIMD et types de référence",
    oldest: "Chrome ou Edge 120, Firefox 121 ou Safari 17.4",
    missing: (url) =>
        `Une partie de la page n’a pas pu être obtenue de ${url}. Rechargez la page ; si cela n’aide pas, ouvrez cette adresse : la copie de bethscope y est incomplète, ou autre chose répond à sa place.`,
    broken: (message, oldest) =>
        `La page n’a pas pu démarrer à cause d’une erreur (${message}). Rechargez-la ; si cela n’aide pas, ce navigateur est peut-être trop ancien : bethscope demande ${oldest}, ou plus récent.`,
};

/** @type {typeof import("./en.js").words} */
export const words = {
    number,
    list,

    rows: (n) => counted(n, "ligne"),
    files: (n) => counted(n, "fichier"),
    processes: (n) => counted(n, "processus", "processus"),

    timeLeft(seconds) {
        if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return "";
        if (seconds < 1) return `encore moins de 1${NBSP}s`;
        if (seconds < 90) return `encore ${Math.round(seconds)}${NBSP}s`;
        if (seconds < 5400) return `encore ${Math.round(seconds / 60)}${NBSP}min`;
        return `encore ${plain((seconds / 3600).toFixed(1))}${NBSP}h`;
    },

    roles: { train: "Entraîner", validation: "Valider", test: "Noter" },
    baselines,
    kinds: { suspicious: "suspecte", benign: "bénigne", evil: "malveillante", notEvil: "non malveillante" },
    unexpected: (error) => `Une erreur pour laquelle la page n’a pas de mots : ${error}`,
    languageMissing: (language) => `Les mots en ${language} n’ont pas pu être obtenus.`,

    backend: {
        cpu: "CPU",
        gpu: (adapter) => `GPU : ${adapter}`,
        softwareGpu: (adapter) => `GPU logiciel : ${adapter}`,
        onGpu: "sur le GPU",
        onCpu: "sur le CPU",
    },

    announcer: {
        paused: "L’entraînement est en pause.",
        epoch: (epoch, epochs) => `Entraînement, époque ${epoch} sur ${epochs}`,
        accuracy: (share) => `exactitude ${percent(share)}`,
        trivial: (answer, share) => `« ${answer} » obtient ${percent(share)}`,
        reading: (file, percents) => `Lecture de ${file}, ${percents} %`,
        scoring: "Notation en cours.",
        flagged: (flagged, rows, threshold) =>
            `${count(flagged)} sur ${counted(rows, "ligne")} ${flagged < 2 ? "signalée" : "signalées"} au seuil ${chance(threshold)}`,
        result: (accuracy, trivial, flagged) =>
            `Exactitude ${percent(accuracy)}${trivial && `, ${trivial}`}, ${flagged}`,
        read: (files) => `${counted(files, "fichier lu", "fichiers lus")}.`,
        lossy: (files) => ` Attention : des lignes de ${list(files)} ont été laissées de côté.`,
    },

    background({ source, rows, distinct }, file) {
        const some = source === "file" ? counted(rows, "ligne") : counted(rows, "ligne bénigne", "lignes bénignes");
        const different = distinct < rows ? ` (dont ${count(distinct)} différentes)` : "";
        if (source === "training") return `${some}${different} du fichier d’entraînement, réparties régulièrement`;
        const known = source === "file" ? ", qui peuvent être suspectes elles-mêmes" : "";
        return `${some}${different} de ${file}${known}, car ces poids sont venus sans lignes d’entraînement`;
    },
    scoredFile: "le fichier noté",

    compared: {
        answers: "Le réseau à côté de réponses sans entraînement",
        answer: "Réponse",
        thisNetwork: "ce réseau",
        accuracy: "Exactitude",
        balanced: "Équilibrée",
        precision: "Précision",
        recall: "Rappel",
        falseAlarms: "Fausses alertes",
    },

    chip: {
        starting: "Démarrage …",
        notStarted: "Non démarré",
        stopTraining: "Arrêtez l’entraînement pour changer ceci.",
        fetching: "Le moteur du GPU (2 Mo) est en route et démarre …",
        startingEngine: "Le moteur démarre …",
        change: "Un changement garde vos fichiers, votre réseau et ses scores. Au clavier : flèches pour regarder, Espace pour choisir.",
        stopped: "Le moteur s’est arrêté.",
        failed: "Le moteur n’a pas démarré.",
        kept: (head, message) => `${head} ${message} Vos fichiers sont gardés.`,
        goesOn: " Il continue sur le CPU.",
        cpuAsAsked: "Le réseau tourne sur le CPU, comme demandé.",
        emulation: (adapter) =>
            `${adapter ?? "L’adaptateur"} imite un GPU sur le CPU ; le CPU lui-même est plus rapide.`,
        onGpu: (adapter) => `Le réseau tourne sur ${adapter ?? "le GPU"} par WebGPU.`,
        tooSmall: (of) =>
            `Les tampons du GPU sont trop petits pour des lots de ${count(of.batch)}, donc ${trains(of)}.`,
        measured: (of) => `GPU ${of.gpu} lignes/s, CPU ${of.cpu} pour des lots de ${count(of.batch)} : ${trains(of)}.`,
        comparing: "Comparaison …",
        compared: (rows, difference) =>
            `CPU et GPU ont noté les mêmes ${rows} lignes ; les scores diffèrent de ${plain(difference.toExponential(1))} au plus.`,
    },

    link: {
        copy: "Copier le lien",
        copied: "Lien copié",
        wasCopied: "Le lien a été copié.",
        noCopy: "Ce navigateur ne laisse pas la page copier : prenez le lien dans la barre d’adresse.",
        leftOut(parts, more) {
            const named = parts.map((part) => `« ${part} »`);
            const which = list(more > 0 ? [...named, counted(more, "autre")] : named);
            return `Cette page ne connaît pas ${which}, ou n’en a pas l’usage, donc le lien s’en passe.`;
        },
    },

    columns: {
        score: "Score",
        why: "Pourquoi",
        row: "Ligne",
        line: "Ligne du fichier",
        label: "Étiquette",
        noName: "(sans nom)",
        whyRow: (row) => `Pourquoi la ligne ${count(row)} a ce score`,
        wholeRow: "Montrer toute la ligne",
        noLabel: "aucune",
    },

    confusion: {
        tp: "Trouvées",
        fn: "Oubliées",
        fp: "Fausses alertes",
        tn: "Rien à signaler",
        caption: "Les lignes selon ce qu’elles sont et ce qu’en dit le réseau",
        flagged: "signalées",
        notFlagged: "non signalées",
        none: "il n’y en a pas",
        of: (share, rows) => `${percent(share)} sur ${count(rows)}`,
        bySuspicious: "Les lignes ne se montrent que par l’étiquette « suspecte ».",
        press: "Appuyez sur une case pour voir ses lignes plus bas.",
    },

    newColumns(drift, most) {
        const names = drift.map(({ column }) => column);
        return `Nouveau par rapport aux lignes d’entraînement : ${names.length > most ? counted(names.length, "colonne") : list(names)}`;
    },
    newIn({ column, rows, of, least, most, values }) {
        const part = `${column} : ${count(rows)} sur ${counted(of, "ligne")} (${percent(rows / of)})`;
        const [lies, has] = rows < 2 ? ["sort", "a"] : ["sortent", "ont"];
        if (values.length === 0) return `${part} ${lies} de l’étendue de l’entraînement, de ${least} à ${most}.`;
        const named = values.map(([value, times]) => `${value} (${count(times)})`);
        const others = values.reduce((sum, [, times]) => sum + times, 0) < rows;
        return `${part} ${has} une valeur que l’entraînement n’a jamais vue : ${list(others ? [...named, "d’autres"] : named)}.`;
    },

    drivers: {
        working: "Calcul en cours.",
        workingSoFar: (share) => `Calcul en cours : ${percent(share)}`,
        stopped: "Le moteur s’est arrêté entre-temps.",
        mean: (rows) =>
            `De combien chaque colonne déplace le score, dans un sens ou dans l’autre, en moyenne sur ${counted(rows, "ligne signalée", "lignes signalées")}.`,
        nothing: "Rien n’est signalé.",
        against: (background) =>
            `Par rapport au score d’une ligne de valeurs typiques, qui sont les médianes de chaque colonne sur ${background}. Les chiffres sont des moyennes de valeurs de Shapley absolues, en log-cotes.`,
        caption: "Contribution moyenne de chaque colonne aux scores des lignes signalées",
        column: "Colonne",
        logOdds: "Log-cote",
    },

    evidence: {
        coinToss: "pile ou face",
        flagAll: "tout signaler",
        scores: (threshold, flagged, rows) =>
            `Combien de lignes ont quel score. Au seuil ${chance(threshold)} : ${count(flagged)} lignes signalées sur ${count(rows)}.`,
        roc: (of) =>
            `Courbe ROC, aire ${decimal(of.area)}. Au seuil ${chance(of.threshold)} : ${percent(of.recall)} des lignes ${bad(of.evil)} trouvées, ${percent(of.fpr)} des autres signalées.`,
        pr: (of) =>
            `Précision et rappel, précision moyenne ${decimal(of.area)}. Au seuil ${chance(of.threshold)} : précision ${percent(of.precision)}, rappel ${percent(of.recall)}.`,
        calibration: (evil, brier) =>
            `Part des lignes ${bad(evil)} parmi les lignes de même score, score de Brier ${decimal(brier)}.`,
        falseAlarmsAxis: "fausses alertes, sur les lignes bénignes",
        caughtAxis: "trouvées (rappel)",
        precisionAxis: "justes parmi les signalées (précision)",
        scoreAxis: "score, régulier en log-cotes",
        rowsAxis: "lignes, échelle log",
        meanScoreAxis: "score moyen des lignes",
        amongAxis: (evil) => `lignes ${bad(evil)} parmi elles`,
        caught: (share) => `trouvées ${percent(share)}`,
        falseAlarms: (share) => `fausses alertes ${percent(share)}`,
        precision: (share) => `précision ${percent(share)}`,
        recall: (share) => `rappel ${percent(share)}`,
        threshold: (threshold) => `seuil ${chance(threshold)}`,
        nothingFlagged: "rien de signalé",
        noneFlagged: "aucune signalée",
        score: (score) => `score ${chance(score)}`,
        scoreSpan: (from, to) => `score ${chance(from)} à ${chance(to)}`,
        someRows: (n) => counted(n, "ligne"),
        ofKind: (n, kind) => `${count(n)} ${kind}${n < 2 ? "" : "s"}`,
        shareOfKind: (share, kind) => `${percent(share)} ${kind}s`,
        up: (kind) => `${kind}s (vers le haut)`,
        down: (kind) => `${kind}s (vers le bas)`,
        rowsKey: "lignes",
        thresholdKey: "seuil",
        likeScore: "lignes de score voisin",
        asSaid: "aussi probable que dit",
        thisThreshold: "ce seuil",
        userRule: "userId ≥ 1000",
        thresholdHead: "Seuil",
        caughtHead: "Trouvées",
        falseAlarmsHead: "Fausses alertes",
        precisionHead: "Précision",
        recallHead: "Rappel",
        scoreFrom: "Score de",
        to: "à",
        rowsHead: "Lignes",
        meanScore: "Score moyen",
        points: (shown, all) => `${shown} points sur ${all}, répartis régulièrement.`,
        million: "M",
        thousand: "k",
        chart: "graphique",
        walk: "Les flèches vont d’un point à l’autre.",
    },

    export: {
        button(rows, kind) {
            const kinds = { flagged: "signalée", unflagged: "non signalée", all: "" };
            const [one, many] = kind === "all" ? ["", ""] : [` ${kinds[kind]}`, ` ${kinds[kind]}s`];
            return `Exporter ${counted(rows, `ligne${one}`, `lignes${many}`)} en CSV`;
        },
        contributions: (share) => `Contributions : ${percent(share)}`,
        soFar: (done, total) => `${count(done)} sur ${counted(total, "ligne")}`,
        done: (rows) => `${counted(rows, "ligne exportée", "lignes exportées")}.`,
        nameTells: " Le nom du fichier dit combien de ses lignes ont été laissées de côté.",
        cancelled: "L’export a été annulé.",
        crashed: "L’export a pris fin parce que le moteur s’est arrêté.",
        ended: (why) => `L’export a pris fin : ${why}`,
        guarded(guards) {
            const [cells, are, them] =
                guards < 2
                    ? ["cellule qu’un tableur exécuterait comme une formule", "est protégée", "la"]
                    : ["cellules qu’un tableur exécuterait comme des formules", "sont protégées", "les"];
            return ` ${count(guards)} ${cells} ${are} par une apostrophe ; bethscope ${them} lit comme avant.`;
        },
    },

    familiarity: {
        unknown:
            "Ces poids ne disent pas sur quel fichier ils ont appris. Si c’était celui-ci, on voit ce qui a été mémorisé, pas ce que vaut le réseau sur de nouveaux journaux.",
        trainedOnIt:
            "C’est le fichier sur lequel le réseau a été entraîné : on voit ce qui a été mémorisé, pas ce qu’il vaut sur de nouveaux journaux.",
        trainedOnPartOfIt:
            "C’est le fichier sur lequel le réseau a été entraîné, et ses processus mis de côté ont choisi l’époque gardée : on voit ce qui a été mémorisé, pas ce qu’il vaut sur de nouveaux journaux.",
        validatedOnIt:
            "C’est le fichier de validation, qui a choisi l’époque gardée : attendez-vous à un peu moins sur de nouveaux journaux.",
        bothReconstructed: (pretrained) =>
            `Ce fichier est une reconstitution de BETH, et ce sur quoi ${pretrained ? "les poids préentraînés ont" : "le réseau a"} appris en est une aussi. Il montre comment lire un résultat ; ce n’est pas un résultat sur BETH.`,
        reconstructed:
            "Ce fichier est une reconstitution de BETH : ce que le réseau obtient ici n’est pas un résultat sur BETH.",
        fromReconstruction: (pretrained) =>
            `${pretrained ? "Les poids préentraînés ont" : "Le réseau a"} appris sur une reconstitution de BETH, pas sur des journaux authentiques.`,
    },

    data: {
        hint: "Des journaux de processus du jeu de données BETH, avec ou sans étiquettes.",
        total: (rows, files) => `${counted(rows, "ligne")} dans ${counted(files, "fichier")}.`,
        weightsLater: (files) => `Les poids se chargent à l’étape 2 : ${list(files)}.`,
        leftOut: (paths, more) =>
            `Laissés de côté d’après leur nom : ${list(more > 0 ? [...paths, counted(more, "autre")] : paths)}.`,
        useOf: (file) => `Usage de ${file}`,
        rows: "Lignes",
        distinct: "Distinctes",
        suspicious: "Suspectes",
        use: "Usage",
        reading: (file) => `Lecture de ${file}`,
        cancel: "Annuler",
        remove: "Retirer",
        cancelReading: (file) => `Annuler la lecture de ${file}`,
        removeFile: (file) => `Retirer ${file}`,
        reconstruction: "reconstitution, pas BETH",
        from: (place) => `de ${place}`,
        waits: "attend que le moteur soit libre",
        sizeOf: (part, whole) => `${part} sur ${whole}`,
        noLabels: "sans étiquettes",
        by: (column) => `d’après ${column}`,
        evil: (rows) => `${count(rows)} ${bad(true, rows)}`,
        twin: (file) => `Le même contenu que ${file} : un seul des deux entraîne ou valide.`,
        warning: (what) => `Attention : ${what}`,
        takeLabel: (column) => `Prendre ${column} comme étiquette`,
        labelHint: (column, ones, zeros) =>
            `Aucune étiquette n’a été prise. La colonne ${column} ne contient que des 0 et des 1 : ${counted(ones, "un", "uns")}, ${counted(zeros, "zéro")}.`,
        rawForm: "forme brute",
        dataCampForm: "forme DataCamp",
        noCsvIn: (folder) => `Il n’y a pas de fichier CSV dans ${folder}.`,
        unreadable: (folder, why) => `${folder} n’a pas pu être lu : ${why}`,
        tooMany: (most) => `il contient plus de ${most} fichiers. Déposez plutôt les journaux qui s’y trouvent.`,
        stoppedOnce: (file) =>
            `Le moteur s’est arrêté pendant la lecture de ${file}. Quand il tournera à nouveau, ce fichier sera relu une fois.`,
        stoppedTwice: (file) =>
            `Le moteur s’est arrêté deux fois pendant la lecture de ${file}, qui est donc laissé de côté. Il lui faut peut-être plus de mémoire que ce navigateur n’en a : essayez avec une partie.`,
    },

    learning: {
        kept: "gardée",
        loss: "perte",
        accuracy: "exactitude",
        epochAxis: "époque",
        epoch: (epoch) => `époque ${epoch}`,
        train: (value) => `entraînement ${value}`,
        validation: (value) => `validation ${value}`,
        trivial: (answer, share) => `${answer} ${percent(share)}`,
        on: (rows) => `sur ${rows}`,
        chart: (measure, story) => `Graphique : ${measure}. ${story}`,
        noEpoch: "Aucune époque n’est encore finie.",
        story: (of) => {
            const end = of.validation === null ? "" : `, pour la validation à ${of.validation}`;
            const answer = of.trivial === null ? "" : ` Une réponse constante obtient ${percent(of.trivial)}.`;
            return `En ${counted(of.epochs, "époque")}, elle part pour l’entraînement de ${of.first} et en est à ${of.last}${end}. Meilleure époque : ${of.best ?? "aucune encore"}.${answer}`;
        },
    },

    lesson: {
        unlabelled: (flagged, rows) =>
            `Ce fichier n’a pas d’étiquettes, donc rien ici ne dit quelles réponses sont justes. ${capital(some(flagged, rows))} ${flagged < 2 || (flagged === rows && rows === 1) ? "est signalée" : "sont signalées"}.`,
        noneIs: (of) =>
            `Aucune ligne ${of.skipped ? "lue de ce fichier" : "de ce fichier"} n’est ${bad(of.evil, 1)}, donc « toujours bénin » obtient 100 % et l’exactitude ne dit rien. Ce qui compte, ce sont les fausses alertes : ${some(of.alarms, of.rows)}.`,
        allAre: (of) =>
            `Chaque ligne ${of.skipped ? "lue de ce fichier" : "de ce fichier"} est ${bad(of.evil, 1)}, donc « toujours suspect » obtient 100 % et l’exactitude ne dit rien. Ce qui compte, ce sont les oublis : ${some(of.misses, of.rows)}.`,
        trivial: (answer, share, rule) =>
            `« ${capital(baselines[answer])} » obtient ${percent(share)} sur ce fichier${rule === undefined ? "." : `, et la seule règle « userId ≥ 1000 » ${percent(rule)}.`}`,
        ruleAhead: (rule, network) =>
            `Si les deux classes comptent autant, la règle reste devant : ${percent(rule)} contre ${percent(network)}.`,
        balanced: (network) =>
            `Mais l’exactitude favorise la classe la plus grande : si les deux comptent autant, le réseau obtient ${percent(network)} et toute réponse constante 50 %.`,
        flagsAll: "Le réseau ne fait pas mieux : il signale chaque ligne.",
        flagsNothing: "Le réseau ne fait pas mieux : il ne signale rien.",
        asMany: "Le réseau ne fait pas mieux : il a juste autant de fois raison.",
        worse: (beatsRule, mistakes, constant) => {
            const against = `${counted(mistakes, "erreur")}, et cette réponse en fait ${count(constant)}`;
            return beatsRule
                ? `Le réseau bat la règle, mais fait pire que répondre sans regarder : ${against}.`
                : `Le réseau fait pire que répondre sans regarder : ${against}.`;
        },
        beatsIt: (mistakes, constant) =>
            `Le réseau la bat : ${counted(mistakes, "erreur")} au lieu de ${count(constant)}.`,
        beatsBoth: (mistakes, better) =>
            `Le réseau bat les deux : ${counted(mistakes, "erreur")}, quand la meilleure des deux en fait ${count(better)}.`,
        notTheRule: (mistakes, rule) =>
            `Le réseau bat la première, mais pas la règle, qui ne regarde qu’une colonne : ${counted(mistakes, "erreur")} contre ${count(rule)}.`,
        isTheRule:
            "Le réseau obtient exactement ce qu’obtient la règle : il n’a peut-être rien appris d’autre que cette colonne.",
        asTheRule: "Le réseau bat la première, et a exactement autant de fois raison que la règle.",
    },

    lost: {
        head: (rows, total) =>
            `${counted(rows, "ligne laissée", "lignes laissées")} de côté, sur ${count(total)} (${percent(rows / total)})`,
        sentence: (rows, total) => {
            const [were, them] =
                rows < 2 ? ["a été laissée de côté", "la compte"] : ["ont été laissées de côté", "les compte"];
            return `${count(rows)} sur ${counted(total, "ligne")} (${percent(rows / total)}) de ce fichier ${were}, et aucun chiffre ici ne ${them}.`;
        },
        cause: (of) => {
            const where = of.column === null ? "" : ` dans ${of.column || "une colonne sans nom"}`;
            const sample = of.cell === "" ? "" : `, « ${of.cell} »`;
            return `${count(of.rows)} ${of.rows < 2 ? "a" : "ont"} ${of.reason}${where} (la première : ligne ${count(of.line)}${sample}).`;
        },
        ofUser: (user, skipped, read) => {
            if (read > 0)
                return `${count(skipped)} des ${counted(skipped + read, "ligne")} de l’utilisateur ${user} ${skipped < 2 ? "a été laissée" : "ont été laissées"} de côté.`;
            if (skipped === 1) return `La seule ligne de l’utilisateur ${user} a été laissée de côté.`;
            return `Les ${counted(skipped, "ligne")} de l’utilisateur ${user} ont toutes été laissées de côté.`;
        },
        moreUsers: (users) =>
            users < 2
                ? "1 autre utilisateur a aussi perdu la plupart de ses lignes."
                : `${count(users)} autres utilisateurs ont aussi perdu la plupart de leurs lignes.`,
        noLabel: (rows) =>
            rows < 2 ? "On ne peut dire si elle est suspecte." : "On ne peut dire si elles sont suspectes.",
        oneLabel: (of) =>
            `${of.only ? "La ligne laissée de côté" : "La seule ligne laissée de côté dont l’étiquette se lit"} est ${of.suspicious ? "suspecte" : "bénigne"} ; parmi les lignes lues, ${percent(of.readShare)} sont suspectes.`,
        labels: (of) =>
            `Parmi ${of.all ? "les lignes laissées de côté" : `les ${count(of.told)} lignes laissées de côté dont l’étiquette se lit`}, ${percent(of.share)} sont suspectes ; parmi les lignes lues, ${percent(of.readShare)}.`,
        learntWith: (files) =>
            `Le réseau a appris sur ${list(files.map(({ name, rows, total }) => `${name}, dont ${count(rows)} sur ${counted(total, "ligne")} ont été laissées de côté`))}.`,
        moreCauses: (causes) => counted(causes, "autre cause", "autres causes"),
        warning: "Attention : ",
    },

    metrics: {
        auroc: "AUROC",
        f1: "F1",
        mcc: "MCC",
        balancedAccuracy: "Exactitude équilibrée",
        meanOfBoth: "moyenne des deux classes",
        recall: "Rappel",
        precision: "Précision",
        falseAlarms: "Fausses alertes",
        caughtOf: (part, all) => `${count(part)} trouvées sur ${count(all)}`,
        flaggedOf: (part, all) => `${count(part)} sur ${count(all)} signalées`,
        benignOf: (part, all) => `${count(part)} sur ${count(all)} bénignes`,
        averagePrecision: "Précision moyenne",
        coinTossHalf: "0,5, c’est pile ou face",
        coinTossZero: "0, c’est pile ou face",
        ofBoth: "de précision et rappel",
        certain: "0 : certain et juste",
        logLoss: "Perte log",
        brier: "Score de Brier",
        byFlaggingAll: (share) => `${decimal(share)} en signalant tout`,
        undefinedHere: "Non défini ici ; voir la note plus bas.",
    },

    model: {
        opens: "S’ouvre quand un fichier a été lu.",
        stop: "Arrêter",
        stopKeep: "Arrêter et garder le meilleur",
        pause: "Pause",
        resume: "Reprendre",
        missing: (why) => `${why} Entraînez ici, ou chargez des poids.`,
        fetchAgain: "Les demander à nouveau",
        usePretrained: "Prendre les poids préentraînés",
        noTrainFile: "Pour entraîner, donnez à un fichier étiqueté l’usage « Entraîner » à l’étape 1.",
        unlabelled: (file) => `${file} n’a pas d’étiquettes, donc aucun réseau ne peut en apprendre.`,
        cannotValidate: (file) =>
            `${file} n’a pas d’étiquettes, donc il ne peut pas valider. Donnez-lui l’usage « Noter » à l’étape 1.`,
        validatedOn: (file) => `Validé sur ${file} après chaque époque.`,
        heldOut:
            "Aucun fichier ne valide, donc un cinquième des processus est mis de côté pour cela : des processus entiers, car les lignes d’un processus se ressemblent.",
        paused: "L’entraînement est en pause.",
        measuring: "Mesure : qui du GPU ou du CPU entraîne le plus vite.",
        training: "Entraînement en cours.",
        trainingOn: (where) => `Entraînement ${where}.`,
        choose: "Prenez les poids préentraînés, entraînez un réseau sur votre fichier, ou chargez des poids.",
        pretrainedInUse: "Les poids préentraînés sont utilisés.",
        trainedHere: "Un réseau a été entraîné ici.",
        weightsFrom: (file) => `Poids de ${file}.`,
        bestSoFar: (epoch, loss) => `la meilleure jusqu’ici : époque ${epoch}, perte de validation ${decimal(loss, 4)}`,
        starting: "démarrage",
        pausedShort: "en pause",
        stopping: "arrêt",
        warming: "les premiers pas sont lents",
        epochOf: (epoch, epochs) => `époque ${epoch} sur ${epochs}`,
        shape: (layers, parameters) => `${layers.join("–")}, ${counted(parameters, "paramètre")}`,
        loaded: (file, preset, shape) => `Chargé : ${file}, ${preset}, ${shape}.`,
        pretrained: (preset, shape) => `Le réseau préentraîné : ${preset}, ${shape}.`,
        run: (seed, where) => `graine ${seed}, ${where}`,
        made: (preset, shape, run) => `${preset}, ${shape}, ${run}.`,
        trainedOn: (of) =>
            `Entraîné sur ${of.reconstructed ? counted(of.rows, "ligne reconstituée", "lignes reconstituées") : counted(of.rows, "ligne")}, dont ${count(of.positives)} ${bad(false, of.positives)}, avec ${of.run}.`,
        untold: "Le fichier ne dit pas comment il a été entraîné.",
        measured: (accuracy, loss, rows) =>
            `Exactitude ${percent(accuracy)} à 0,5, perte ${decimal(loss, 4)} sur ${rows}`,
        measuredBeside: (own, answer, share) => `${own}, où « ${answer} » obtient ${percent(share)}.`,
        beside: (answer, share, rows) => `« ${capital(answer)} » obtient ${percent(share)} sur ${rows}.`,
        stoppedAfter: (epochs, best) => `Arrêté après ${counted(epochs, "époque")}. Meilleure époque, ${best}, gardée.`,
        stoppedEarly: (epochs, best, patience) =>
            `Meilleure époque, ${best}, gardée : arrêt anticipé après ${counted(epochs, "époque")}, car la perte de validation n’avait pas baissé depuis ${patience}.`,
        ended: (epochs, best) => `Meilleure époque, ${best}, gardée sur ${counted(epochs, "époque")}.`,
        ofRows: {
            validation: "le fichier de validation",
            heldOut: "les processus mis de côté",
            trainedOn: "les lignes d’entraînement",
            training: "le fichier d’entraînement",
        },
        keptBest: (why, epoch) => `${why} Le réseau de l’époque ${epoch}, sa meilleure, est gardé.`,
        keptBefore: (why) => `${why} Le réseau d’avant reste utilisé.`,
        nothingLearnt: "L’entraînement a été arrêté avant la fin de sa première époque : rien n’a été appris.",
        crashed: "L’entraînement a pris fin parce que le moteur s’est arrêté.",
        tooLarge: (file) => `${file} dépasse 64 Mo, donc ce ne peut être des poids de ce réseau.`,
        unreachable: (url, why) => `Les poids préentraînés n’ont pas pu être obtenus de ${url} (${why}).`,
        withoutWeights: "Cette copie de la page est venue sans poids préentraînés.",
        status: (url, status) =>
            `Les poids préentraînés n’ont pas pu être obtenus de ${url} : le serveur a répondu ${status}.`,
        notWeights: (url) =>
            `Ce qui est venu de ${url}, ce ne sont pas les poids préentraînés : peut-être une page de connexion. Ouvrez cette adresse pour la voir.`,
    },

    form: {
        fault: (field, said) => `${field} : ${said}`,
        refused: (field, { must, got }) => `${field} : il faut ${mustBe(must)} ; ${plain(given(got))} a été donné.`,
        pair: (written) =>
            `écrivez deux nombres supérieurs à 0 séparés par une virgule, par exemple 1, 10 ; « ${written} » n’en est pas.`,
        widths: (written) =>
            `écrivez les largeurs en nombres entiers séparés par des virgules, par exemple 128, 64 ; « ${written} » n’en est pas.`,
        notANumber: "ce n’est pas un nombre.",
        falseAlarms: "Une part de fausses alertes est un nombre de 0 à 100.",
        missCost: "Le coût d’un oubli est un nombre supérieur à 0, par exemple 10.",
        rows: "Un nombre de lignes est un entier à partir de 1, par exemple 100.",
        falseAlarmsUnit: "% des lignes bénignes",
        missCostUnit: "fausses alertes",
        rowsUnit: "lignes",
        threshold: "Un seuil est un nombre de 0 à 1.",
        thresholdHelp: "Les lignes dont le score l’atteint sont signalées.",
        ids: (fields) => `${list(fields)} : écrivez un nombre entier, par exemple 1000.`,
    },

    operating: {
        purpose(rule, percents) {
            if (rule === "bestF1") return "pour le meilleur F1";
            if ("falseAlarms" in rule) return `pour au plus ${plain(percents)} % de fausses alertes`;
            return `pour un oubli qui coûte autant que ${plain(rule.missCost)} ${rule.missCost < 2 ? "fausse alerte" : "fausses alertes"}`;
        },
        why: {
            noBenign: "aucune ligne de validation n’est bénigne, donc on ne sait rien des fausses alertes",
            noSuspicious: "aucune ligne de validation n’est suspecte, donc on ne sait rien des oublis",
            oneScore: "toutes les lignes de validation ont le même score",
            noneWithin:
                "le score le plus haut est partagé par plus de lignes de validation bénignes qu’il n’est permis",
        },
        half: "0,5 : ce qu’utilisent les projets de cours. C’est là qu’une ligne est dite aussi probablement suspecte que non ; ce n’est la promesse de rien.",
        onAnother: "Fixé à la main, sur un autre fichier que celui-ci.",
        byHand: "Fixé à la main.",
        onThis: "Fixé à la main, avec les étiquettes de ce fichier même sous les yeux : ce qu’il donne ici ne promet rien pour un autre fichier.",
        untold: "0,5, car ces poids sont venus sans seuil choisi sur des lignes de validation.",
        chosen: (threshold, purpose) => `${chance(threshold)} : choisi ${purpose} sur les lignes de validation.`,
        notChosen: (purpose, why) => `0,5, car aucun n’a pu être choisi ${purpose} : ${why}.`,
        allRows: (rows) =>
            rows === 1 ? "La seule ligne de ce fichier." : `Les ${counted(rows, "ligne")} de ce fichier.`,
        shared: (flagged, wanted) =>
            `Le score le plus haut est partagé par ${counted(flagged, "ligne")}, donc aucun seuil n’en sépare ${count(wanted)} des autres.`,
        most: (flagged) =>
            flagged === 1
                ? "La ligne la plus suspecte de ce fichier."
                : `Les ${count(flagged)} lignes les plus suspectes de ce fichier.`,
        next: (tied) =>
            tied < 2
                ? " La ligne suivante n’y tiendrait pas."
                : ` Les ${count(tied)} lignes suivantes partagent un même score, donc elles n’y tiendraient pas.`,
        caught: "Trouvées (rappel)",
        falseAlarms: "Fausses alertes",
        flagged: "Lignes signalées",
        notKnown: "inconnu",
        withoutLabels: "sans étiquettes",
        noPromise: "aucune promesse",
        none: "il n’y en a pas",
        counts: (part, whole) => `${count(part)} sur ${count(whole)}`,
        sure: (low, high) => ` ; ${percent(low)} à ${percent(high)}`,
        caption: "Ce que le seuil a donné sur les lignes de validation, et ce qu’il donne ici",
        onValidation: "À la validation",
        here: "Ici",
        hereAgainstEvil: "Ici, d’après « evil »",
    },

    result: {
        scoring: "Notation en cours.",
        scored: (rows) => `${counted(rows, "ligne notée", "lignes notées")}.`,
        afterTraining: "S’ouvre quand l’entraînement finit.",
        afterReading: "S’ouvre quand un fichier a été lu.",
        needsNetwork: "S’ouvre quand il y a un réseau pour noter.",
        fileWithUse: (file, use) => `${file} (${use.toLowerCase()})`,
        distinctOf: (done, total) => `${count(done)} sur ${counted(total, "ligne distincte", "lignes distinctes")}`,
        starting: "démarrage",
        accuracy: "Exactitude",
        flagged: "Signalées",
        counts: (of) =>
            `${counted(of.rows, "ligne")}, dont ${count(of.positives)} ${bad(of.evil, of.positives)}. Le réseau a raison pour ${count(of.right)}.`,
        cancelled: "La notation a été annulée.",
        stoppedTwice: (file) =>
            `Le moteur s’est arrêté deux fois pendant la notation de ${file}, donc elle n’est plus tentée d’elle-même.`,
    },

    paging: {
        first: "Première",
        previous: "Précédente",
        next: "Suivante",
        last: "Dernière",
        place: (first, last, total) => `Lignes ${count(first)} à ${count(last)} sur ${count(total)}`,
        heading(rows, label, total) {
            const flagged = { flagged: "signalée", unflagged: "non signalée", all: "" }[rows];
            const labelled = label === null ? "" : label === 1 ? "suspecte" : "bénigne";
            const words = ["ligne", labelled, flagged].filter(Boolean);
            const many = words.map((word) => `${word}s`).join(" ");
            return capital(total === null ? many : counted(total, words.join(" "), many));
        },
        noneFits: "Aucune ligne ne passe ces filtres.",
        nothingFlagged: (threshold) =>
            `Rien n’est signalé : aucune ligne n’atteint le seuil de ${chance(threshold)}. Baissez-le pour voir les scores les plus hauts.`,
        allFlagged: "Chaque ligne est signalée à ce seuil.",
        noRows: "Le fichier n’a pas de lignes.",
        noColumn: "aucune",
    },

    sample: { making: "En préparation …", offer: "Essayer un exemple" },

    why: {
        heading: (row, score) => `Pourquoi la ligne ${count(row)} a le score ${score}`,
        working: "Calcul en cours.",
        against: (background) =>
            `La base est la moyenne sur ${background} ; typique est la médiane de chaque colonne sur elles. En log-cotes, 0 est un score de 0,5 ; + déplace le score vers suspect, − vers bénin. Ce qu’une colonne déplace est sa valeur de Shapley : la moyenne, sur tous les ordres dans lesquels les colonnes peuvent prendre les valeurs de la ligne, de ce qu’elle change.`,
        nothing: "Aucune colonne ne fait de différence : le réseau donne à cette ligne le score typique.",
        mostly: (column, value, typical) =>
            `Surtout ${column} : elle vaut ${value === typical ? `${value}, comme il est typique` : `${value}, quand ${typical} est typique`}.`,
        caption: "De la base au score de cette ligne, colonne par colonne",
        column: "Colonne",
        thisRow: "Cette ligne",
        typical: "Typique",
        logOdds: "Log-cote",
        base: "Base",
        score: "Score",
        thisRowShort: "cette ligne",
        typicalShort: "typique",
    },
};

const UNPACK = "Décompressez-le et prenez le fichier CSV qu’il contient.";
const EXCEL =
    'Enregistrez-le en « CSV UTF-8 » dans Excel, ou avec pandas : pd.read_excel("x.xlsx").to_csv("x.csv", index=False).';
const OTHER = "Il faut un fichier CSV avec une ligne d’en-tête.";
const R = 'Enregistrez le tableau dans R avec : write.csv(x, "x.csv", row.names = FALSE).';
const UTF8 =
    "Enregistrez-le en UTF-8 (« CSV UTF-8 » dans Excel), par exemple avec : iconv -f UTF-16LE -t UTF-8 x.csv > y.csv.";
const FETCH = "Téléchargez-la à nouveau, ou décompressez-la avec un autre programme.";
const MOST_COLUMNS = 20;

/** @param {string} read */
function pandas(read) {
    return `Enregistrez-le d’abord en CSV, par exemple avec pandas : ${read}.to_csv("x.csv", index=False).`;
}

/** @param {string} what @returns {[string, string]} */
const other = (what) => [what, OTHER];

/** Ce que sont des fichiers qui ne se lisent pas, et comment en obtenir un CSV. @type {Record<string, [what: string, how: string]>} */
const kinds = {
    "a Parquet file": ["un fichier Parquet", pandas('pd.read_parquet("x.parquet")')],
    "an encrypted Parquet file": ["un fichier Parquet chiffré", "Déchiffrez-le et enregistrez-le en CSV."],
    "an Excel workbook (or another document) in Microsoft's old format": [
        "un classeur Excel (ou un autre document) dans l’ancien format de Microsoft",
        EXCEL,
    ],
    "an Arrow (Feather) file": ["un fichier Arrow (Feather)", pandas('pd.read_feather("x.feather")')],
    "a Feather file": ["un fichier Feather", pandas('pd.read_feather("x.feather")')],
    "an ORC file": ["un fichier ORC", pandas('pd.read_orc("x.orc")')],
    "an Avro file": [
        "un fichier Avro",
        'Enregistrez-le d’abord en CSV, par exemple avec Spark : spark.read.format("avro").load("x.avro").write.csv("x", header=True).',
    ],
    "an SQLite database": [
        "une base de données SQLite",
        'Exportez la table : sqlite3 -header -csv x.db "SELECT * FROM rows" > x.csv.',
    ],
    "an HDF5 file": ["un fichier HDF5", pandas('pd.read_hdf("x.h5")')],
    "a NumPy array": [
        "un tableau NumPy",
        'Enregistrez-le avec les noms de ses colonnes : pd.DataFrame(np.load("x.npy"), columns=names).to_csv("x.csv", index=False).',
    ],
    "a Python pickle": [
        "un pickle Python",
        'Enregistrez-le en CSV là où il a été fait, par exemple avec pandas : pd.read_pickle("x.pkl").to_csv("x.csv", index=False).',
    ],
    "an R workspace": ["un espace de travail R", R],
    "an R object (RDS)": ["un objet R (RDS)", R],
    "an SPSS file": ["un fichier SPSS", pandas('pd.read_spss("x.sav")')],
    "a Stata file": ["un fichier Stata", pandas('pd.read_stata("x.dta")')],
    "a zstd archive": ["une archive zstd", "Décompressez-la avec : zstd -d."],
    "a bzip2 archive": ["une archive bzip2", "Décompressez-la avec : bunzip2."],
    "an xz archive": ["une archive xz", "Décompressez-la avec : unxz."],
    "an lz4 archive": ["une archive lz4", "Décompressez-la avec : lz4 -d."],
    "a compress (.Z) archive": ["une archive compress (.Z)", "Décompressez-la avec : uncompress."],
    "a 7-Zip archive": ["une archive 7-Zip", UNPACK],
    "a RAR archive": ["une archive RAR", UNPACK],
    "an empty ZIP archive": ["une archive ZIP vide", "Cherchez le fichier qui devait s’y trouver."],
    "a PDF document": other("un document PDF"),
    "a PNG picture": other("une image PNG"),
    "a JPEG picture": other("une image JPEG"),
    "a GIF picture": other("une image GIF"),
    "a rich-text document": other("un document RTF"),
    "a Windows event log": [
        "un journal d’événements Windows",
        "Les journaux BETH viennent de Linux ; il faut un fichier CSV avec les colonnes de BETH.",
    ],
    "a recording of network packets": other("un enregistrement de paquets réseau"),
    "a Windows program": other("un programme Windows"),
    "a Linux program": other("un programme Linux"),
    "a Windows shortcut": ["un raccourci Windows", "Prenez le fichier vers lequel il pointe."],
    "a side file that macOS keeps beside another": [
        "un fichier annexe que macOS garde à côté d’un autre",
        "Prenez le fichier du même nom sans « ._ » devant.",
    ],
    "an Apple property list": other("une liste de propriétés Apple"),
    "a MATLAB file": ["un fichier MATLAB", 'Enregistrez son tableau avec : writetable(t, "x.csv").'],
    "a tar archive": ["une archive tar", UNPACK],
    "nothing but zero bytes, as a download leaves that did not finish": [
        "rien que des octets nuls, comme en laisse un téléchargement inachevé",
        "Téléchargez le fichier à nouveau.",
    ],
    "a Word document": other("un document Word"),
    "a PowerPoint document": other("un document PowerPoint"),
    "an Excel workbook": ["un classeur Excel", EXCEL],
    "an OpenDocument (LibreOffice) document": [
        "un document OpenDocument (LibreOffice)",
        "Enregistrez-le en « Texte CSV » dans LibreOffice.",
    ],
    "an Apple Numbers document": ["un document Apple Numbers", "Exportez-le en CSV dans Numbers."],
    "an archive of NumPy arrays": [
        "une archive de tableaux NumPy",
        "Enregistrez le tableau en CSV avec les noms de ses colonnes.",
    ],
    "a PyTorch file": other("un fichier PyTorch"),
    "a Java archive": other("une archive Java"),
    "a Git LFS pointer, which stands in for the file itself": [
        "un pointeur Git LFS, qui tient lieu du fichier",
        "Obtenez le fichier avec : git lfs pull.",
    ],
    "a git-annex pointer, which stands in for the file itself": [
        "un pointeur git-annex, qui tient lieu du fichier",
        "Obtenez le fichier avec : git annex get.",
    ],
    "a DVC pointer, which stands in for the file itself": [
        "un pointeur DVC, qui tient lieu du fichier",
        "Obtenez le fichier avec : dvc pull.",
    ],
    "a web page": [
        "une page web",
        "Téléchargez le fichier lui-même, avec le bouton de téléchargement de la page (« Raw » sur GitHub) et en étant connecté là où le site le demande.",
    ],
    "a table of a web page": ["un tableau d’une page web", EXCEL],
    XML: ["du XML", "Exportez le tableau en CSV là d’où il vient."],
    "a Weka (ARFF) file": ["un fichier Weka (ARFF)", "Enregistrez-le en CSV dans Weka."],
    "an SQL dump": [
        "une sauvegarde SQL",
        "Exportez la table en CSV, par exemple avec : psql -c \"\\copy beth to 'x.csv' csv header\".",
    ],
    "a link to a web page": ["un lien vers une page web", "Prenez le fichier vers lequel il pointe."],
    "JSON lines": [
        "du JSON par lignes",
        'Enregistrez-le d’abord en CSV, par exemple avec pandas : pd.read_json("x.json", lines=True).to_csv("x.csv", index=False).',
    ],
    JSON: ["du JSON", pandas('pd.read_json("x.json")')],
    "a gzip archive, whatever its name": ["une archive gzip, quel que soit son nom", "Décompressez-la avec : gunzip."],
    "a ZIP archive, whatever its name": ["une archive ZIP, quel que soit son nom", UNPACK],
};

/** @type {Record<string, string>} */
const encodings = {
    "text in UTF-16": "est du texte en UTF-16. Enregistrez-le en UTF-8 (« CSV UTF-8 » dans Excel).",
    "text in UTF-32": `est du texte en UTF-32. ${UTF8}`,
    "text in UTF-16 without its mark": `est du texte en UTF-16 sans sa marque. ${UTF8}`,
};

/** @type {Record<string, [what: string, how: string]>} */
const faults = {
    empty: ["une cellule vide", ""],
    missing: ["un mot pour une valeur manquante", ""],
    decimals: [
        "des décimales au lieu d’un nombre entier",
        "Des valeurs mises à l’échelle ou moyennées ne sont plus celles du journal.",
    ],
    "lost-digits": [
        "un nombre qui a perdu des chiffres",
        "La notation scientifique n’a gardé que ses premiers chiffres, donc deux nombres peuvent se ressembler ; exportez la colonne en nombres entiers depuis l’original.",
    ],
    ambiguous: [
        "un point ou une virgule qui peut marquer des décimales ou des milliers",
        "Exportez sans séparateurs de milliers, sinon le nombre peut être lu mille fois trop grand ou trop petit.",
    ],
    "too-big": [
        "un nombre au-delà de 64 bits",
        "Aucune colonne de BETH n’a de tels nombres ; cherchez des colonnes décalées.",
    ],
    "sheet-error": [
        "une erreur de tableur",
        "Un tableur n’a pas pu la calculer ou l’afficher ; prenez le fichier d’origine.",
    ],
    date: [
        "une date ou une heure au lieu d’un nombre",
        "Un tableur a pris le nombre pour une date ; importez l’original avec ses colonnes en texte.",
    ],
    hexadecimal: ["un nombre hexadécimal", "Exportez la colonne en décimal."],
    unit: ["un nombre avec une unité", "Exportez la colonne sans mise en forme."],
    text: ["du texte au lieu d’un nombre", ""],
    "not-a-flag": ["une étiquette autre que 0 ou 1", "Les étiquettes sont 0 et 1, ou true et false."],
    contradiction: ["une étiquette qui contredit l’autre étiquette", ""],
    "open-quote": ["un guillemet qui n’est jamais fermé", ""],
    long: ["plus de 1 Mio de texte sans saut de ligne", ""],
    other: ["un autre défaut", ""],
};

/** @param {SkippedRows} cause */
function skipped({ code, found, expected }) {
    if (expected > 0) return `${counted(found, "colonne")} au lieu de ${expected}`;
    return faults[code]?.[0] ?? code;
}

/** @type {Record<string, (values: string[]) => string>} */
const flaws = {
    "too-large": ([bytes, most]) =>
        `il a ${counted(Number(bytes), "octet")}, plus que les ${count(Number(most))} de n’importe quel modèle de bethscope`,
    "not-safetensors": ([error]) => `ce n’est pas un fichier safetensors (${error})`,
    "not-ours": () =>
        "ses métadonnées n’ont pas la clé « bethscope », qui contient la mise à l’échelle ; seuls des poids enregistrés par bethscope se chargent",
    unreadable: ([error]) => `ses métadonnées « bethscope » ne se lisent pas (${error})`,
    version: ([version, known]) => `il a la version de schéma ${version}, et cette page lit la version ${known}`,
    features: ([features, known]) => `ses colonnes sont ${features}, et non ${known}`,
    scaling: () => "sa mise à l’échelle a une valeur qui manque, n’est pas finie ou n’est pas positive",
    operating: () => "ce qu’il dit de ses lignes de validation ne peut être juste",
    profile: () => "son profil des lignes d’entraînement ne peut être juste",
    background: () => "son arrière-plan n’est pas de 1 à 100 lignes, chacune un effectif et sept valeurs",
    widths: ([widths, inputs, outputs]) =>
        `les largeurs de ses couches, ${widths}, ne mènent pas de ${inputs} entrées à ${counted(Number(outputs), "sortie")}`,
    "too-many": ([tensor]) => `il a un tenseur « ${tensor} » de trop`,
    missing: ([tensor]) => `son tenseur « ${tensor} » manque`,
    shape: ([tensor, type, found, shape]) =>
        `son tenseur « ${tensor} » est ${type} de forme ${found}, et non F32 de forme ${shape}`,
    value: ([at, tensor, value]) => `la valeur ${at} de son tenseur « ${tensor} » est ${value}, et non un nombre fini`,
};

/** @type {Record<string, (values: string[]) => string>} */
const unanswered = {
    "no-column": ([column, name, columns]) =>
        `Il n’y a pas de colonne « ${column} » dans « ${name} » ; il a ${columns}.`,
    "not-text": ([column, text]) => `${column} est un nombre, donc il ne se compare pas à « ${text} ».`,
    "not-looked-up": () => "Ce que disent ces lignes doit d’abord être cherché dans le fichier.",
    "not-sorted": ([by, columns]) =>
        `Les lignes ne se trient pas par « ${by} » ; elles le peuvent par probability, row ou ${columns}.`,
    "memory-full": () =>
        "La mémoire de cet onglet est pleine, donc ces lignes ne peuvent être triées ; dans l’ordre du fichier elles peuvent être montrées.",
    "no-row": ([name, rows]) =>
        `Il n’y a pas de telle ligne à expliquer : « ${name} » a ${counted(Number(rows), "ligne distincte", "lignes distinctes")}, comptées à partir de 0.`,
};

/** @type {Record<string, (values: string[]) => string>} */
const troubles = {
    "no-gpu": () => "Cette version n’a pas de moteur pour le GPU : elle a été faite sans l’option wgpu.",
    "not-started": ([error]) => `WebGPU ne peut pas démarrer ici (${error}).`,
    stopped: ([error]) => `L’appareil a cessé de calculer (${error}).`,
};

/** @param {string[]} paths */
function someOf(paths) {
    const named = paths.slice(0, 4);
    const more = paths.length - named.length;
    return more > 0 ? `${named.join(", ")} et ${counted(more, "autre")}` : list(named);
}

/** @type {Record<string, (details: any) => string>} */
const archives = {
    "cut-short": (of) =>
        `${member(of)} est une archive ZIP dont la fin, où est la liste de son contenu, manque : elle a été coupée. ${FETCH}`,
    split: (of) =>
        `${member(of)} est une partie d’une archive ZIP en plusieurs : décompressez-la avec un autre programme, et ouvrez ce qui en sort.`,
    encrypted: (of) =>
        `${member(of)} est une archive chiffrée : décompressez-la avec son mot de passe, et ouvrez ce qui en sort.`,
    checksum: (of) => `${member(of)} est endommagé : sa somme de contrôle n’est pas celle que dit l’archive. ${FETCH}`,
    damaged: (of) => `${member(of)} est endommagé (${of.message}). ${FETCH}`,
    "member-encrypted": (of) =>
        `${member(of)} est chiffré : décompressez l’archive avec son mot de passe, et ouvrez ce qui en sort.`,
    "member-method": (of) =>
        `${member(of)} est compressé par une méthode que les navigateurs ne connaissent pas (numéro ${of.method}) : décompressez l’archive avec un autre programme, et ouvrez ce qui en sort.`,
    several: ({ name, paths }) =>
        `« ${name} » est une archive ZIP de ${counted(paths.length, "fichier")} : ${someOf(paths)}. Séparez-les avec unpack(), et ouvrez-les un par un.`,
    nested: ({ name, paths }) =>
        paths.length === 0
            ? `« ${name} » est une archive qui contient une autre archive. Décompressez-la avec un autre programme et ouvrez le fichier CSV qui en sort.`
            : `« ${name} » est une archive qui contient une autre archive : ${someOf(paths)}. Décompressez-la avec un autre programme et ouvrez les fichiers CSV qui en sortent.`,
    "no-csv": ({ name, paths }) =>
        `« ${name} » est une archive ZIP sans fichier CSV. ${paths.length === 0 ? "Elle est vide." : `Elle contient ${someOf(paths)}.`}`,
    gzip: ({ name }) =>
        `« ${name} » est une archive gzip endommagée, coupée, ou faite de plusieurs mises bout à bout. Téléchargez-la à nouveau, ou décompressez-la avec gunzip et ouvrez ce qui en sort.`,
    "not-unpacked": ({ name }) => `« ${name} » n’a pas été décompressé jusqu’au bout, donc il ne se lit pas.`,
    "too-much": ({ name }) =>
        `« ${name} » se décompresse en plus de 4 Go, plus que n’en garde un onglet de navigateur. Décompressez-le avec un autre programme et ouvrez le fichier qui en sort.`,
    "no-room": ({ name }) =>
        `« ${name} » se décompresse en plus que ce navigateur n’a de place. Décompressez-le avec un autre programme et ouvrez le fichier qui en sort.`,
};

/** @param {{ name: string, path: string | null }} of */
function member({ name, path }) {
    return path === null ? `« ${name} »` : `« ${path} » dans « ${name} »`;
}

/** @type {Record<string, string>} */
const adapters = {
    software: "Le seul adaptateur WebGPU ici est logiciel, plus lent que le CPU lui-même",
    "no-adapter": "WebGPU ne trouve ici aucun adaptateur graphique qu’il puisse utiliser",
    insecure: "Les navigateurs n’offrent WebGPU qu’aux pages venues par HTTPS",
    "no-webgpu": "Ce navigateur n’a pas WebGPU",
};

/** @type {Record<string, (details: any) => string>} */
const errors = {
    empty: ({ name }) => `« ${name} » est vide : il n’a ni ligne d’en-tête ni lignes.`,
    "not-csv": ({ name }) =>
        `« ${name} » n’est pas un fichier texte CSV : sa première ligne ne finit pas (un guillemet n’est jamais fermé, ou 1 Mio n’a pas de saut de ligne).`,
    "wrong-kind": ({ name, kind: { what, starts } }) => {
        if (what === "") return `« ${name} » n’est pas du texte : il commence par « ${starts} ». ${OTHER}`;
        if (encodings[what]) return `« ${name} » ${encodings[what]}`;
        const [called, how] = kinds[what];
        return `« ${name} » est ${called}, pas du texte CSV. ${how}`;
    },
    "no-header": ({ name, first, numbered, header }) => {
        const [what, how] = numbered
            ? ["ne fait que compter les colonnes", "Remplacez-la par"]
            : ["est une ligne de données", "Mettez au-dessus"];
        const line =
            header === ""
                ? "les noms des colonnes, comme BETH les a : processId, threadId, …."
                : `la ligne : ${header}`;
        return `« ${name} » n’a pas d’en-tête : sa première ligne (${first}) ${what}. ${how} ${line}`;
    },
    "not-beth": ({ name, missing, found }) => {
        const lack = missing.length === 1 ? "il manque la colonne" : "il manque les colonnes";
        const more = found.length > MOST_COLUMNS ? ` et ${counted(found.length - MOST_COLUMNS, "autre")}` : "";
        const quoted =
            found.length === 1 && missing.length > 0 && found[0].includes(missing[0])
                ? " Tout y est une seule cellule : ôtez les guillemets autour de chaque ligne."
                : "";
        return `« ${name} » n’est pas un journal de processus BETH : ${lack} ${missing.join(", ")}. Sa première ligne a : ${found.slice(0, MOST_COLUMNS).join(", ")}${more}.${quoted}`;
    },
    "twice-in-header": ({ name, first: [at, one], second: [again, other] }) =>
        one === other
            ? `L’en-tête de « ${name} » a deux fois la colonne ${one} (colonnes ${at} et ${again}).`
            : `L’en-tête de « ${name} » a ${one} (colonne ${at}) et ${other} (colonne ${again}), qui sont la même ; gardez l’une des deux.`,
    "no-such-label": ({ name, label }) => `« ${name} » n’a pas de colonne « ${label} » à prendre comme étiquette.`,
    scaled: ({ name, column, value, line }) =>
        `« ${name} » a des décimales là où des nombres entiers sont attendus (${column} vaut ${value} à la ligne ${count(line)}), comme en laisse une mise à l’échelle. Prenez le fichier d’avant ; bethscope met à l’échelle lui-même.`,
    "no-rows": ({ name }) => `« ${name} » a un en-tête BETH mais aucune ligne en dessous.`,
    "too-many-bad-rows": ({ name, bad, total, told: { causes, more } }) => {
        const all = /** @type {SkippedRows[]} */ (causes).map(
            (cause) =>
                `${count(cause.count)} ${cause.count < 2 ? "a" : "ont"} ${skipped(cause)}${cause.column === null ? "" : ` dans ${cause.column}`} (la première à la ligne ${count(cause.firstLine)} : « ${cause.cell} »)`,
        );
        const advice = faults[causes[0]?.code]?.[1] ?? "";
        return `« ${name} » : ${count(bad)} de ses ${counted(total, "ligne")} ne se lisent pas, plus de la moitié. ${all.join(" ; ")}${more ? " ; les autres autre chose" : ""}.${advice && ` ${advice}`}`;
    },
    "out-of-memory": ({ name, rows }) =>
        `« ${name} » est trop long pour la mémoire de cet onglet, pleine après ${counted(rows, "ligne")} ; coupez-le en morceaux.`,
    option: ({ option, must, got }) => `${option} : il faut ${mustBe(must)} ; ${plain(given(got))} a été donné.`,
    "training-data": ({ why, values: [name] }) =>
        why === "unlabelled"
            ? `« ${name} » n’a pas d’étiquettes (une colonne sus_label ou sus), donc il peut être noté, mais ni entraîner ni valider.`
            : `« ${name} » n’a qu’un seul processus, donc aucun ne peut être mis de côté pour la validation ; ajoutez un fichier de validation.`,
    diverged: ({ epoch, learningRate }) =>
        `La perte a cessé d’être un nombre fini à l’époque ${epoch} ; essayez un taux d’apprentissage plus petit que ${plain(learningRate)}.`,
    weights: ({ why, values }) => `Ce fichier de poids est inutilisable : ${flaws[why](values)}.`,
    query: ({ why, values }) => unanswered[why](values),
    device: ({ why, values }) => troubles[why](values),
    archive: ({ why, ...of }) => archives[why](of),
    "file-lost": ({ name, doubt, why }) =>
        `« ${name} » ne peut plus être lu : ${doubt === "room" ? "le navigateur n’a-t-il plus de place pour ce qui a été décompressé ?" : "a-t-il été déplacé ou modifié ?"} (${why})`,
    unreachable: ({ url, status, why, archive }) => {
        if (archive !== undefined)
            return `« ${archive} » est une archive ZIP, et ce qui les lit n’a pas pu être obtenu de ${url} (${why}). Ouvrez-la à nouveau, ou décompressez-la avec un autre programme et ouvrez ce qui en sort.`;
        if (status !== undefined) return `Le moteur n’a pas pu être obtenu de ${url} : le serveur a répondu ${status}.`;
        return `Le moteur n’a pas pu être obtenu de ${url} (${why}).`;
    },
    "not-the-engine": ({ url, begins }) => {
        if (begins === null)
            return `Ce qui est venu de ${url} n’est pas le moteur mais une page web : peut-être une page de connexion, ou ce que l’hébergeur répond pour un fichier qu’il n’a pas. Ouvrez cette adresse pour la voir.`;
        return `Ce qui est venu de ${url} n’est pas le moteur : ${begins === "" ? "c’est vide" : `cela commence par « ${begins} »`}.`;
    },
    "cannot-run": ({ url, why }) =>
        `Ce navigateur ne peut pas faire tourner le moteur de ${url} (${why}). Il lui faut WebAssembly avec SIMD et types de référence, et une page dont la politique lui permet de compiler ('wasm-unsafe-eval').`,
    "no-gpu": ({ why, error }) =>
        error ? notStarted(error) : `${adapters[why]}, donc le GPU ne peut pas être utilisé.`,
    crashed: ({ why }) => `Le moteur s’est arrêté à cause d’une erreur interne (${why}). Redémarrez-le pour continuer.`,
};

/** @param {{ message: string, code: string, details: any }} error */
function notStarted(error) {
    if (error.code === "crashed") return `Le moteur pour le GPU n’a pas démarré (${error.details.why}).`;
    return errorWords(error);
}

/** @param {{ message: string, code?: unknown, details?: any }} error */
function errorWords({ message, code, details }) {
    const known = Object.hasOwn(errors, String(code)) ? errors[String(code)] : null;
    try {
        return known ? known(details) : message;
    } catch {
        return message;
    }
}

/** @type {Record<import("../page/undefined.js").Figure, string>} */
const measures = {
    accuracy: "l’exactitude",
    balancedAccuracy: "l’exactitude équilibrée",
    precision: "la précision",
    recall: "le rappel",
    fpr: "le taux de fausses alertes",
    f1: "F1",
    mcc: "MCC",
    auroc: "AUROC",
    averagePrecision: "la précision moyenne",
    logLoss: "la perte log",
    brier: "le score de Brier",
};

/** @param {boolean} evil @returns {Record<import("../page/undefined.js").Why, string>} */
const reasons = (evil) => ({
    noLabels: "Ce fichier n’a pas d’étiquettes",
    noRows: "Il n’y a pas de lignes à mesurer",
    noPositives: `Il n’y a pas de lignes ${bad(evil)} dans ce fichier`,
    noNegatives: `Chaque ligne de ce fichier est ${bad(evil, 1)}`,
    noneFlagged: "Rien n’est signalé à ce seuil",
    allFlagged: "Chaque ligne est signalée à ce seuil",
    infinite: "Un score est infini du mauvais côté ou n’est pas un nombre",
});

/** @type {typeof import("./en.js").engine} */
export const engine = {
    error: errorWords,
    skipped,

    reason({ reason, cause }) {
        switch (cause?.code) {
            case "seeking":
                return "Le CPU est utilisé jusqu’à ce qu’on sache s’il y a un GPU.";
            case "gpu-stopped":
                return "Le moteur s’est arrêté pendant qu’il calculait sur le GPU, donc le CPU est utilisé désormais. Choisissez le GPU pour l’essayer encore une fois.";
            case "no-gpu":
                return `${adapters[cause.details.why]}, donc le CPU est utilisé.`;
            case "fetching":
                return `Le CPU est utilisé jusqu’à ce que le moteur pour ${cause.details.adapter ? `le GPU (${cause.details.adapter})` : "le GPU"} soit arrivé (2 Mo) et démarré.`;
            case "not-started":
                return `${notStarted(cause.details.error)} Le CPU est donc utilisé.`;
            case "being-built":
                return "Le moteur pour le GPU est encore en construction. Le CPU est utilisé en attendant.";
            case "software":
                return "Cet adaptateur WebGPU est logiciel : il calcule sur le CPU et il est lent.";
            default:
                return reason;
        }
    },

    sameLabel: (label, again) =>
        `Les colonnes ${label} et ${again} disent la même chose dans chaque ligne lue, et sont prises comme une seule étiquette.`,

    ofTraining(side, kind) {
        const such = kind === "suspicious" ? "suspecte" : "bénigne";
        return side === "trained"
            ? `Aucune des lignes d’entraînement n’est ${such}, donc ce réseau n’a pas appris à quoi de telles lignes ressemblent.`
            : `Aucune des lignes de validation n’est ${such}, donc leur perte et leur exactitude, par lesquelles la meilleure époque a été choisie, ne disent rien de telles lignes ; un fichier de validation avec les deux sortes en dirait.`;
    },

    undefinedFigures(why, figures, evil) {
        const names = figures.map((figure) => measures[figure]);
        return `${reasons(evil)[why]}, donc ${list(names)} ${names.length === 1 ? "n’est pas défini" : "ne sont pas définis"}.`;
    },

    unscored: (rows) =>
        `Le modèle n’a pas donné de nombre pour ${rows < 2 ? "1 ligne, qui compte" : `${counted(rows, "ligne")}, qui comptent`} comme le score le plus bas.`,
};

/** @type {typeof import("./en.js").terms} */
export const terms = {
    accuracy:
        "La part des lignes pour lesquelles le réseau a raison ; quand une classe est rare, une réponse constante en obtient presque autant.",
    balancedAccuracy:
        "La moyenne de la part des lignes suspectes signalées et de la part des bénignes qui ne le sont pas : les deux classes comptent autant.",
    recall: "La part des lignes suspectes qui sont signalées.",
    precision: "La part des lignes signalées qui sont suspectes.",
    falseAlarms: "Les lignes bénignes signalées ; en part, sur toutes les lignes bénignes.",
    auroc: "La probabilité qu’une ligne suspecte ait un score plus haut qu’une bénigne, toutes deux tirées au hasard, quel que soit le seuil.",
    averagePrecision:
        "La précision moyenne sur tous les seuils, pondérée par le rappel que chacun ajoute ; tout signaler obtient la part des lignes suspectes.",
    f1: "La moyenne harmonique de la précision et du rappel : haute seulement si les deux le sont.",
    mcc: "Le coefficient de corrélation de Matthews : à quel point signalements et étiquettes vont ensemble, de −1 à 1 ; le hasard donne 0.",
    logLoss: "La surprise moyenne devant les étiquettes, en nats : être sûr et avoir tort coûte le plus.",
    brier: "L’écart au carré moyen entre score et étiquette : 0 est le mieux, et toujours dire 0,5 obtient 0,25.",
    calibration: "Si les scores sont ce qu’ils disent : parmi les lignes de score 0,8, 80 % sont-elles suspectes ?",
    flagged: "Les lignes dont le score atteint le seuil.",
    caught: "Les lignes suspectes qui sont signalées.",
    missed: "Les lignes suspectes qui ne sont pas signalées.",
    quiet: "Les lignes bénignes qui ne sont pas signalées.",
    threshold: "Le score à partir duquel une ligne est signalée.",
    rule: "Ce pour quoi le seuil est choisi : une promesse faite sur des lignes de validation, un nombre de lignes de ce fichier, ou votre propre main.",
    promise: "Ce que le seuil a donné sur des lignes de validation, dont le réseau n’a rien appris.",
    outcome: "Ce que le même seuil donne sur ce fichier.",
    roc: "Une courbe sur tous les seuils : combien de lignes suspectes sont trouvées pour combien de fausses alertes.",
    precisionRecall:
        "Une courbe sur tous les seuils : combien des lignes signalées sont suspectes, pour combien de trouvées.",
    histogram: "Combien de lignes ont quel score, les bénignes vers le haut et les suspectes vers le bas.",
    loss: "À quelle distance des étiquettes sont les scores, comme l’entraînement la compte ; il la rend plus petite.",
    logOdds:
        "Le score sur une échelle sans bornes, ln(p / (1 − p)), où ce que les colonnes ajoutent s’additionne : 0 est un score de 0,5.",
    contribution: "De combien une colonne déplace le score, en log-cotes : sa valeur de Shapley.",
    base: "Le score moyen, en log-cotes, des lignes auxquelles celle-ci est comparée.",
    typical: "La médiane de la colonne sur les lignes de comparaison.",

    use: "À quoi sert un fichier : l’entraînement instruit le réseau, la validation choisit sa meilleure époque et son seuil, et la notation le juge.",
    rows: "Les lignes lues ; chacune est un appel système d’un processus.",
    distinct:
        "Les lignes différentes : BETH se répète, et des lignes égales sont calculées une fois et comptées autant de fois qu’elles apparaissent.",
    suspicious:
        "Les lignes que l’étiquette sus marque comme sortant de l’ordinaire, dont celles qu’une attaque a produites.",
    measuredAgainst:
        "Quelle étiquette dit ce qui est juste : suspect est tout ce qui sort de l’ordinaire, malveillant ce qu’une attaque a fait.",

    preset: "Quel réseau des projets de cours est construit : à une sortie ou à deux, avec les poids initiaux de Keras ou de PyTorch.",
    hidden: "Combien d’unités a chaque couche entre les entrées et la sortie ; plus il y en a, plus le réseau peut apprendre, et par cœur aussi.",
    epochs: "Combien de fois l’entraînement parcourt toutes les lignes, au plus.",
    batch: "Combien de lignes sont regardées avant que les poids changent une fois.",
    learningRate: "De combien les poids bougent à chaque changement ; trop, et la perte saute ou grandit.",
    patience:
        "L’entraînement s’arrête après tant d’époques sans perte de validation plus basse ; 0 : jamais avant la fin.",
    inputs: "Ce que le réseau voit d’une ligne : les sept colonnes, et des indicateurs que l’article sur BETH en tire.",
    classWeights:
        "Combien compte dans la perte une ligne de chaque classe ; équilibrés, la classe rare compte autant que l’autre.",
    weightPair: "Combien compte une ligne bénigne, et combien une suspecte.",
    seed: "D’où partent les nombres aléatoires : la même graine sur le même moteur donne la même courbe.",
    share: "Quelle part du fichier d’entraînement valide, par processus entiers, quand aucun fichier ne le fait.",

    score: "À quel point le réseau trouve une ligne suspecte, de 0 à 1.",
    why: "Demande ce que chaque colonne ajoute au score de la ligne.",
    row: "La place de la ligne dans le fichier, comptée à partir de 1 sous l’en-tête.",
    line: "À quelle ligne de texte du fichier elle commence.",
    label: "Ce que le fichier dit de la ligne : suspecte ou bénigne.",
    columns: {
        processId: "Le numéro du processus qui a fait l’appel système.",
        threadId: "Le numéro du fil d’exécution qui l’a fait.",
        parentProcessId: "Le numéro du processus qui a lancé celui-ci.",
        userId: "À qui est le processus : 0 est root, les services du système sont en dessous de 1000, et les personnes et les attaquants connectés à partir de 1000.",
        mountNamespace: "Quelle vue du système de fichiers a le processus : celle de la machine, ou d’un conteneur.",
        argsNum: "Combien d’arguments a l’appel système.",
        returnValue: "Ce que l’appel système a rendu : 0 est un succès, les nombres négatifs sont des erreurs.",
        timestamp: "Les secondes depuis le démarrage de la machine.",
        processName: "Le nom du processus.",
        hostName: "De quelle machine est le journal.",
        eventId: "Le numéro de l’appel système.",
        eventName: "Le nom de l’appel système.",
        stackAddresses: "D’où en mémoire venait l’appel.",
        args: "Les arguments de l’appel système.",
        sus: "L’étiquette : 1 sort de l’ordinaire.",
        sus_label: "L’étiquette : 1 sort de l’ordinaire.",
        evil: "La seconde étiquette : 1 a été produit par une attaque.",
    },
};
