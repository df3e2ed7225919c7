//! Self-evaluations on both databases: who may do what, what is needed, what is kept, what nobody may change any more.

use ground::Decimal;
use office::evaluating::Evaluated;
use office::evaluating::acts::Act;
use office::evaluating::completing::{BodyText, Completion, LineText};
use office::evaluating::papers::EvaluationPaper;
use office::evaluating::rechecking::FoundText;
use office::evaluating::sampling::Choice;
use office::evaluating::sheet::Line;
use office::year::binding::{Bound, Value};
use office::{Asker, OfficeError};
use store::evaluations::State;
use store::people::Role;
use store::statements::{self, Statement};
use testkit::database::Database;

use crate::support::registers::add;
use crate::support::{SCHOOLS, Town, asker, said};

/// The first project.
const CODE: &str = "99032126P00110010001X";

impl Town {
    /// An approved statement in the year after.
    async fn approved(&self) -> String {
        let id = self.draft(false).await;
        let statement = self.statement(&id).await;
        let mut tx = self.office.store().write().await.expect("a transaction");
        let changed = Statement {
            state: statements::State::Approved,
            approved_version: statement.version,
            ..statement.clone()
        };
        let written = statements::update(&mut tx, &changed, statement.version, statement.state);
        written.await.expect("changed");
        tx.commit().await.expect("kept");
        self.clock.move_to("2027-01-20T01:00:00Z".parse().expect("a moment"));
        id
    }

    async fn evaluated(&self, role: Role, id: &str) -> Evaluated {
        self.office.evaluation(&self.somebody(role), id).await.expect("an evaluation")
    }

    async fn complete(&self, id: &str, all: &Completion) -> Result<(), OfficeError> {
        let seen = self.evaluated(Role::Clerk, id).await.revision();
        let clerk = self.somebody(Role::Clerk);
        self.office.complete_evaluation(&clerk, id, seen, all).await
    }

    async fn turn(&self, role: Role, id: &str, act: Act) -> Result<(), OfficeError> {
        let seen = self.evaluated(role, id).await.revision();
        self.office.move_evaluation(&self.somebody(role), id, act, seen, "按意见核对").await
    }

    /// Completes everything that is open with the same words.
    async fn fill(&self, id: &str) {
        let sheet = self.evaluated(Role::Clerk, id).await.sheet;
        let mut all = Completion::default();
        let lines = sheet.parts.iter().flat_map(|part| &part.lines);
        all.lines.extend(lines.map(|line| LineText {
            key: line.key.clone(),
            deviation: "全年没有开展".into(),
            measure: "下年提前安排".into(),
            ..typed(line)
        }));
        for part in &sheet.parts {
            all.texts.extend(part.texts.keys().map(|name| text(&part.key, name)));
        }
        all.texts.extend(sheet.texts.keys().map(|name| text("", name)));
        self.complete(id, &all).await.expect("completed");
    }

    async fn reported(&self) -> String {
        let id = self.approved().await;
        let clerk = self.somebody(Role::Clerk);
        self.office.begin_evaluation(&clerk, &id).await.expect("begun");
        self.fill(&id).await;
        for (role, act) in
            [(Role::Clerk, Act::HandIn), (Role::Head, Act::Pass), (Role::Head, Act::Report)]
        {
            self.turn(role, &id, act).await.unwrap_or_else(|error| panic!("{act:?}: {error}"));
        }
        id
    }
}

/// What was typed before, sent again as the page does.
fn typed(line: &Line) -> LineText {
    let typed = line.typed.as_ref();
    LineText {
        value: typed.map(|typed| typed.words.clone()).unwrap_or_default(),
        value_reason: typed.map(|typed| typed.reason.clone()).unwrap_or_default(),
        ..LineText::default()
    }
}

fn text(project: &str, part: &str) -> BodyText {
    BodyText { project: project.into(), part: part.into(), body: "已核对。".into() }
}

/// A quantity with a lower bound in people or households.
fn countable(found: &Evaluated) -> &Line {
    let lines = found.sheet.parts.iter().flat_map(|part| &part.lines);
    let mut lines =
        lines.filter(|line| line.target.starts_with('≥') && line.target.ends_with('户'));
    lines.next().expect("a number of households")
}

