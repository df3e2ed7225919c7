//! Which measure an indicator may be bound to: proposals for the person who writes the statement, never decisions.
//!
//! Reading order: [`Wanted`] (what the statement says), [`Proposal`] (what is proposed), [`Proposer`] (how); `lexicon`
//! (words as data), `likeness` (how alike two names are), `fitting` (units and aspects), `choosing` (arguments and
//! deadline), `saying` (why, in Chinese).

mod choosing;
mod fitting;
mod lexicon;
mod likeness;
mod saying;

use model::statement::Aspect;
use model::target::Target;

use crate::arguments::Arguments;
use crate::definition::{Measure, Shape};
use crate::measures::Measures;
use choosing::choose;
use fitting::{Fit, aspect_costs, fit};
use lexicon::{Lexicon, plain, says};
use likeness::{Index, Likeness};

pub use saying::unbound_reason;

/// The most proposals.
const MOST: usize = 5;
/// Below this score, in thousandths, nothing is proposed.
const LEAST: u32 = 460;
/// Satisfaction comes from questionnaires alone, whoever is asked.
const LEAST_OF_SURVEYS: u32 = 300;
/// What nothing goes beyond, in thousandths.
const WHOLE: u32 = 1000;
/// From this score on the first proposal may be taken as the default.
const SURE: u32 = 690;
/// By so much it must lead the next.
const LEAD: u32 = 60;

/// What a statement says of an indicator.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// 三级指标.
    pub name: &'a str,
    /// 二级指标.
    pub aspect: Option<Aspect>,
    /// What the target (指标值) means; its unit is part of it.
    pub target: &'a Target,
    /// The words of the target.
    pub target_words: &'a str,
    /// 绩效指标描述, empty where there is none.
    pub meaning: &'a str,
    /// The project's name, empty for indicators of the whole department.
    pub project: &'a str,
    /// The project's code (项目编码), empty where there is none.
    pub project_code: &'a str,
    /// The project's purpose (资金用途).
    pub purpose: &'a str,
    /// The year of the plan.
    pub year: i16,
}

/// A measure that may be what an indicator means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The measure.
    pub measure: String,
    /// What the words tell of its arguments.
    pub arguments: Arguments,
    /// Labels of arguments that it needs and the words do not tell.
    pub missing: Vec<String>,
    /// Of a target of several parts, the words of the part that it is proposed for.
    pub part: Option<String>,
    /// How well it fits, in thousandths.
    pub score: u32,
    /// Whether the target is a judgement in words: somebody enters the value, and this figure is evidence for it.
    pub is_evidence: bool,
    /// Whether it may be taken as the default; otherwise somebody has to look.
    pub is_certain: bool,
    /// Why it is proposed, in Chinese.
    pub because: String,
}

/// All measures, ready to be compared with indicators.
#[derive(Debug)]
pub struct Proposer<'m> {
    index: Index<'m>,
    lexicon: &'static Lexicon,
}

/// The measures that an indicator may be bound to, the best first, at most five; none where nothing fits.
///
/// Who asks for many indicators keeps a [`Proposer`].
pub fn propose(all: &Measures, wanted: &Wanted<'_>) -> Vec<Proposal> {
    Proposer::of(all).propose(wanted)
}

/// A measure that fits, while all are compared.
struct Candidate<'m> {
    measure: &'m Measure,
    likeness: Likeness<'m>,
    fit: Fit,
    /// Whether it does not stand under the aspect.
    is_off: bool,
    /// Whether a short name is all that speaks for it.
    is_vague: bool,
    score: u32,
}

