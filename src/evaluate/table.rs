//! A table of numbers, in Markdown that reads well as plain text too.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::metrics::{Baseline, Ranking, Report};

/// AUROC against `sus` on the official test split, as the BETH paper has it (Highnam et al. 2021,
/// Table 5): anomaly detectors fitted without labels, the mean of five runs.
pub const PAPER: [(&str, f64); 4] = [
    ("robust covariance", 0.519),
    ("one-class SVM", 0.605),
    ("isolation forest", 0.850),
    ("VAE + DoSE", 0.698),
];

/// What is said of a model on one file. `None` where a number is not defined.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Numbers {
    pub accuracy: Option<f64>,
    pub balanced_accuracy: Option<f64>,
    /// False-positive rate.
    pub fpr: Option<f64>,
    pub recall: Option<f64>,
    pub f1: Option<f64>,
    /// Matthews correlation coefficient.
    pub mcc: Option<f64>,
    /// Area under the ROC curve.
    pub auroc: Option<f64>,
    /// Average precision.
    pub average_precision: Option<f64>,
}

impl Numbers {
    const NAMES: [&'static str; 8] = [
        "accuracy", "balanced", "FPR", "recall", "F1", "MCC", "AUROC", "AP",
    ];

    /// A model's numbers at threshold 0.5.
    pub fn of(ranking: &Ranking) -> Self {
        Self::from(&ranking.report(0.5, "suspicious"))
    }

    fn values(&self) -> [Option<f64>; 8] {
        [
            self.accuracy,
            self.balanced_accuracy,
            self.fpr,
            self.recall,
            self.f1,
            self.mcc,
            self.auroc,
            self.average_precision,
        ]
    }
}

impl From<&Report> for Numbers {
    fn from(report: &Report) -> Self {
        Self {
            accuracy: report.accuracy,
            balanced_accuracy: report.balanced_accuracy,
            fpr: report.fpr,
            recall: report.recall,
            f1: report.f1,
            mcc: report.mcc,
            auroc: report.auroc,
            average_precision: report.average_precision,
        }
    }
}

impl From<&Baseline> for Numbers {
    fn from(rule: &Baseline) -> Self {
        Self {
            accuracy: rule.accuracy,
            balanced_accuracy: rule.balanced_accuracy,
            fpr: rule.fpr,
            recall: rule.recall,
            f1: rule.f1,
            mcc: rule.mcc,
            auroc: rule.auroc,
            average_precision: rule.average_precision,
        }
    }
}

/// One line for each model and file.
#[derive(Debug, Clone, Default)]
pub struct Table {
    lines: Vec<(String, String, [String; 8])>,
}

impl Table {
    /// Adds a line.
    pub fn push(&mut self, model: &str, file: &str, numbers: &Numbers) {
        let cells = numbers.values().map(|value| match value {
            Some(value) => format!("{value:.6}"),
            None => "–".to_owned(),
        });
        self.lines.push((model.to_owned(), file.to_owned(), cells));
    }

    /// Adds the three rules without a model, on one file.
    pub fn push_rules(&mut self, file: &str, ranking: &Ranking) {
        for rule in &ranking.report(0.5, "suspicious").baselines {
            self.push(rule.name, file, &Numbers::from(rule));
        }
    }

    /// Adds the AUROCs of the paper.
    pub fn push_paper(&mut self) {
        for (method, auroc) in PAPER {
            let mut cells = [const { String::new() }; 8];
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
        for name in Numbers::NAMES {
            write!(f, " {name:>8} |")?;
        }
        write!(
            f,
            "\n|{}|{}|",
            "-".repeat(models + 2),
            "-".repeat(files + 2)
        )?;
        for _ in Numbers::NAMES {
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
