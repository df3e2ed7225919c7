//! What every writer of a part needs: the scene, the form, the hand, and the phrases they share.

use crate::form::{Form, Numbers};
use crate::hand::Hand;
use crate::rng::Rng;
use crate::scene::{Due, Scene, Timing, Work};

/// A writer at work.
pub(crate) struct Pen<'s> {
    pub(crate) scene: &'s Scene,
    pub(crate) form: &'s Form,
    pub(crate) hand: Hand,
    pub(crate) rng: Rng,
    /// How running text says "at least" of counts and of shares, one way in one statement.
    prose: (Prose, Prose),
}

#[derive(Clone, Copy)]
enum Prose {
    Plain,
    Before(&'static str),
    Behind(&'static str),
}

impl<'s> Pen<'s> {
    pub(crate) fn new(scene: &'s Scene, form: &'s Form, hand: Hand, mut rng: Rng) -> Pen<'s> {
        let counts = *rng.one(&[
            Prose::Plain,
            Prose::Before("不少于"),
            Prose::Behind(""),
            Prose::Behind("达到"),
        ]);
        let shares = *rng.one(&[Prose::Behind("达到"), Prose::Before("不低于"), Prose::Behind("")]);
        Pen { scene, form, hand, rng, prose: (counts, shares) }
    }

    /// 生活救助40户, 生活救助不少于40户, 生活救助达到40户以上
    pub(crate) fn count(&self, what: &str, value: i64, unit: &str) -> String {
        phrase(what, &self.hand.figure(value, unit), self.prose.0)
    }

    /// 满意度达到95%以上
    pub(crate) fn share(&self, what: &str, percent: i64) -> String {
        let figure = self.hand.figure(percent, "%");
        if percent == 100 {
            return format!("{what}达到{figure}");
        }
        phrase(what, &figure, self.prose.1)
    }

    /// A deadline, mostly in the words that the project's table uses.
    pub(crate) fn deadline(&mut self, due: Due, work: &Work) -> String {
        let words = due.words(self.scene.year);
        let usual = usual(work, words.len());
        let other = self.rng.below(words.len());
        let chosen = if self.rng.chance(65) { usual } else { other };
        self.hand.time(words.get(chosen).map_or("", String::as_str))
    }

    /// What a project's timeliness says in running text; nothing of a span of time.
    pub(crate) fn timing(&mut self, work: &Work) -> Option<String> {
        match work.timing {
            Timing::Due(due) => {
                let by = self.deadline(due, work);
                Some(format!("{by}完成{}", work.template.done))
            }
            Timing::Rate(rate) => Some(self.share(work.template.time.words().0, rate)),
            Timing::Span(..) => None,
        }
    }

    /// 受助困难职工满意度达到95%以上
    pub(crate) fn satisfaction(&self, work: &Work) -> String {
        self.share(&format!("{}满意度", work.template.who), work.satisfaction)
    }

    /// The items of the purpose: 甲、乙和丙.
    pub(crate) fn items(work: &Work) -> String {
        let items: Vec<&str> = work.tasks.iter().map(|task| task.template.item.as_str()).collect();
        match items.split_last() {
            Some((last, [])) => (*last).to_owned(),
            Some((last, rest)) => format!("{}和{last}", rest.join("、")),
            None => String::new(),
        }
    }

    /// Numbers for paragraphs under a section.
    pub(crate) fn inner(&self) -> Numbers {
        self.form.inner
    }
}

/// Which of the words for its deadline a project uses; the same in every part.
pub(crate) fn usual(work: &Work, count: usize) -> usize {
    let sum: usize = work.code.bytes().map(usize::from).sum();
    sum % count.max(1)
}

fn phrase(what: &str, figure: &str, prose: Prose) -> String {
    match prose {
        Prose::Plain => format!("{what}{figure}"),
        Prose::Before(word) => format!("{what}{word}{figure}"),
        Prose::Behind(word) => format!("{what}{word}{figure}以上"),
    }
}