#[tokio::test]
async fn the_same_data_give_the_same_marks_and_every_mark_says_why() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let id = town.approved().await;
        let found = town.evaluated(Role::Clerk, &id).await;
        assert_eq!(found.state(), None, "{}", database.kind);
        assert_eq!(found.sheet, town.evaluated(Role::Finance, &id).await.sheet);
        assert!(found.sheet.parts.len() > 1);
        for part in &found.sheet.parts {
            let of: Decimal =
                part.lines.iter().filter_map(|line| Some(line.mark.as_ref()?.of)).sum();
            let money = part.money.as_ref().expect("a mark of execution");
            assert_eq!(of + money.of, Decimal::ONE_HUNDRED, "{}", part.name);
            for mark in part.lines.iter().filter_map(|line| line.mark.as_ref()) {
                assert!(mark.because.contains("没有提供完成值"), "{}", mark.because);
                assert!(mark.because.contains("依据"), "{}", mark.because);
            }
            // The text proposes what the numbers say.
            let reached = part.texts["reached"].text();
            assert!(reached.starts_with(&format!("共{}项指标，完成0项", part.lines.len())));
        }
        assert_eq!(found.due().map(|day| day.to_string()), Some("2027-02-28".into()));
    }
}

#[tokio::test]
async fn execution_that_nobody_records_is_not_execution_of_nothing() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let id = town.approved().await;
        let sheet = town.evaluated(Role::Clerk, &id).await.sheet;
        for part in &sheet.parts {
            let money = part.money.as_ref().expect("a mark of execution");
            assert_eq!((part.spent(), money.is_open), (None, true), "{}", database.kind);
            let said = "没有支付数据，执行数未取得";
            assert!(part.project.is_none() || part.texts["reached"].text().contains(said));
            assert!(part.changes.iter().all(|change| !change.contains("预算执行")));
        }
        assert!(sheet.texts["management"].text().contains("没有支付数据"));
        assert!(sheet.open().iter().any(|one| one.todo.contains("登记支付")));
        let rows = [("支付金额", "1万元"), ("支付日期", "2026-03-10"), ("凭证号", "记-1")];
        let rows = [rows.as_slice(), &[("项目编码", CODE), ("用途", "救助")]].concat();
        add(&town, "spending", &rows).await;
        let paid = town.evaluated(Role::Clerk, &id).await.sheet;
        let spent: Vec<_> =
            paid.projects().map(|part| part.spent().map(ground::Money::fen)).collect();
        assert_eq!(spent[..2], [Some(1_000_000), Some(0)], "of the other nothing was paid");
        assert!(paid.parts.iter().all(|part| part.money.as_ref().is_some_and(|it| !it.is_open)));
    }
}

#[tokio::test]
async fn a_value_that_is_typed_needs_a_reason_and_stands_beside_the_one_of_the_year() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let id = town.approved().await;
        let clerk = town.somebody(Role::Clerk);
        let key = countable(&town.evaluated(Role::Clerk, &id).await).key.clone();
        let bound = Bound { key: key.clone(), reason: "没有台账".into(), ..Bound::default() };
        town.office.bind(&clerk, &id, &[bound]).await.expect("bound");
        let value = Value {
            key: key.clone(),
            as_of: "2026-12-31".into(),
            words: "2户".into(),
            reason: "年终统计".into(),
            proof: None,
        };
        town.office.enter_value(&clerk, &id, &value).await.expect("entered");
        town.office.begin_evaluation(&clerk, &id).await.expect("begun");
        let before = town.evaluated(Role::Clerk, &id).await;
        let own = before.sheet.line(&key).expect("a line");
        assert_eq!(own.words, "2户", "{}", database.kind);
        let typed = |reason: &str| Completion {
            lines: vec![LineText {
                key: key.clone(),
                value: "1户".into(),
                value_reason: reason.into(),
                ..LineText::default()
            }],
            ..Completion::default()
        };
        let refused = said(town.complete(&id, &typed("")).await);
        assert!(refused.contains("台账是2户，填的是1户"), "{refused}");
        town.complete(&id, &typed("一户年末退出")).await.expect("kept");
        let after = town.evaluated(Role::Finance, &id).await;
        let line = after.sheet.line(&key).expect("a line");
        assert_eq!((line.words.as_str(), line.counted_words()), ("2户", "1户"));
        assert_eq!(line.counted_standing(), "录入");
        let points = |line: &Line| line.mark.as_ref().map(|mark| mark.points).expect("a mark");
        assert!(points(line) < points(own), "{} {}", points(line), points(own));
        assert!(said(town.complete(&id, &odd(&key)).await).contains("看不出是多少"));
    }
}

