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
    lines: Vec<(String, String, [String; COLUMNS.len()])>,
}

impl Table {
    /// Adds a line.
    pub fn push(&mut self, model: &str, file: &str, rates: &Rates) {
        let cells = values(rates).map(|value| match value {
            Some(value) => format!("{value:.6}"),
            None => "–".to_owned(),
        });
        self.lines.push((model.to_owned(), file.to_owned(), cells));
    }

    /// Adds the three rules without a model, on one file.
    pub fn push_rules(&mut self, file: &str, ranking: &Ranking) {
        for rule in &ranking.report(HALF, "suspicious").baselines {
            self.push(rule.name, file, &rule.rates);
        }
    }

    /// Adds the AUROCs of the paper.
    pub fn push_paper(&mut self) {
        for (method, auroc) in PAPER {
            let mut cells = [const { String::new() }; COLUMNS.len()];
            cells[6] = format!("{auroc:.3}");
            let line = (
                format!("paper: {method}"),
                "test (genuine)".to_owned(),
                cells,
            );
            self.lines.push(line);
        }
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let wide = |cells: &mut dyn Iterator<Item = &String>| {
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let models = wide(&mut self.lines.iter().map(|line| &line.0)).max(5);
        let files = wide(&mut self.lines.iter().map(|line| &line.1)).max(5);
        write!(f, "| {:models$} | {:files$} |", "model", "split")?;
        for name in COLUMNS {
            write!(f, " {name:>8} |")?;
        }
        write!(
            f,
            "\n|{}|{}|",
            "-".repeat(models + 2),
            "-".repeat(files + 2)
        )?;
        for _ in COLUMNS {
            write!(f, "---------:|")?;
        }
        for (model, file, cells) in &self.lines {
            write!(f, "\n| {model:models$} | {file:files$} |")?;
            for cell in cells {
                write!(f, " {cell:>8} |")?;
            }
        }
        writeln!(f)
    }
}
