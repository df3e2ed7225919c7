//! What stands on the form, before it is drawn.

use ground::{Day, Facet, Money, Severity};
use review::opinion::{Charge, Opinion, score};
use rulebook::Scheme;

use crate::formats::{Context, signed};
use crate::report::{Basis, basis};
use crate::reviewed::{Judged, Reviewed};

/// A filled form.
pub(super) struct Form<'r> {
    /// What is reviewed.
    pub(super) reviewed: &'r Reviewed,
    /// The score sheet, where one is in force.
    pub(super) scheme: Option<&'r Scheme>,
    /// Where the score sheet comes from, with a note where that is not verified.
    pub(super) source: String,
    /// Points and grade; `None` where nothing could be read.
    pub(super) opinion: Option<Opinion<'r>>,
    /// What is to be answered: errors and warnings, facet by facet, the gravest first.
    pub(super) entries: Vec<Entry<'r>>,
    /// Notes, which need no answer.
    pub(super) notes: Vec<Entry<'r>>,
    /// Accepted findings with their reasons.
    pub(super) accepted: Vec<(Entry<'r>, String)>,
    /// The day of the review.
    pub(super) today: Day,
}

/// One opinion.
pub(super) struct Entry<'r> {
    /// The finding.
    pub(super) judged: &'r Judged,
    /// What is behind it.
    pub(super) basis: String,
    /// Where it stands.
    pub(super) place: String,
}

impl<'r> Form<'r> {
    /// Fills the form.
    pub(super) fn new(reviewed: &'r Reviewed, context: Context<'r>) -> Form<'r> {
        let region = reviewed.statement.region.code.as_deref().unwrap_or_default();
        let scheme = context.rulebook.scheme(reviewed.year, region);
        let source = scheme.and_then(|scheme| {
            let law = context.rulebook.law(&scheme.reference.law)?;
            Some(format!("{}{}", law.citation(), scheme.reference.article))
        });
        let entry = |judged: &'r Judged| Entry {
            judged,
            basis: phrases(judged, context),
            place: place(judged, reviewed),
        };
        let open = |is_note: bool| {
            let own = reviewed
                .open()
                .filter(move |judged| (judged.finding.severity == Severity::Note) == is_note);
            let mut own: Vec<&Judged> = own.collect();
            own.sort_by_key(|judged| {
                (facet_order(judged.facet()), std::cmp::Reverse(judged.finding.severity))
            });
            own.into_iter().map(entry).collect::<Vec<_>>()
        };
        let entries = open(false);
        let charges: Vec<Charge> = entries.iter().map(|entry| charge(entry.judged)).collect();
        let accepted = reviewed.judged.iter().filter_map(|judged| {
            let accepted = judged.accepted.as_ref()?;
            let signed = signed(accepted);
            let signed = if signed.is_empty() { signed } else { format!("（{signed}）") };
            Some((entry(judged), format!("{}{signed}", accepted.reason)))
        });
        Form {
            scheme,
            source: source.unwrap_or_default(),
            opinion: scheme.filter(|_| reviewed.is_readable).map(|s| score(s, &charges)),
            notes: open(true),
            accepted: accepted.collect(),
            today: context.today,
            entries,
            reviewed,
        }
    }

    /// What is known of the statement: name and words.
    pub(super) fn facts(&self) -> Vec<(&'static str, String)> {
        let statement = &self.reviewed.statement;
        let text = |words: &Option<ground::Words>| words.as_ref().map(|w| w.text.clone());
        let sum = statement.sum_of_projects().filter(|sum| sum.fen() > 0);
        vec![
            ("部门", text(&statement.department).unwrap_or_default()),
            ("年度", statement.plan_year().map(|year| year.to_string()).unwrap_or_default()),
            ("项目数", statement.projects.len().to_string()),
            ("项目预算合计", sum.as_ref().map(Money::to_string).unwrap_or_default()),
            ("审核的文件", self.reviewed.name.clone()),
            ("系统审核日期", self.today.to_string()),
        ]
    }

    /// Name, code and budget of every project.
    pub(super) fn projects(&self) -> Vec<[String; 3]> {
        let projects = self.reviewed.statement.projects.iter();
        projects
            .map(|project| {
                let code = project.code.as_ref().map_or("", |leaf| leaf.text()).to_owned();
                let total = project.total().map(|total| total.to_string());
                let written = project.budget.total.as_ref().map(|leaf| leaf.text().to_owned());
                let total = total.or(written).unwrap_or_default();
                [project.name().to_owned(), code, total]
            })
            .collect()
    }

    /// What follows from the grade; errors must be mended whatever it is.
    pub(super) fn follows(&self) -> String {
        let grade = self.opinion.as_ref().and_then(|opinion| opinion.grade);
        let follows = grade.map_or("", |grade| grade.follows.as_str());
        match self.reviewed.tally().errors {
            0 => follows.to_owned(),
            errors => format!("{follows}；有 {errors} 处错误，须先改正"),
        }
    }

    /// How the suggested points come about.
    pub(super) fn method(&self) -> String {
        let Some(scheme) = self.scheme else { return String::new() };
        let cost = &scheme.deductions;
        let cut_offs = scheme.grades.iter().filter(|grade| !grade.from.is_zero());
        let cut_offs = cut_offs.map(|grade| format!("{}分起为{}", grade.from, grade.name));
        format!(
            "每处错误扣{}分、警告扣{}分、提示扣{}分，同一规则最多扣{}分，每项扣完为止；{}，其余为{}。",
            cost.error,
            cost.warning,
            cost.note,
            cost.same_rule_at_most,
            cut_offs.collect::<Vec<_>>().join("，"),
            scheme.grades.last().map_or("", |grade| grade.name.as_str())
        )
    }
}