fn odd(key: &str) -> Completion {
    let line = LineText {
        key: key.to_owned(),
        value: "若干".into(),
        value_reason: "估计".into(),
        ..LineText::default()
    };
    Completion { lines: vec![line], ..Completion::default() }
}

#[tokio::test]
async fn the_way_asks_for_everything_and_ends_frozen() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let id = town.approved().await;
        let clerk = town.somebody(Role::Clerk);
        town.office.begin_evaluation(&clerk, &id).await.expect("begun");
        assert!(said(town.office.begin_evaluation(&clerk, &id).await).contains("已经开始"));
        let refused = said(town.turn(Role::Clerk, &id, Act::HandIn).await);
        assert!(refused.contains("没有填完"), "{refused}");
        town.fill(&id).await;
        // Whoever was slower is told so.
        let old = town.office.complete_evaluation(&clerk, &id, 1, &Completion::default()).await;
        assert!(said(old).contains("别人刚刚改动"), "{}", database.kind);
        town.turn(Role::Clerk, &id, Act::HandIn).await.expect("handed in");
        assert!(said(town.complete(&id, &Completion::default()).await).contains("不能再填"));
        town.turn(Role::Head, &id, Act::GiveBack).await.expect("given back");
        for (role, act) in
            [(Role::Clerk, Act::HandIn), (Role::Head, Act::Pass), (Role::Head, Act::Report)]
        {
            town.turn(role, &id, act).await.unwrap_or_else(|error| panic!("{act:?}: {error}"));
        }
        let reported = town.evaluated(Role::Finance, &id).await;
        changes_later_change_nothing(&town, &id, &reported).await;
        town.turn(Role::Finance, &id, Act::Settle).await.expect("settled");
        let settled = town.evaluated(Role::Clerk, &id).await;
        assert_eq!(settled.state(), Some(State::Settled));
        let kept = settled.kept.as_ref().expect("kept");
        assert_eq!(store::digest(kept.settled.as_bytes()), kept.settled_digest);
        assert_eq!(settled.sheet.whole.total, reported.sheet.whole.total);
        for (role, act) in [(Role::Finance, Act::Return), (Role::Finance, Act::Settle)] {
            assert!(said(town.turn(role, &id, act).await).contains("已审定"), "{act:?}");
        }
        forged(&town, &id).await;
    }
}

/// A value that is entered after the report stands beside the reported one and moves no mark.
async fn changes_later_change_nothing(town: &Town, id: &str, reported: &Evaluated) {
    let line = countable(reported);
    let value = Value {
        key: line.key.clone(),
        as_of: "2026-12-31".into(),
        words: "3户".into(),
        reason: "补录".into(),
        proof: None,
    };
    town.office.enter_value(&town.somebody(Role::Clerk), id, &value).await.expect("entered");
    let now = town.evaluated(Role::Finance, id).await;
    let same = now.sheet.line(&line.key).expect("a line");
    assert_eq!((same.words.as_str(), same.now.as_deref()), ("—", Some("3户")));
    assert_eq!(now.sheet.whole, reported.sheet.whole);
}

/// A form whose text is not the one of the digest is not shown.
async fn forged(town: &Town, id: &str) {
    let mut tx = town.office.store().write().await.expect("a transaction");
    let everything = store::Scope::everything();
    let kept = store::evaluations::find(&mut tx, &everything, id).await.expect("found");
    let kept = kept.expect("kept");
    let forged = store::evaluations::Evaluation {
        settled: kept.settled.replace("全年没有开展", "已经完成"),
        ..kept.clone()
    };
    store::evaluations::update(&mut tx, &forged, kept.revision).await.expect("written");
    tx.commit().await.expect("kept");
    let clerk = town.somebody(Role::Clerk);
    assert!(said(town.office.evaluation(&clerk, id).await).contains("摘要（SM3）不符"));
}

#[tokio::test]
async fn only_who_may_does_it() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let id = town.approved().await;
        let stranger = asker(Role::Clerk, SCHOOLS, "r/s/");
        let refused = [
            said(town.office.begin_evaluation(&town.somebody(Role::Finance), &id).await),
            said(town.office.begin_evaluation(&stranger, &id).await),
            said(town.office.evaluation(&stranger, &id).await),
            said(town.office.evaluations(&town.somebody(Role::Head), 2026).await),
        ];
        let expected = ["没有“填写绩效自评”", "找不到", "找不到", "没有“查看报送进度”"];
        for (said, expected) in refused.iter().zip(expected) {
            assert!(said.contains(expected), "{said} {}", database.kind);
        }
        town.office.begin_evaluation(&town.somebody(Role::Clerk), &id).await.expect("begun");
        town.fill(&id).await;
        town.turn(Role::Clerk, &id, Act::HandIn).await.expect("handed in");
        for (role, act) in [
            (Role::Clerk, Act::Pass),
            (Role::Finance, Act::Pass),
            (Role::Head, Act::Settle),
            (Role::Above, Act::Return),
        ] {
            let refused = said(town.turn(role, &id, act).await);
            assert!(refused.contains("没有“"), "{role:?} {act:?}: {refused}");
        }
    }
}

