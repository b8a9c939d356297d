//! A table of numbers, in Markdown that reads well as plain text too.

use std::fmt;

use crate::metrics::{Ranking, Rates};

/// AUROC against `sus` on the official test split, as the BETH paper has it (Highnam et al. 2021,
/// Table 5): anomaly detectors fitted without labels, the mean of five runs.
pub const PAPER: [(&str, f64); 4] = [
    ("robust covariance", 0.519),
    ("one-class SVM", 0.605),
    ("isolation forest", 0.850),
    ("VAE + DoSE", 0.698),
];

/// The threshold that a probability suggests.
pub const HALF: f64 = 0.5;

const COLUMNS: [&str; 8] = [
    "accuracy", "balanced", "FPR", "recall", "F1", "MCC", "AUROC", "AP",
];

fn values(rates: &Rates) -> [Option<f64>; COLUMNS.len()] {
    [
        rates.accuracy,
        rates.balanced_accuracy,
        rates.fpr,
        rates.recall,
        rates.f1,
        rates.mcc,
        rates.auroc,
        rates.average_precision,
    ]
}

/// One line for each model and file.
#[derive(Debug, Clone, Default)]
pub struct Table {
    lines: Vec<Line>,
}

#[derive(Debug, Clone)]
struct Line {
    model: String,
    file: String,
    threshold: String,
    cells: [String; COLUMNS.len()],
}

impl Table {
    /// Adds a line: a model's rates on a file at a threshold.
    pub fn push(&mut self, model: &str, file: &str, threshold: f64, rates: &Rates) {
        self.add(model, file, short(threshold), rates);
    }

    /// Adds the three rules without a model, on one file.
    pub fn push_rules(&mut self, file: &str, ranking: &Ranking) {
        for rule in &ranking.report(HALF, "suspicious").baselines {
            self.add(rule.name, file, String::new(), &rule.rates);
        }
    }

    /// Adds the AUROCs of the paper.
    pub fn push_paper(&mut self) {
        for (method, auroc) in PAPER {
            let mut cells = [const { String::new() }; COLUMNS.len()];
            cells[6] = format!("{auroc:.3}");
            self.lines.push(Line {
                model: format!("paper: {method}"),
                file: "test (genuine)".to_owned(),
                threshold: String::new(),
                cells,
            });
        }
    }

    fn add(&mut self, model: &str, file: &str, threshold: String, rates: &Rates) {
        let cells = values(rates).map(|value| match value {
            Some(value) => format!("{value:.6}"),
            None => "–".to_owned(),
        });
        self.lines.push(Line {
            model: model.to_owned(),
            file: file.to_owned(),
            threshold,
            cells,
        });
    }
}

/// A threshold in as many digits as tell it from others.
fn short(threshold: f64) -> String {
    match threshold == HALF {
        true => HALF.to_string(),
        false => format!("{threshold:.6}"),
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let wide = |cells: &mut dyn Iterator<Item = &String>| {
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let models = wide(&mut self.lines.iter().map(|line| &line.model)).max(5);
        let files = wide(&mut self.lines.iter().map(|line| &line.file)).max(5);
        write!(
            f,
            "| {:models$} | {:files$} | {:>9} |",
            "model", "split", "threshold"
        )?;
        for name in COLUMNS {
            write!(f, " {name:>8} |")?;
        }
        write!(
            f,
            "\n|{}|{}|----------:|",
            "-".repeat(models + 2),
            "-".repeat(files + 2)
        )?;
        for _ in COLUMNS {
            write!(f, "---------:|")?;
        }
        for line in &self.lines {
            let Line {
                model,
                file,
                threshold,
                ..
            } = line;
            write!(f, "\n| {model:models$} | {file:files$} | {threshold:>9} |")?;
            for cell in &line.cells {
                write!(f, " {cell:>8} |")?;
            }
        }
        writeln!(f)
    }
}
