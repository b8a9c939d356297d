//! What a program has left to say in a split.

use super::{dice::Dice, plan::Program};

/// A place in a deck's phrase: the phrase's number and the next step in it.
#[derive(Clone, Copy, Debug)]
pub struct Bookmark {
    pub phrase: usize,
    pub step: usize,
}

/// The phrases of one program, drawn without putting back: however they fall to processes and
/// machines, a whole split says each exactly as often as the plan states.
pub struct Deck {
    left: Vec<u64>,
    total: u64,
    /// Phrases cut short because their process had to end: the next process finishes them.
    cut: Vec<Bookmark>,
}

impl Deck {
    pub fn new(program: &Program) -> Deck {
        let left: Vec<u64> = program.deck.iter().map(|entry| entry.1).collect();
        Deck {
            total: left.iter().sum(),
            left,
            cut: Vec::new(),
        }
    }

    /// Draws the next phrase, each as likely as it has copies left; `None` when all are said.
    pub fn draw(&mut self, dice: &mut Dice) -> Option<Bookmark> {
        if let Some(place) = self.cut.pop() {
            return Some(place);
        }
        if self.total == 0 {
            return None;
        }
        let mut at = dice.below(self.total);
        self.total -= 1;
        for (phrase, left) in self.left.iter_mut().enumerate() {
            if at < *left {
                *left -= 1;
                return Some(Bookmark { phrase, step: 0 });
            }
            at -= *left;
        }
        unreachable!("total is the sum of what is left")
    }

    /// Takes back the rest of a phrase that found no room.
    pub fn put_back(&mut self, rest: Bookmark) {
        self.cut.push(rest);
    }
}
