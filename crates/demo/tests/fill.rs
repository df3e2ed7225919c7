//! The county is filled in on both databases: every state, a whole audit chain, everybody can sign in.

use std::collections::BTreeMap;
use std::sync::Arc;

use demo::registers::County;
use demo::{PASSWORD, Summary, fill};
use measure::{Arguments, Outcome, Period, Shape, Take};
use office::measuring::Question;
use office::registers::sight::Wish;
use office::signing::Credentials;
use office::{Asker, Clock, Office, Scope, password};
use rulebook::{Light, Rulebook};
use store::Store;
use store::demands::{self, DemandState};
use store::evaluations::State as Evaluated;
use store::monitoring::{self, TaskState};
use store::opinions::{AnswerKind, OpinionState};
use store::registers::list::Count;
use store::sessions::Stage;
use store::statements::{self, Filter, State};
use store::surveys::SurveyState;
use testkit::database::Database;

const AUTUMN: &str = "2026-11-20T02:00:00.000Z";
const WINTER: &str = "2027-02-12T02:00:00.000Z";

async fn filled(database: &Database, day: &str) -> (Office, Clock, Summary) {
    let clock = Clock::set_to(day.parse().expect("a moment"));
    let store = Store::open(&database.address).await.expect("the store opens");
    let rulebook = Arc::new(Rulebook::embedded().expect("the rulebook loads"));
    let office =
        Office::new(store, rulebook, clock.clone()).with_vault(office::registers::Vault::passing());
    let begun = std::time::Instant::now();
    let summary = fill(&office, &clock).await.expect("filled");
    println!("{}: {:?}, {:?}", database.kind, begun.elapsed(), summary.states);
    (office, clock, summary)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_county_is_filled_in() {
    for database in Database::both() {
        let (office, clock, summary) = filled(&database, AUTUMN).await;
        assert_eq!(clock.now().to_string(), AUTUMN);
        assert_eq!(summary.departments, 12);
        assert_eq!(summary.states.values().sum::<i64>(), 36);
        for state in State::ALL {
            assert!(summary.states[state] > 0, "{}: none is {state}", database.kind);
        }
        let mut tx = office.store().read().await.expect("a transaction");
        let (entries, _, breaks) = store::audit::verify(&mut tx).await.expect("verified");
        assert!(entries > 400 && breaks.is_empty(), "{entries} {breaks:?}");
        what_was_approved_has_no_fault(&mut tx).await;
        opinions_of_every_state_are_there(&mut tx).await;
        drop(tx);
        everybody_signs_in(&office, &summary).await;
        checks_find_what_is_planted(&office).await;
        questionnaires_were_answered(&office).await;
        figures_stand_on_their_evidence(&office).await;
        the_year_went_well_in_places_and_badly_in_others(&office).await;
        fill(&office, &clock).await.expect_err("filled once only");
    }
}

/// In winter the budget of the year itself is still being drawn up.
#[tokio::test]
async fn the_county_is_filled_in_on_any_day() {
    let database = Database::sqlite();
    let (office, _, summary) = filled(&database, WINTER).await;
    assert!(summary.states.values().all(|count| *count > 0), "{:?}", summary.states);
    the_year_went_well_in_places_and_badly_in_others(&office).await;
    let mut tx = office.store().read().await.expect("a transaction");
    for (year, count) in [(2024, 0), (2025, 12), (2026, 12), (2027, 12), (2028, 0)] {
        let filter = Filter { year: Some(year), ..Filter::default() };
        let found = statements::count(&mut tx, &Scope::everything(), &filter).await;
        assert_eq!(found.expect("counted"), count, "{year}");
    }
}

/// One is over, with its sample drawn from those who were given aid; one is being answered.
async fn questionnaires_were_answered(office: &Office) {
    let clerk = signed_in(office, "gonghui.jingban").await;
    let listed = office.list_surveys(&clerk, None).await.expect("a list");
    assert_eq!(listed.len(), 2);
    let of = |state| listed.iter().find(|it| it.0.state == state).expect("a questionnaire");
    let (open, closed) = (of(SurveyState::Open), of(SurveyState::Closed));
    let basis = &closed.0.basis;
    assert!(basis.starts_with("救助发放台账中") && basis.contains("条记录，共"), "{basis}");
    let results = office.survey_results(&clerk, &closed.0.id).await.expect("results");
    assert_eq!((results.handed_out, results.returned.all()), (60, 48));
    assert!(results.found.is_ok(), "{results:?}");
    assert_eq!((open.0.tokens + open.0.papers, open.1.all()), (50, 13));
}

async fn what_was_approved_has_no_fault(tx: &mut store::Tx) {
    let everything = Scope::everything();
    let filter = Filter { take: 100, ..Filter::default() };
    for listed in statements::list(tx, &everything, &filter).await.expect("a list") {
        let one = listed.statement;
        assert!(one.figures.projects >= 2 && one.figures.total.is_some(), "{}", one.title);
        let is_past = matches!(one.state, State::Approved | State::Published | State::Archived);
        assert_eq!(
            is_past,
            one.approved_version > 0 && one.state != State::Adjusting,
            "{}",
            one.title
        );
        if is_past {
            let figures = (one.figures.errors, one.figures.warnings);
            assert_eq!(figures, (0, 0), "{} {}", one.title, one.state);
        }
        let way = statements::transitions(tx, &everything, &one.id).await.expect("a way");
        let moments: Vec<&String> = way.iter().map(|step| &step.at).collect();
        assert!(moments.is_sorted(), "{}", one.title);
    }
}

async fn opinions_of_every_state_are_there(tx: &mut store::Tx) {
    let everything = Scope::everything();
    let filter = Filter { take: 100, ..Filter::default() };
    let (mut states, mut kinds, mut accepted) = (Vec::new(), Vec::new(), 0);
    for listed in statements::list(tx, &everything, &filter).await.expect("a list") {
        let id = &listed.statement.id;
        let opinions = store::opinions::list(tx, &everything, id).await.expect("opinions");
        states.extend(opinions.iter().map(|opinion| opinion.state));
        let answers = store::opinions::answers(tx, &everything, id).await.expect("answers");
        kinds.extend(answers.iter().map(|answer| answer.kind));
        accepted += store::acceptances::list(tx, &everything, id).await.expect("a list").len();
    }
    assert!(accepted > 0, "no finding is accepted with a reason");
    for state in [OpinionState::Open, OpinionState::Answered, OpinionState::Closed] {
        assert!(states.contains(&state), "no opinion is {state}");
    }
    for kind in [AnswerKind::Accepted, AnswerKind::Declined, AnswerKind::Closed] {
        assert!(kinds.contains(&kind), "no answer is {kind}");
    }
}

async fn everybody_signs_in(office: &Office, summary: &Summary) {
    assert_eq!(summary.users.len(), 33);
    for user in &summary.users {
        password::check(PASSWORD, &user.login).expect("a good password");
        let typed = Credentials {
            login: user.login.clone(),
            password: PASSWORD.into(),
            address: "127.0.0.1".into(),
            agent: "test".into(),
        };
        let signed = office.sign_in(&typed).await.expect("signed in");
        assert_eq!((signed.stage, signed.must_change), (Stage::Open, false), "{}", user.login);
        let asker = office.asker(&signed.secret, "127.0.0.1").await.expect("an asker");
        assert_eq!(asker.name, user.name);
        assert!(!asker.assignments.is_empty(), "{}", user.login);
    }
}

async fn signed_in(office: &Office, login: &str) -> Asker {
    let typed = Credentials {
        login: login.into(),
        password: PASSWORD.into(),
        address: "127.0.0.1".into(),
        agent: "test".into(),
    };
    let signed = office.sign_in(&typed).await.expect("signed in");
    office.asker(&signed.secret, "127.0.0.1").await.expect("an asker")
}

async fn checks_find_what_is_planted(office: &Office) {
    let clerk = signed_in(office, "gonghui.jingban").await;
    let registers = office.list_registers(&clerk, &clerk.home).await.expect("registers");
    assert!(registers.iter().all(|one| one.count != Count::Exactly(0)), "an empty register");
    let lines = office.cross_checks(&clerk, &clerk.home).await.expect("checks");
    let found = lines.iter().map(|line| {
        let count = line.found.clone().expect("asked");
        (line.code.clone(), usize::try_from(count).expect("a number"))
    });
    let county = County::as_of(office.now().day()).expect("the county");
    assert_eq!(found.collect::<BTreeMap<_, _>>(), county.planted().cross);
    for line in &lines {
        let page = office.cross_findings(&clerk, &clerk.home, &line.code, 0, Wish::Masked).await;
        let page = page.expect("findings");
        assert_eq!(page.findings.len(), line.found.clone().map_or(0, |count| count as usize));
        for finding in &page.findings {
            let mut runs = finding.message.split(|sign: char| !sign.is_ascii_digit());
            assert!(runs.all(|run| run.len() < 11), "a whole number: {}", finding.message);
            assert!(!finding.entries.is_empty(), "{}", finding.message);
        }
    }
}

/// Every measure over the registers has a value, and what its entries add up to is that value.
async fn figures_stand_on_their_evidence(office: &Office) {
    let clerk = signed_in(office, "gonghui.jingban").await;
    let year = office.now().day().year();
    let lines = office.measures(&clerk, &clerk.home, Period::year(year)).await.expect("measures");
    let (mut with_value, mut added) = (0, 0);
    for line in lines.iter() {
        let Ok(value) = &line.value else { continue };
        with_value += u32::from(value.outcome.is_some());
        let Shape::Plain(part) = &line.measure.shape else { continue };
        let Some(Outcome::Number(number)) = value.outcome else { continue };
        let adds = matches!(
            part.take,
            Take::Entries | Take::Distinct { .. } | Take::Sum { .. } | Take::Last { .. }
        );
        if !adds || value.entries[0] > 2_000 {
            continue;
        }
        let question = Question {
            code: line.measure.code.clone(),
            arguments: Arguments::none(),
            period: Period::year(year),
            as_of: None,
        };
        let sum = evidence(office, &clerk, &question).await;
        let scale = if line.measure.unit.starts_with("万元") { 10_000 } else { 1 };
        assert_eq!(sum, number * ground::Decimal::from(scale), "{}", line.measure.code);
        added += 1;
    }
    assert!(with_value > 80 && added > 40, "{with_value} with a value, {added} added up");
}

async fn evidence(office: &Office, clerk: &Asker, question: &Question) -> ground::Decimal {
    let mut sum = ground::Decimal::ZERO;
    let mut after: Option<(String, i64)> = None;
    loop {
        let behind = after.as_ref().map(|(owner, id)| (owner.as_str(), *id));
        let at = (0, behind);
        let page = office.measure_evidence(clerk, &clerk.home, question, at, Wish::Masked).await;
        let page = page.expect("evidence");
        sum += page.pieces.iter().filter_map(|piece| piece.share).sum::<ground::Decimal>();
        assert!(page.pieces.iter().all(|piece| piece.cells.len() == page.labels.len()));
        match page.next {
            Some(next) => after = Some(next),
            None => return sum,
        }
    }
}

/// The year before the day on which the county is shown: monitored, evaluated, rectified, each in every state.
async fn the_year_went_well_in_places_and_badly_in_others(office: &Office) {
    let finance = signed_in(office, "caizheng.wang").await;
    let year = i64::from(office.now().day().year() - 1);
    forms_stand_in_every_state(office, &finance, year).await;
    lights_differ(office, &finance, year).await;
    evaluations_stand_where_they_should(office, &finance, year).await;
    demands_of_every_kind_are_there(office, &finance).await;
    let mut tx = office.store().read().await.expect("a transaction");
    let filter = store::audit::Filter { take: 10_000, ..Default::default() };
    let entries = store::audit::list(&mut tx, &filter).await.expect("entries");
    let mut moments: Vec<String> = entries.into_iter().map(|entry| entry.act.at).collect();
    moments.reverse();
    assert!(moments.is_sorted(), "the audit trail goes back in time");
}

async fn forms_stand_in_every_state(office: &Office, finance: &Asker, year: i64) {
    let today = office.now().day().to_string();
    let filter = monitoring::Filter { year: Some(year), ..Default::default() };
    let all = office.monitoring_tasks(finance, &filter).await.expect("forms");
    let mut count: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for one in &all {
        *count.entry((&one.task.day[5..], one.task.state.label())).or_default() += 1;
    }
    let expected = [
        (("03-31", "已审定"), 12),
        (("06-30", "已审定"), 12),
        (("10-31", "已审定"), 12),
        (("12-31", "已审定"), 8),
        (("12-31", "待填报"), 1),
        (("12-31", "内部审核"), 1),
        (("12-31", "财政审定"), 1),
        (("12-31", "退回修改"), 1),
    ];
    assert_eq!(count, BTreeMap::from(expected));
    let waits = |one: &&monitoring::Listed| one.task.state == TaskState::Filling;
    assert!(all.iter().filter(waits).all(|one| one.task.due_on < today), "none is overdue");
    let returned = returned(office, finance, &all).await;
    assert_eq!(returned, ["03-31 农业农村局", "03-31 教育局", "06-30 民政局", "12-31 农业农村局"]);
    let mut said = 0;
    for one in all.iter().filter(|one| one.task.state == TaskState::Approved) {
        let form = office.monitoring_task(finance, &one.task.id).await.expect("a form");
        assert!(
            form.lacking.is_empty() && form.changes.is_empty(),
            "{}: {:?}",
            one.owner_name,
            form.changes
        );
        let rows = form.sheets.iter().flat_map(|sheet| &sheet.rows);
        said += rows.filter(|row| row.is_behind() && !row.typed.reasons.is_empty()).count();
    }
    assert!(said > 15, "only {said} reasons of deviations");
}

/// The forms that were returned at least once.
async fn returned(office: &Office, finance: &Asker, all: &[monitoring::Listed]) -> Vec<String> {
    let mut returned = Vec::new();
    for one in all {
        let form = office.monitoring_task(finance, &one.task.id).await.expect("a form");
        if form.way.iter().any(|step| step.act.contains("退回")) {
            let name = one.owner_name.trim_start_matches("临河县");
            returned.push(format!("{} {name}", &one.task.day[5..]));
        }
    }
    returned.sort();
    returned
}

/// By the end of March: who has begun, who is late already, and those of whom nothing is seen. By the end of the year: a
/// department far behind, one with no red light, and those of whose payments nothing is seen.
async fn lights_differ(office: &Office, finance: &Asker, year: i64) {
    let day = Period::year(i16::try_from(year).expect("a year")).last;
    let march = day.with().month(3).build().expect("a day");
    let board = office.monitoring_board(finance, year, march).await.expect("a board");
    let early = |name: &str| {
        let found = board.lines.iter().find(|line| line.listed.owner_name.contains(name));
        found.map(|line| (line.light, line.red, line.yellow)).expect("a department")
    };
    assert_eq!(early("农业农村局"), (Light::Red, 2, 2));
    assert_eq!(early("教育局"), (Light::Yellow, 0, 2));
    assert_eq!(early("卫生健康局").0, Light::Green);
    assert_eq!(board.lines.iter().filter(|line| line.light == Light::Grey).count(), 7);
    let board = office.monitoring_board(finance, year, day).await.expect("a board");
    let line = |name: &str| {
        let found = board.lines.iter().find(|line| line.listed.owner_name.contains(name));
        found.expect("a department")
    };
    assert_eq!(line("农业农村局").light, Light::Red);
    assert!(line("农业农村局").red >= 2 && line("农业农村局").yellow >= 4);
    assert_eq!((line("教育局").light, line("教育局").red), (Light::Yellow, 0));
    assert!(line("教育局").executed > line("农业农村局").executed);
    for name in ["总工会", "教育局", "民政局", "农业农村局", "卫生健康局"] {
        assert!(line(name).sees_payments && line(name).executed.is_some(), "{name}");
    }
    let unseen = || board.lines.iter().filter(|line| !line.sees_payments);
    assert_eq!(unseen().count(), 7);
    assert!(unseen().all(|line| line.executed.is_none() && line.planned.is_some()));
}

async fn evaluations_stand_where_they_should(office: &Office, finance: &Asker, year: i64) {
    let lines = office.evaluations(finance, year).await.expect("evaluations");
    let of = |name: &str| {
        let found = lines.iter().find(|line| line.listed.owner_name.contains(name));
        found.expect("a department")
    };
    for (name, state) in [
        ("总工会", Evaluated::Settled),
        ("教育局", Evaluated::Settled),
        ("民政局", Evaluated::Recheck),
        ("卫生健康局", Evaluated::Reported),
        ("农业农村局", Evaluated::Draft),
    ] {
        assert_eq!(of(name).state, Some(state), "{name}");
    }
    assert_eq!(lines.iter().filter(|line| line.state.is_none()).count(), 7);
    assert!(of("教育局").own_total > of("农业农村局").own_total);
    let rechecked = of("民政局");
    assert_eq!(rechecked.differences, 3);
    assert!(rechecked.total < rechecked.own_total, "{rechecked:?}");
    assert!(of("农业农村局").open > 0, "the draft has nothing left to be done");
}

async fn demands_of_every_kind_are_there(office: &Office, finance: &Asker) {
    let filter = demands::Filter { take: 100, ..Default::default() };
    let all = office.list_demands(finance, &filter).await.expect("demands").items;
    for state in
        [DemandState::Open, DemandState::Answered, DemandState::Returned, DemandState::Confirmed]
    {
        assert!(all.iter().any(|one| one.demand.state == state), "no demand is {state}");
    }
    let again: Vec<&str> = all
        .iter()
        .filter(|one| one.demand.again.is_some())
        .map(|one| one.demand.subject.as_str())
        .collect();
    assert_eq!(again, ["农村户用厕所改造奖补资金"]);
    assert!(office.demand_counts(finance).await.expect("counted").late > 0, "none is late");
    let checked = all.iter().find(|one| one.demand.code == "REG101").expect("one by a check");
    let shown = office.demand(finance, &checked.demand.id).await.expect("shown");
    assert!(shown.verdict.is_some_and(|verdict| !verdict.is_gone()));
}
