//! Paragraphs and goals in which nothing is said.

use super::{Draft, DraftParagraph};

impl Draft {
    /// Takes out the paragraphs, goals and lines of the contents in which nothing is said. The statement
    /// passes them over; without them its counts are those of the draft, so that the path of a leaf is the
    /// path of its field (of a sub-goal, of its title or first paragraph). Projects, rows, sub-goals with a title and checkpoints stay, blank or not.
    pub fn drop_blanks(&mut self) {
        self.contents.retain(|line| is_said(&line.title));
        paragraphs(&mut self.overall.paragraphs);
        paragraphs(&mut self.safeguards.paragraphs);
        paragraphs(&mut self.sub_goals.preamble);
        paragraphs(&mut self.unplaced);
        for item in &mut self.sub_goals.items {
            paragraphs(&mut item.paragraphs);
        }
        self.sub_goals.items.retain(|item| is_said(&item.title) || !item.paragraphs.is_empty());
        for project in &mut self.projects {
            project.goals.retain(|goal| is_said(&goal.text));
        }
    }
}

fn paragraphs(paragraphs: &mut Vec<DraftParagraph>) {
    paragraphs.retain(|paragraph| is_said(&paragraph.text));
}

fn is_said(text: &str) -> bool {
    !text.trim().is_empty()
}
