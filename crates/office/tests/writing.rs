//! Writing statements: beginning, drafting, undoing, keeping versions, two people at once; on both
//! databases.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use model::draft::Reshape;
use office::beginning::{From, Upload};
use office::comparing::Against;
use office::drafts::{Change, Opened, STEPS, Typed};
use office::keeping::{Choice, Keep, Kept};
use office::library::Kinds;
use office::people::{Founding, NewOrganisation, NewUser};
use office::signing::Credentials;
use office::{Asker, Clock, Office, OfficeError};
use rulebook::Rulebook;
use store::Store;
use store::library::Wanted;
use store::organisations::OrganisationKind;
use store::people::Role;
use testkit::database::Database;

use crate::administrators::PASSWORD;

const SAMPLE: &str = include_str!("../../../examples/linhe-2026.txt");
const TARGET: &str = "projects/0/indicators/0/target";

fn user(home: &str, login: &str) -> NewUser {
    NewUser {
        home: home.into(),
        login: login.into(),
        name: format!("用户{login}"),
        post: String::new(),
        password: PASSWORD.into(),
        must_change: false,
    }
}

struct Town {
    office: Office,
    clock: Clock,
    union: String,
    one: Asker,
    other: Asker,
    stranger: Asker,
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

async fn town(database: &Database) -> Town {
    let clock = Clock::set_to("2026-01-05T01:00:00Z".parse::<Timestamp>().expect("a moment"));
    let store = Store::open(&database.address).await.expect("the store opens");
    let rulebook = Arc::new(Rulebook::embedded().expect("the rulebook loads"));
    let office = Office::new(store, rulebook, clock.clone());
    let founding = Founding {
        region: "990321".into(),
        name: "临河县".into(),
        administrators: ["xitong", "anquan", "shenji"].map(|login| user("", login)),
        address: "命令行".into(),
    };
    let region = office.found(&founding).await.expect("founded");
    let system = signed_in(&office, "xitong").await;
    let mut homes = Vec::new();
    for (name, code) in [("临河县总工会", "711001"), ("临河县教育局", "205001")] {
        let new = NewOrganisation {
            parent: Some(region.clone()),
            kind: OrganisationKind::Department,
            code: code.into(),
            region: "990321".into(),
            name: name.into(),
        };
        homes.push(office.enter_organisation(&system, &new).await.expect("entered"));
    }
    let security = signed_in(&office, "anquan").await;
    let mut askers = Vec::new();
    for (login, home) in [("jia", 0), ("yi", 0), ("bing", 1)] {
        let id = office.add_user(&system, &user(&homes[home], login)).await.expect("added");
        office.give_role(&security, &id, Role::Clerk, &homes[home]).await.expect("given");
        askers.push(signed_in(&office, login).await);
    }
    let [one, other, stranger] = askers.try_into().expect("three");
    Town { office, clock, union: homes[0].clone(), one, other, stranger }
}

fn sample() -> Upload {
    Upload { name: "绩效文本.txt".into(), bytes: SAMPLE.as_bytes().to_vec() }
}

fn typed(opened: &Opened, fields: &[(&str, &str)]) -> Typed {
    Typed {
        page: opened.page.clone(),
        revision: opened.revision,
        base: opened.base,
        fields: fields.iter().map(|(path, text)| ((*path).into(), (*text).into())).collect(),
    }
}

fn keep(opened: &Opened, fields: &[(&str, &str)]) -> Keep {
    Keep { typed: typed(opened, fields), reason: "改".into(), ..Keep::default() }
}

#[tokio::test]
async fn a_file_is_previewed_imported_and_kept() {
    for database in Database::both() {
        let town = town(&database).await;
        let seen = town.office.preview_import(&town.one, &town.union, &sample()).await;
        let seen = seen.expect("previewed");
        assert_eq!((seen.year, seen.draft.projects.len()), (Some(2026), 2));
        assert!(seen.fields.0 > 50 && seen.fields.0 <= seen.fields.1, "{:?}", seen.fields);
        assert!(seen.twin.is_none());
        let list = |town: &Town| {
            let (office, one) = (town.office.clone(), town.one.clone());
            async move {
                let filter = store::statements::Filter { take: 9, ..Default::default() };
                office.list_statements(&one, &filter).await.expect("listed").total
            }
        };
        assert_eq!(list(&town).await, 0, "a preview stores nothing");
        let id = town.office.import_statement(&town.one, &town.union, &sample()).await;
        let id = id.expect("imported");
        let original = town.office.download_original(&town.one, &id).await.expect("original");
        assert_eq!(original.bytes, SAMPLE.as_bytes());
        let (document, name) =
            town.office.version_document(&town.one, &id, 1).await.expect("a document");
        assert!(name.ends_with("（第1版）"), "{name}");
        assert!(write::txt(&document).contains("临河县总工会"));
        let data = town.office.version_data(&town.one, &id, 1).await.expect("data");
        let read = read::read("version.json", &data.bytes);
        assert_eq!(read.statement.plan_year(), Some(2026));
        let wanted = Wanted { words: "救助 户数".into(), take: 50, ..Wanted::default() };
        let search = async |asker: &Asker, wanted: &Wanted, function: &str, project: &str| {
            let kinds = Kinds { function: function.into(), project: project.into() };
            town.office.search_library(asker, wanted, &kinds).await.map(|found| found.rows.total)
        };
        let all = search(&town.one, &wanted, "", "").await.expect("found");
        assert!(all >= 3, "{all}");
        assert_eq!(search(&town.stranger, &wanted, "", "").await.expect("none"), 0);
        assert_eq!(search(&town.one, &wanted, "union", "relief").await.expect("found"), all);
        assert_eq!(search(&town.one, &wanted, "education", "").await.expect("none"), 0);
        assert_eq!(search(&town.one, &wanted, "", "building").await.expect("none"), 0);
        assert!(search(&town.one, &wanted, "", "nothing").await.is_err());
        let (functions, projects) = town.office.library_kinds(&town.one).await.expect("kinds");
        let functions: Vec<&str> = functions.iter().map(|kind| kind.title.as_str()).collect();
        assert_eq!((functions.as_slice(), projects.is_empty()), (["工会"].as_slice(), false));
        let refused = town.office.preview_import(&town.stranger, &town.union, &sample()).await;
        assert!(matches!(refused, Err(OfficeError::Missing { .. })));
        let zip = Upload {
            name: "甲.zip".into(),
            bytes: b"PK\x05\x06".iter().copied().chain([0; 18]).collect(),
        };
        assert!(town.office.preview_import(&town.one, &town.union, &zip).await.is_err());
    }
}

#[tokio::test]
async fn what_is_typed_is_saved_reviewed_undone_and_kept() {
    for database in Database::both() {
        let town = town(&database).await;
        let office = &town.office;
        let id = office.import_statement(&town.one, &town.union, &sample()).await.expect("in");
        let opened = office.open_draft(&town.one, &id).await.expect("opened");
        let quiet = opened.live.findings.len();
        let first = typed(&opened, &[(TARGET, "有所提高")]);
        let saved = office.edit_draft(&town.one, &id, &first, &Change::Save).await.expect("saved");
        assert!(saved.live.findings.len() > quiet, "a vague target is found at once");
        assert!(saved.live.findings.iter().any(|found| found.path == TARGET));
        // Typing on in the same field is one step.
        town.clock.move_to("2026-01-05T01:00:03Z".parse().expect("a moment"));
        let on = typed(&saved, &[(TARGET, "有所提高了")]);
        let saved = office.edit_draft(&town.one, &id, &on, &Change::Save).await.expect("saved");
        let back = office.edit_draft(&town.one, &id, &typed(&saved, &[]), &Change::Undo).await;
        let back = back.expect("undone");
        assert_eq!(back.draft.get(TARGET), Some("≥40户"));
        assert!(!back.can_undo && back.can_redo);
        let on = office.edit_draft(&town.one, &id, &typed(&back, &[]), &Change::Redo).await;
        assert_eq!(on.as_ref().expect("redone").draft.get(TARGET), Some("有所提高了"));
        let on = on.expect("redone");
        // A cost with a lower bound: its correction is made with one press, and can be undone.
        let cost = "projects/0/indicators/5/target";
        let wrong = typed(&on, &[(cost, "≥3000元/户")]);
        let wrong = office.edit_draft(&town.one, &id, &wrong, &Change::Save).await.expect("saved");
        let found = wrong.live.findings.iter().find(|it| it.path == cost && !it.mending.is_empty());
        let mend = Change::Mend(found.expect("a finding with a correction").key.clone());
        let mended = office.edit_draft(&town.one, &id, &typed(&wrong, &[]), &mend).await;
        let mended = mended.expect("mended");
        assert_eq!(mended.draft.get(cost), Some("≤3000元/户"));
        let again = office.edit_draft(&town.one, &id, &typed(&mended, &[]), &mend).await;
        assert!(matches!(again, Err(OfficeError::Conflict(_))), "mended once only");
        let on = office.open_draft(&town.one, &id).await.expect("opened");
        let on = Opened { page: mended.page.clone(), ..on };
        let rows = Change::Reshape("projects/0/indicators/0".into(), Reshape::Copy);
        let on = office.edit_draft(&town.one, &id, &typed(&on, &[]), &rows).await.expect("copied");
        assert_eq!(on.place, "projects/0/indicators/1");
        let kept = office.keep_version(&town.one, &id, &keep(&on, &[])).await.expect("kept");
        assert!(matches!(kept, Kept::Version { number: 2, merged: None }), "{kept:?}");
        let compared = office.compare(&town.one, &id, Some(Against::Version(1)), Some(2)).await;
        assert_eq!(compared.expect("compared").differences.len(), 2);
        let again = office.open_draft(&town.one, &id).await.expect("opened");
        assert_eq!(again.draft.get(TARGET), Some("有所提高了"));
        let nothing = office.keep_version(&town.one, &id, &keep(&again, &[])).await.expect("kept");
        assert!(matches!(nothing, Kept::Nothing), "{nothing:?}");
    }
}

#[tokio::test]
async fn two_people_at_once_lose_nothing() {
    for database in Database::both() {
        let town = town(&database).await;
        let office = &town.office;
        let id = office.import_statement(&town.one, &town.union, &sample()).await.expect("in");
        let mine = office.open_draft(&town.one, &id).await.expect("opened");
        let theirs = office.open_draft(&town.other, &id).await.expect("opened");
        let purpose = "projects/1/purpose";
        let both = [(TARGET, "≥45户"), (purpose, "用于劳模体检和慰问。")];
        let kept = office.keep_version(&town.other, &id, &keep(&theirs, &both)).await;
        assert!(matches!(kept.expect("kept"), Kept::Version { number: 2, merged: None }));
        let change = [(TARGET, "≥50户"), ("overall/0", "另写的一段。")];
        let saved = office.edit_draft(&town.one, &id, &typed(&mine, &change), &Change::Save).await;
        let saved = saved.expect("saved");
        assert_eq!(saved.newer.as_ref().map(|it| (it.number, it.by.as_str())), Some((2, "用户yi")));
        let kept = office.keep_version(&town.one, &id, &keep(&saved, &[])).await.expect("asked");
        let Kept::Undecided { conflicts, newer, revision, .. } = kept else { panic!("{kept:?}") };
        assert_eq!(conflicts.len(), 1);
        assert_eq!((conflicts[0].mine.as_str(), conflicts[0].theirs.as_str()), ("≥50户", "≥45户"));
        let mut decided = keep(&saved, &[]);
        decided.typed.revision = revision;
        decided.seen = newer.number;
        decided.choices = vec![(conflicts[0].path.clone(), Choice::Mine)];
        let kept = office.keep_version(&town.one, &id, &decided).await.expect("kept");
        assert!(matches!(kept, Kept::Version { number: 3, merged: Some(2) }), "{kept:?}");
        let now = office.open_draft(&town.other, &id).await.expect("opened").draft;
        assert_eq!(now.get(TARGET), Some("≥50户"));
        assert_eq!(now.get(purpose), Some("用于劳模体检和慰问。"));
        assert_eq!(now.get("overall/0"), Some("另写的一段。"));
        // One removes a row that the other left alone, the other rewrites a whole project.
        let a = office.open_draft(&town.one, &id).await.expect("opened");
        let b = office.open_draft(&town.other, &id).await.expect("opened");
        let gone = Change::Reshape("projects/0/indicators/3".into(), Reshape::Remove);
        let a = office.edit_draft(&town.one, &id, &typed(&a, &[]), &gone).await.expect("removed");
        let anew = [
            ("projects/1/name", "新项目"),
            ("projects/1/code", ""),
            ("projects/1/purpose", "另作他用"),
        ];
        let kept = office.keep_version(&town.other, &id, &keep(&b, &anew)).await.expect("kept");
        assert!(matches!(kept, Kept::Version { number: 4, merged: None }));
        let kept = office.keep_version(&town.one, &id, &keep(&a, &[])).await.expect("kept");
        assert!(matches!(kept, Kept::Version { number: 5, merged: Some(4) }), "{kept:?}");
        let now = office.open_draft(&town.other, &id).await.expect("opened").draft;
        assert_eq!((now.projects.len(), now.projects[0].indicators.len()), (2, 9));
        assert_eq!(now.get("projects/1/name"), Some("新项目"));
        // Two keep at the very same moment: one is told, and brings both together afterwards.
        let a = office.open_draft(&town.one, &id).await.expect("opened");
        let b = office.open_draft(&town.other, &id).await.expect("opened");
        let (one, other) = (keep(&a, &[("overall/0", "甲写的。")]), keep(&b, &[(TARGET, "≥60户")]));
        let (left, right) = tokio::join!(
            office.keep_version(&town.one, &id, &one),
            office.keep_version(&town.other, &id, &other),
        );
        if left.is_err() {
            let a = office.open_draft(&town.one, &id).await.expect("opened");
            office
                .keep_version(&town.one, &id, &keep(&a, &[("overall/0", "甲写的。")]))
                .await
                .expect("kept");
        }
        for kept in [&left, &right] {
            let undecided = matches!(kept, Ok(Kept::Undecided { .. } | Kept::Nothing));
            assert!(!undecided, "nothing is to be chosen: {kept:?}");
        }
        if right.is_err() {
            let b = office.open_draft(&town.other, &id).await.expect("opened");
            office
                .keep_version(&town.other, &id, &keep(&b, &[(TARGET, "≥60户")]))
                .await
                .expect("kept");
        }
        let end = office.open_draft(&town.one, &id).await.expect("opened");
        assert_eq!(end.draft.get("overall/0"), Some("甲写的。"), "{}", database.kind);
        assert_eq!(end.draft.get(TARGET), Some("≥60户"));
        assert_eq!(end.listed.statement.version, 7);
    }
}

#[tokio::test]
async fn hostile_input_is_refused_and_undo_is_bounded() {
    let database = Database::sqlite();
    let town = town(&database).await;
    let office = &town.office;
    let id = office.import_statement(&town.one, &town.union, &sample()).await.expect("in");
    let opened = office.open_draft(&town.one, &id).await.expect("opened");
    let long = "字".repeat(10_001);
    for (path, text) in
        [("projects/99/name", "甲"), ("../etc", "甲"), ("title/x", ""), (TARGET, &long)]
    {
        let bad = typed(&opened, &[(path, text)]);
        let error = office.edit_draft(&town.one, &id, &bad, &Change::Save).await.expect_err(path);
        assert!(matches!(error, OfficeError::Invalid(_)), "{path}: {error}");
    }
    assert!(office.open_draft(&town.stranger, &id).await.is_err());
    let old = typed(&opened, &[]);
    let mut now = office.edit_draft(&town.one, &id, &old, &Change::Save).await.expect("saved");
    for turn in 0..(STEPS + 30) {
        let at: Timestamp = "2026-01-05T02:00:00Z".parse().expect("a moment");
        town.clock.move_to(at + SignedDuration::from_secs(turn * 20));
        let next = typed(&now, &[(TARGET, &format!("≥{turn}户"))]);
        now = office.edit_draft(&town.one, &id, &next, &Change::Save).await.expect("saved");
    }
    let mut undone = 0;
    while now.can_undo {
        let back = typed(&now, &[]);
        now = office.edit_draft(&town.one, &id, &back, &Change::Undo).await.expect("undone");
        undone += 1;
    }
    assert_eq!(undone, STEPS);
    // Another page has not seen what was saved since; who names no page is told so as well.
    for page in ["another", ""] {
        let elsewhere = Typed { page: page.into(), ..old.clone() };
        let told = office.edit_draft(&town.one, &id, &elsewhere, &Change::Save).await;
        assert!(matches!(told, Err(OfficeError::Conflict(_))), "“{page}”");
    }
    let rows = Change::Reshape("projects/0/indicators".into(), Reshape::Add);
    let mut refused = false;
    for _ in 0..300 {
        match office.edit_draft(&town.one, &id, &typed(&now, &[]), &rows).await {
            Ok(next) => now = next,
            Err(OfficeError::Invalid(_)) => {
                refused = true;
                break;
            }
            Err(other) => panic!("{other}"),
        }
    }
    assert!(refused, "rows are bounded");
}

#[tokio::test]
async fn a_year_begins_from_nothing_and_from_the_year_before() {
    let database = Database::sqlite();
    let town = town(&database).await;
    let office = &town.office;
    office.import_statement(&town.one, &town.union, &sample()).await.expect("in");
    let twice = office.new_statement(&town.one, &town.union, 2026, From::Nothing(1)).await;
    assert!(matches!(twice, Err(OfficeError::Conflict(_))));
    let next =
        office.new_statement(&town.one, &town.union, 2027, From::LastYear).await.expect("new");
    let opened = office.open_draft(&town.one, &next).await.expect("opened");
    assert_eq!(opened.draft.year, "2027");
    assert_eq!(opened.draft.projects[0].total, "");
    assert_eq!(opened.last_year.expect("last year").projects[0].total, "24.00");
    let blank =
        office.new_statement(&town.one, &town.union, 2030, From::Nothing(2)).await.expect("new");
    let opened = office.open_draft(&town.one, &blank).await.expect("opened");
    assert_eq!(opened.draft.projects.len(), 2);
    assert!(opened.draft.projects[0].indicators.len() >= 4);
    assert_eq!(opened.draft.projects[0].plan.len(), 4);
}

#[tokio::test]
async fn common_indicators_are_offered_with_their_source_and_added_without_target() {
    let database = Database::sqlite();
    let town = town(&database).await;
    let office = &town.office;
    let id = office.import_statement(&town.one, &town.union, &sample()).await.expect("in");
    let place = (2026, "990321");
    let all = office.common_indicators(&town.one, &Wanted::default(), place).expect("a list");
    assert!(all.first().is_some_and(|first| first.is_of_department));
    assert!(all.iter().all(|one| !one.source.is_empty() && !one.rows.is_empty()), "{all:?}");
    let wanted =
        Wanted {
            words: "满意度".into(), dimension: "满意度指标".into(), ..Wanted::default()
        };
    let some = office.common_indicators(&town.one, &wanted, place).expect("a list");
    assert!(some.iter().flat_map(|one| &one.rows).all(|row| row.name.contains("满意度")));
    for catalogue in &some {
        let row = catalogue.rows.first().expect("a row");
        let added = office.add_common_indicator(&town.one, &id, 1, &row.key).await.expect("added");
        assert_eq!(added.place.starts_with("indicators/"), catalogue.is_of_department);
        let path = added.place.strip_suffix("/name").expect("a row");
        let field = |name: &str| added.draft.get(&format!("{path}/{name}")).map(str::to_owned);
        assert_eq!(field("name").as_deref(), Some(row.name.as_str()));
        assert_eq!(field("target").as_deref(), Some(""));
        assert_eq!(field("dimension").as_deref(), Some("满意度指标"));
    }
    let none = office.add_common_indicator(&town.one, &id, 0, "nothing/0").await;
    assert!(matches!(none, Err(OfficeError::Missing { .. })));
    let key = &some.last().and_then(|one| one.rows.first()).expect("a row").key;
    let strange = office.add_common_indicator(&town.stranger, &id, 0, key).await;
    strange.expect_err("another department's");
}
