//! Keys for what has none yet, so that it can be told again after it was moved.

use super::{Draft, DraftIndicator, DraftParagraph};

impl Draft {
    /// Gives every piece without a key the next of `keys`.
    pub fn fill_keys(&mut self, mut keys: impl FnMut() -> String) {
        self.each_key(|key| {
            if key.is_empty() {
                *key = keys();
            }
        });
    }

    /// Takes all keys away: for a comparison with drafts that have none.
    pub fn clear_keys(&mut self) {
        self.each_key(String::clear);
    }

    fn each_key(&mut self, mut fill: impl FnMut(&mut String)) {
        let parts = [&mut self.overall, &mut self.safeguards];
        parts.into_iter().for_each(|part| paragraphs(&mut part.paragraphs, &mut fill));
        paragraphs(&mut self.sub_goals.preamble, &mut fill);
        for item in &mut self.sub_goals.items {
            fill(&mut item.key);
            paragraphs(&mut item.paragraphs, &mut fill);
        }
        rows(&mut self.indicators, &mut fill);
        for project in &mut self.projects {
            fill(&mut project.key);
            project.goals.iter_mut().for_each(|goal| fill(&mut goal.key));
            rows(&mut project.indicators, &mut fill);
        }
        paragraphs(&mut self.unplaced, &mut fill);
    }
}

fn paragraphs(paragraphs: &mut [DraftParagraph], fill: &mut impl FnMut(&mut String)) {
    paragraphs.iter_mut().for_each(|paragraph| fill(&mut paragraph.key));
}

fn rows(rows: &mut [DraftIndicator], fill: &mut impl FnMut(&mut String)) {
    rows.iter_mut().for_each(|row| fill(&mut row.key));
}