impl<'m> Proposer<'m> {
    /// These measures.
    pub fn of(all: &'m Measures) -> Proposer<'m> {
        let lexicon = lexicon::embedded();
        Proposer { index: Index::of(all, lexicon), lexicon }
    }

    /// The measures that an indicator may be bound to, the best first, at most five; none where nothing fits.
    ///
    /// A target of several parts (先进集体20个，先进个人100名) is answered part by part: first the best of each.
    pub fn propose(&self, wanted: &Wanted<'_>) -> Vec<Proposal> {
        let parts = parts(wanted);
        let mut first = Vec::new();
        let mut others = Vec::new();
        for (words, target) in &parts {
            let is_part = parts.len() > 1;
            let of = Wanted { target, target_words: words, ..*wanted };
            let mut found = self.ranked(&of, is_part).into_iter();
            first.extend(found.next());
            others.extend(found);
        }
        others.sort_by_key(|one: &Proposal| std::cmp::Reverse(one.score));
        first.extend(others);
        first.truncate(MOST);
        first
    }

    /// The proposals for one target.
    fn ranked(&self, wanted: &Wanted<'_>, is_part: bool) -> Vec<Proposal> {
        let mut all: Vec<Candidate<'m>> = self.candidates(wanted);
        all.sort_by(|a, b| b.score.cmp(&a.score).then_with(|| a.measure.code.cmp(&b.measure.code)));
        all.truncate(MOST);
        let next = all.get(1).map_or(0, |second| second.score);
        let mut proposals = Vec::new();
        for (at, candidate) in all.iter().enumerate() {
            let chosen = choose(candidate.measure, wanted, self.lexicon);
            let is_clear = candidate.score >= SURE && candidate.score >= next + LEAD;
            let is_whole = chosen.missing.is_empty() && candidate.fit == Fit::Fits;
            let is_alike =
                !candidate.is_off && !candidate.is_vague && candidate.likeness.clashes == 0;
            proposals.push(Proposal {
                measure: candidate.measure.code.clone(),
                because: saying::because(candidate, &chosen, wanted),
                arguments: chosen.arguments,
                missing: chosen.missing,
                part: is_part.then(|| wanted.target_words.to_owned()),
                score: candidate.score.min(WHOLE),
                is_evidence: candidate.fit == Fit::Evidence,
                is_certain: at == 0 && is_clear && is_whole && is_alike,
            });
        }
        proposals
    }

    fn candidates(&self, wanted: &Wanted<'_>) -> Vec<Candidate<'m>> {
        let asked = self.index.asked(wanted, self.lexicon);
        let mut all = Vec::new();
        for entry in self.index.entries() {
            let likeness = entry.likeness(&asked);
            let fit = fit(entry.measure, wanted, &likeness, self.lexicon);
            let Some(costs) = fit.costs() else { continue };
            if !shape_fits(entry.measure, wanted, &likeness, self.lexicon) {
                continue;
            }
            let off = aspect_costs(entry.measure, wanted.aspect);
            let context = entry.context(&asked);
            let score = likeness.score.saturating_sub(costs + off) + context;
            let is_vague = likeness.is_short && context == 0;
            let is_survey = matches!(entry.measure.shape, Shape::Survey(_));
            if score >= if is_survey { LEAST_OF_SURVEYS } else { LEAST } {
                all.push(Candidate {
                    measure: entry.measure,
                    likeness,
                    fit,
                    is_off: off > 0,
                    is_vague,
                    score,
                });
            }
        }
        all
    }
}

/// Satisfaction is asked for by name and nothing else is it; a number is a rate of growth where growth is asked for.
fn shape_fits(
    measure: &Measure,
    wanted: &Wanted<'_>,
    likeness: &Likeness<'_>,
    lexicon: &Lexicon,
) -> bool {
    let words = said(wanted);
    if measure.aspects.contains(&Aspect::Satisfaction) != says(&words, &lexicon.satisfied) {
        return false;
    }
    let is_growth = matches!(measure.shape, Shape::Growth(_));
    let is_number = !matches!(wanted.target, Target::Qualitative);
    !is_growth || !is_number || likeness.is_listed || says(&words, &lexicon.growing)
}

/// The parts of a target, each with its words: what is written between commas, if more than one names a number.
fn parts(wanted: &Wanted<'_>) -> Vec<(String, Target)> {
    let whole = || vec![(wanted.target_words.to_owned(), wanted.target.clone())];
    if !matches!(wanted.target, Target::Compound { .. }) {
        return whole();
    }
    let written = wanted.target_words.split(['，', ',', '；', ';', '、', '。']);
    let parts: Vec<(String, Target)> = written
        .map(|words| (words.trim().to_owned(), Target::parse(words)))
        .filter(|(_, target)| !target.quantities().is_empty())
        .collect();
    if parts.len() > 1 { parts } else { whole() }
}

/// Words as they are compared with data: half width, without punctuation, in order.
fn said(wanted: &Wanted<'_>) -> String {
    [wanted.name, wanted.meaning, wanted.target_words].map(plain).join("。")
}
