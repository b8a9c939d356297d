//! Where to draw the line: a threshold chosen by a rule, and what it promises.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::resample::Interval;
use super::tradeoff::{Point, Tradeoff};

/// What a threshold is chosen for.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Rule {
    /// The lowest threshold that flags at most this share of the benign rows (Neyman and Pearson).
    FalseAlarms(f64),
    /// The least cost, where a suspicious row missed costs as much as so many false alarms.
    MissCost(f64),
    /// The highest F1.
    BestF1,
}

impl Default for Rule {
    /// One benign row in a thousand.
    fn default() -> Self {
        Self::FalseAlarms(0.001)
    }
}

impl Rule {
    /// The rule of a name and, where it has one, a number.
    ///
    /// # Errors
    /// A sentence, where there is no such rule or the number is out of range.
    pub fn of(name: &str, number: f64) -> Result<Self, &'static str> {
        let rule = match name {
            "falseAlarms" => Self::FalseAlarms(number),
            "missCost" => Self::MissCost(number),
            "bestF1" => Self::BestF1,
            _ => return Err("A threshold is chosen by falseAlarms, missCost or bestF1."),
        };
        let wrong =
            "A share of false alarms is a number from 0 to 1, the cost of a miss one over 0.";
        rule.is_sound().then_some(rule).ok_or(wrong)
    }

    /// Whether its number can be asked for: a share from 0 to 1, a cost over 0.
    pub fn is_sound(self) -> bool {
        match self {
            Self::FalseAlarms(share) => (0.0..=1.0).contains(&share),
            Self::MissCost(cost) => cost.is_finite() && cost > 0.0,
            Self::BestF1 => true,
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FalseAlarms(share) => write!(f, "at most {} % false alarms", share * 100.0),
            Self::MissCost(cost) => write!(f, "a miss costs as much as {cost} false alarms"),
            Self::BestF1 => f.write_str("the best F1"),
        }
    }
}

/// Why no threshold can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum NoPoint {
    /// There are no benign validation rows, so nothing is known of false alarms.
    NoBenign,
    /// There are no suspicious validation rows, so nothing is known of misses.
    NoSuspicious,
    /// All validation rows have one score.
    OneScore,
    /// Even the highest score is shared by more benign rows than are allowed.
    NoneWithin,
}

impl fmt::Display for NoPoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoBenign => "no validation row is benign, so nothing is known of false alarms",
            Self::NoSuspicious => "no validation row is suspicious, so nothing is known of misses",
            Self::OneScore => "all validation rows have the same score",
            Self::NoneWithin => {
                "the highest score is shared by more benign validation rows than are allowed"
            }
        })
    }
}

/// The choice that goes with a network: made on its validation rows, kept in its file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", from = "Choice")]
pub struct Operating {
    pub rule: Rule,
    /// `None` where none can be chosen, for the reason beside it.
    pub point: Option<Point>,
    pub why: Option<NoPoint>,
    /// What the choice was made from.
    pub tradeoff: Tradeoff,
}

/// What is read of a choice: the point follows from it, so no file can promise another.
#[derive(Deserialize)]
struct Choice {
    rule: Rule,
    tradeoff: Tradeoff,
}

impl From<Choice> for Operating {
    fn from(Choice { rule, tradeoff }: Choice) -> Self {
        Self::new(tradeoff, rule)
    }
}

impl Operating {
    /// Chooses by a rule.
    pub fn new(tradeoff: Tradeoff, rule: Rule) -> Self {
        let chosen = tradeoff.choose(rule);
        Self {
            rule,
            point: chosen.ok(),
            why: chosen.err(),
            tradeoff,
        }
    }

    /// The threshold, where there is one.
    pub fn threshold(&self) -> Option<f64> {
        self.point.map(|point| point.threshold)
    }

    /// Whether it can have been chosen: what a file says may be anything.
    pub fn is_sound(&self) -> bool {
        self.rule.is_sound() && self.tradeoff.is_sound()
    }
}

impl fmt::Display for Operating {
    /// One line: the threshold, what it was chosen for, what it promises.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(point) = &self.point else {
            let why = self
                .why
                .map_or_else(String::new, |why| format!(", since {why}"));
            return write!(f, "none for {}{why}", self.rule);
        };
        let Tradeoff {
            suspicious,
            benign,
            processes,
            ..
        } = self.tradeoff;
        let sure = |interval: Option<Interval>| match interval {
            Some(Interval(low, high)) => format!("{low:.4} to {high:.4}"),
            None => "not known".to_owned(),
        };
        write!(
            f,
            "{:.6}, chosen for {} on the validation rows, where it catches {} of {suspicious} \
             (recall {}) and flags {} of {benign} benign rows ({}); 95 % intervals from {processes} \
             processes",
            point.threshold,
            self.rule,
            point.caught,
            sure(point.recall),
            point.false_alarms,
            sure(point.fpr),
        )
    }
}

impl Tradeoff {
    /// The point that a rule takes.
    ///
    /// # Errors
    /// Why there is none.
    pub fn choose(&self, rule: Rule) -> Result<Point, NoPoint> {
        if !self.is_sound() {
            return Err(NoPoint::OneScore);
        }
        let misses_matter = !matches!(rule, Rule::FalseAlarms(_));
        if self.benign == 0 {
            return Err(NoPoint::NoBenign);
        }
        if misses_matter && self.suspicious == 0 {
            return Err(NoPoint::NoSuspicious);
        }
        if !self.tells_apart() {
            return Err(NoPoint::OneScore);
        }
        let least =
            |cost: &dyn Fn(&Point) -> f64| self.points().min_by(|a, b| cost(a).total_cmp(&cost(b)));
        let chosen = match rule {
            Rule::FalseAlarms(share) => {
                let most = share * self.benign as f64;
                self.points()
                    .rfind(|point| point.false_alarms as f64 <= most)
            }
            Rule::MissCost(cost) => least(&|point| {
                cost * (self.suspicious - point.caught) as f64 + point.false_alarms as f64
            }),
            Rule::BestF1 => least(&|point| -self.confusion(point).f1().unwrap_or(0.0)),
        };
        chosen.ok_or(NoPoint::NoneWithin)
    }

    /// Whether some rows are flagged while others are not.
    fn tells_apart(&self) -> bool {
        let all = self.benign + self.suspicious;
        self.points()
            .any(|point| point.caught + point.false_alarms < all)
    }
}
