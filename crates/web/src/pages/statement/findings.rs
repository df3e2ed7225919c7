//! Findings of the review, as `parts/finding.html` draws them.

use ground::Severity;
use office::demands::before;
use office::judged::Judged;
use office::statements::Dossier;
use store::demands::Demand;

use super::acts::Rights;
use crate::App;
use crate::pages::demands;
use crate::pages::rules::laws;
use crate::text::tone;
use crate::view::address;

/// A finding.
pub(crate) struct FindingView {
    pub(crate) number: usize,
    pub(crate) tone: &'static str,
    pub(crate) tone_name: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) code: String,
    pub(crate) title: &'static str,
    pub(crate) text: String,
    pub(crate) help: String,
    pub(crate) words: String,
    pub(crate) place: String,
    pub(crate) place_path: String,
    pub(crate) law: String,
    pub(crate) accepted: Option<Accepted>,
    pub(crate) may_accept: bool,
    pub(crate) may_take_over: bool,
    /// Where a demand is raised about it; empty: the asker may raise none.
    pub(crate) demand_href: String,
    /// A demand of an earlier year about the same rule: where it is, and what is said of it.
    pub(crate) earlier: Option<(String, String)>,
    pub(crate) statement: String,
    pub(crate) version: i64,
    pub(crate) state: &'static str,
}

/// What the head says to a finding.
pub(crate) struct Accepted {
    pub(crate) id: String,
    pub(crate) reason: String,
    pub(crate) who: String,
}

/// The findings: open ones first, the gravest at the front.
pub(crate) fn views(
    app: &App,
    dossier: &Dossier,
    judged: &[Judged],
    rights: Rights,
    earlier: &[Demand],
) -> Vec<FindingView> {
    let mut all: Vec<(usize, &Judged)> = judged.iter().enumerate().collect();
    all.sort_by_key(|(at, one)| (!one.is_open(), std::cmp::Reverse(one.finding.severity), *at));
    all.into_iter().map(|(at, one)| view(app, dossier, (at, one), rights, earlier)).collect()
}

fn view(
    app: &App,
    dossier: &Dossier,
    (at, one): (usize, &Judged),
    rights: Rights,
    earlier: &[Demand],
) -> FindingView {
    let finding = &one.finding;
    let statement = &dossier.listed.statement;
    let earlier = before::of_rule(earlier, finding.code.as_str()).map(|demand| {
        (format!("{}/{}", demands::HERE, demand.id), before::said(demand, statement.year))
    });
    let asked = [
        ("statement", statement.id.as_str()),
        ("code", finding.code.as_str()),
        ("place", &one.place),
        ("words", &one.words),
    ];
    let accepted = one.accepted.as_ref().map(|row| Accepted {
        id: row.id.clone(),
        reason: row.reason.clone(),
        who: row.by_name.clone(),
    });
    FindingView {
        number: at,
        tone: tone(finding.severity),
        tone_name: finding.severity.label(),
        icon: match finding.severity {
            Severity::Error => "x-octagon-fill",
            Severity::Warning => "exclamation-triangle-fill",
            Severity::Note => "info-circle-fill",
        },
        code: finding.code.to_string(),
        title: one.title(),
        text: finding.message.clone(),
        help: finding.help.clone(),
        words: one.words.clone(),
        place: one.place_name.clone(),
        place_path: one.place.clone(),
        law: one.info.map(|info| laws(app, info).join("；")).unwrap_or_default(),
        may_accept: rights.may_accept,
        may_take_over: rights.may_review,
        demand_href: match rights.may_demand {
            true => address(&format!("{}/new", demands::HERE), &asked),
            false => String::new(),
        },
        earlier,
        statement: dossier.listed.statement.id.clone(),
        version: rights.seen.version,
        state: rights.seen.state.word(),
        accepted,
    }
}