#[tokio::test]
async fn a_recheck_stands_beside_and_is_the_bureaus_own_until_it_is_settled() {
    for database in Database::both() {
        let town = Town::found(&database).await;
        let id = town.reported().await;
        let finance = town.somebody(Role::Finance);
        let lot = Choice::ByLot { count: 1, seed: "20270301".into() };
        let chosen = town.office.sample_evaluations(&finance, 2026, &lot).await.expect("a sample");
        assert_eq!(chosen, [id.as_str()], "{}", database.kind);
        assert!(
            said(town.office.sample_evaluations(&finance, 2026, &lot).await)
                .contains("没有已报财政")
        );
        let before = town.evaluated(Role::Finance, &id).await;
        let line = countable(&before);
        let found = |value: &str, points: &str, opinion: &str| FoundText {
            key: line.key.clone(),
            value: value.into(),
            points: points.into(),
            opinion: opinion.into(),
        };
        let keep = async |found: FoundText, whole: &str| {
            let seen = town.evaluated(Role::Finance, &id).await.revision();
            town.office.recheck_evaluation(&finance, &id, seen, &[found], whole).await
        };
        assert!(said(keep(found("", "1000", ""), "").await).contains("请填0到"));
        keep(found("1户", "", ""), "").await.expect("kept");
        let after = town.evaluated(Role::Finance, &id).await;
        let beside = after.sheet.line(&line.key).and_then(|line| line.found.clone());
        let beside = beside.expect("found");
        assert!(beside.difference > Decimal::ZERO, "{beside:?}");
        assert_eq!(after.sheet.whole.total, before.sheet.whole.total);
        assert!(after.sheet.result().0 > before.sheet.whole.total);
        let theirs = town.evaluated(Role::Head, &id).await;
        assert_eq!(theirs.sheet.line(&line.key).and_then(|line| line.found.clone()), None);
        assert!(said(town.turn(Role::Finance, &id, Act::Settle).await).contains("没有说明意见"));
        keep(found("1户", "", "有一户的材料"), "").await.expect("kept");
        assert!(said(town.turn(Role::Finance, &id, Act::Settle).await).contains("复核意见"));
        keep(found("1户", "", "有一户的材料"), "基本属实").await.expect("kept");
        town.turn(Role::Finance, &id, Act::Settle).await.expect("settled");
        let theirs = town.evaluated(Role::Head, &id).await;
        assert!(theirs.sheet.line(&line.key).expect("a line").found.is_some());
        let lines = town.office.evaluations(&town.somebody(Role::Above), 2026).await.expect("all");
        assert_eq!(lines.iter().map(|line| line.differences).sum::<usize>(), 1);
        assert!(trail(&town).await.contains("种子“20270301”"));
    }
}

async fn trail(town: &Town) -> String {
    let auditor: Asker = town.somebody(Role::Auditor);
    let filter = store::audit::Filter { take: 1000, ..store::audit::Filter::default() };
    format!("{:?}", town.office.list_trail(&auditor, &filter).await.expect("a trail"))
}

#[tokio::test]
async fn the_papers_say_what_the_page_says() {
    let database = Database::sqlite();
    let town = Town::found(&database).await;
    let id = town.reported().await;
    let found = town.evaluated(Role::Head, &id).await;
    let head = town.somebody(Role::Head);
    for paper in EvaluationPaper::ALL {
        let (document, name) =
            town.office.evaluation_paper(&head, &id, paper).await.expect("a paper");
        assert!(name.contains(paper.label()), "{name}");
        let text = write::txt(&document);
        for part in found.sheet.projects() {
            assert!(text.contains(&part.name), "{}", part.name);
            let total = part.total.expect("a total").normalize().to_string();
            assert!(text.contains(&total), "{total} of {}", part.name);
        }
        assert!(text.contains("全年没有开展"));
    }
}