impl Entry<'_> {
    /// What is wrong and how to mend it.
    pub(super) fn words(&self) -> String {
        let finding = &self.judged.finding;
        let message = finding.message.trim_end_matches('。');
        match finding.help.trim_end_matches('。') {
            "" => format!("{message}。"),
            help => format!("{message}。{help}。"),
        }
    }
}

/// 见意见第1、3至5条
pub(super) fn numbers(charges: &[usize]) -> String {
    if charges.is_empty() {
        return String::new();
    }
    let runs = charges.chunk_by(|one, next| one + 1 == *next);
    let words: Vec<String> = runs
        .map(|run| match run {
            [first, .., last] if run.len() > 2 => format!("{}至{}", first + 1, last + 1),
            run => run.iter().map(|at| (at + 1).to_string()).collect::<Vec<_>>().join("、"),
        })
        .collect();
    format!("见意见第{}条", words.join("、"))
}

fn charge(judged: &Judged) -> Charge {
    let finding = &judged.finding;
    Charge { code: finding.code, facet: judged.facet(), severity: finding.severity }
}

fn facet_order(facet: Facet) -> usize {
    Facet::ALL.iter().position(|known| *known == facet).unwrap_or(Facet::ALL.len())
}

fn phrases(judged: &Judged, context: Context<'_>) -> String {
    let basis = basis(judged, context.rulebook);
    basis.iter().map(Basis::phrase).collect::<Vec<_>>().join("；")
}

/// The address in the statement, which a person finds sooner than a line number; then the place.
fn place(judged: &Judged, reviewed: &Reviewed) -> String {
    let mut parts = judged.place(&reviewed.source);
    parts.reverse();
    let more = judged.finding.marks.len().saturating_sub(1);
    let rest = if more > 0 { format!("等{}处", more + 1) } else { String::new() };
    format!("{}{rest}", parts.join("，"))
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn runs_of_numbers_are_drawn_together() {
        assert_eq!(numbers(&[]), "");
        assert_eq!(numbers(&[0]), "见意见第1条");
        assert_eq!(numbers(&[0, 1]), "见意见第1、2条");
        assert_eq!(numbers(&[0, 2, 3, 4, 7]), "见意见第1、3至5、8条");
    }
}
