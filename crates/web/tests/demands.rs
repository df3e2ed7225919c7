//! Demands in the browser: raised beside a finding, answered with proof, confirmed once the rule is content; lists.

use office::monitoring::opening::Opening;
use store::Scope;
use store::demands::{self, Demand};
use store::people::Role;
use testkit::database::Database;

use crate::support::{Served, target};

const EVIL: &str = "<script>alert(1)</script>'\"&";
/// An indicator that one household is far from reaching, and its project.
const LIVING: &str = "99032126P00110010001X/数量指标/生活救助户数";
const PROJECT: &str = "99032126P00110010001X";
/// The fields of the form, as it sends them.
const NAMES: [&str; 14] = [
    "owner",
    "year",
    "origin",
    "kind",
    "statement",
    "place",
    "quoted",
    "subject",
    "found",
    "asked",
    "basis",
    "decider",
    "code",
    "due_on",
];
const FAULT: (&str, &str) = ("≤3000元/户", "≥3000元/户");

fn form<'a>(found: &'a str, due_on: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("owner", "u"),
        ("year", "2026"),
        ("origin", "audit"),
        ("kind", "funds"),
        ("found", found),
        ("asked", "补齐凭证"),
        ("subject", "困难职工帮扶"),
        ("due_on", due_on),
    ]
}

/// Raises one as the finance bureau; gives its address.
async fn raise(served: &Served, form: &[(&str, &str)]) -> String {
    let made = served.post(Role::Finance, "/demands/new", form).await;
    assert_eq!(made.status, 303, "{}", made.text());
    target(&made).replace("?said=raised", "")
}

/// Lets the day of a demand be one that has passed.
async fn past_its_day(served: &Served, here: &str, due_on: &str) {
    let id = here.rsplit('/').next().unwrap_or_default();
    let everything = Scope::everything();
    let mut tx = served.office.store().write().await.expect("a transaction");
    let found = demands::get(&mut tx, &everything, id).await.expect("a demand");
    let past = Demand { version: found.version + 1, due_on: due_on.into(), ..found };
    demands::update(&mut tx, &everything, &past).await.expect("changed");
    tx.commit().await.expect("kept");
}

/// The values of the fields of a form, by their names: inputs, chosen options, texts.
fn value(page: &str, name: &str) -> String {
    let field = page.split(&format!("name=\"{name}\"")).nth(1).expect(name);
    let field = field.split("</div>").next().unwrap_or_default();
    let plain = |text: &str| text.replace("&#62;", ">").replace("&#39;", "'").trim().to_owned();
    if let Some(text) = field.split("</textarea>").next().filter(|_| field.contains("</textarea>"))
    {
        return plain(text.split_once('>').map_or("", |(_, text)| text));
    }
    if let Some(before) = field.split(" selected").next().filter(|_| field.contains(" selected")) {
        return plain(before.rsplit("value=\"").next().unwrap_or_default().trim_end_matches('"'));
    }
    let text = field.split_once("value=\"").map_or("", |(_, text)| text);
    plain(text.split('"').next().unwrap_or_default())
}

#[tokio::test]
async fn a_finding_becomes_a_demand_and_is_closed_when_the_rule_is_content() {
    for database in Database::both() {
        let served = Served::start(&database).await;
        let statement = served.draft(Some(FAULT)).await;
        let path = format!("/statements/{statement}?tab=findings");
        let clerks = served.get(Some(Role::Clerk), &path).await.text();
        assert!(!clerks.contains("提出整改"), "the finance side alone");
        let findings = served.get(Some(Role::Finance), &path).await.text();
        let links = findings.split("href=\"/demands/new?").skip(1);
        let links = links.map(|rest| rest.split('"').next().unwrap_or_default());
        let link = links.map(|link| link.replace("&#38;", "&").replace("&amp;", "&"));
        let link = { link }.find(|link| link.contains("code=TGT001")).expect("a link");
        let page = served.get(Some(Role::Finance), &format!("/demands/new?{link}")).await.text();
        assert_eq!(value(&page, "decider"), "rule");
        assert_eq!(value(&page, "code"), "TGT001");
        assert_eq!(value(&page, "statement"), statement);
        let pairs: Vec<(&str, String)> =
            NAMES.iter().map(|name| (*name, value(&page, name))).collect();
        let pairs: Vec<(&str, &str)> =
            pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let here = raise(&served, &pairs).await;
        let sheet = served.get(Some(Role::Clerk), &here).await.text();
        for said in ["仍存在", "TGT001", "提交答复", "待整改", "/statements/"] {
            assert!(sheet.contains(said), "{said}: {sheet}");
        }
        let desk = served.get(Some(Role::Clerk), "/desk").await.text();
        assert!(desk.contains("有 1 条整改要求等您答复"), "{desk}");
        let added = [("version", "1")];
        let files = format!("{here}/files");
        let added = served.post_parts(Role::Clerk, &files, &added, ("回单.pdf", "%PDF-1.7")).await;
        assert_eq!(target(&added), format!("{here}?said=added"));
        let gap = [("version", "2"), ("measure", EVIL), ("result", " ")];
        let gap = served.post(Role::Clerk, &format!("{here}/answer"), &gap).await;
        assert_eq!(gap.status, 422);
        let text = gap.text();
        assert!(text.contains("请填写整改结果") && text.contains("&#60;script&#62;"), "{text}");
        let answer = [("version", "2"), ("measure", EVIL), ("result", "已改")];
        let answered = served.post(Role::Clerk, &format!("{here}/answer"), &answer).await;
        assert_eq!(target(&answered), format!("{here}?said=answered"));
        let desk = served.get(Some(Role::Finance), "/desk").await.text();
        assert!(desk.contains("有 1 条整改已经答复，等您确认"), "{desk}");
        let seen = [("version", "3"), ("text", "")];
        let early = served.post(Role::Finance, &format!("{here}/confirm"), &seen).await;
        assert_eq!(early.status, 409);
        assert!(early.text().contains("现在还不能确认"), "{}", early.text());
        let stale = [("version", "2"), ("text", "没有改")];
        let stale = served.post(Role::Finance, &format!("{here}/return"), &stale).await;
        assert_eq!(stale.status, 409);
        let refused = served.post(Role::Head, &format!("{here}/confirm"), &seen).await;
        assert_eq!(refused.status, 403);
        let sheet = served.get(Some(Role::Finance), &here).await.text();
        assert!(!sheet.contains("<script>alert") && !sheet.contains(" style="), "{sheet}");
        assert!(sheet.contains("确认整改到位") && sheet.contains(".pdf"), "{sheet}");
        let file = sheet.split(&format!("{here}/files/")).nth(1).expect("a file");
        let file = format!("{here}/files/{}", file.split('"').next().unwrap_or_default());
        let sent = served.get(Some(Role::Finance), &file).await;
        assert_eq!(sent.body, b"%PDF-1.7");
        for paper in ["notice.docx", "reply.xlsx", "notice.html"] {
            let paper = served.get(Some(Role::Clerk), &format!("{here}/papers/{paper}")).await;
            assert_eq!(paper.status, 200, "{}", paper.text());
        }
        for paper in ["notice", "letter.docx", "notice.exe"] {
            let paper = served.get(Some(Role::Clerk), &format!("{here}/papers/{paper}")).await;
            assert_eq!(paper.status, 404);
        }
        assert_eq!(served.get(Some(Role::Auditor), &here).await.status, 403);
        assert_eq!(served.get(None, &here).await.status, 303);
    }
}

#[tokio::test]
async fn lists_tell_what_is_late_and_are_taken_away_as_they_stand() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    let empty = served.get(Some(Role::Clerk), "/demands").await.text();
    assert!(empty.contains("没有整改要求") && !empty.contains("/demands/new"), "{empty}");
    let wrong = served.post(Role::Finance, "/demands/new", &form("", "2026-01-01")).await;
    assert_eq!(wrong.status, 422);
    let text = wrong.text();
    for said in ["请写明发现了什么问题", "已经过了", "aria-invalid", "补齐凭证"] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let here = raise(&served, &form(EVIL, "2026-01-12")).await;
    raise(&served, &form("制度没有修订", "2026-02-20")).await;
    let again = [form("凭证仍然不全", "2026-03-20"), vec![("year", "2027")]].concat();
    let again: Vec<_> = again.into_iter().filter(|pair| *pair != ("year", "2026")).collect();
    let later = raise(&served, &again).await;
    let sheet = served.get(Some(Role::Clerk), &later).await.text();
    assert!(sheet.contains("上年同类问题") && sheet.contains("href=\"/demands/"), "{sheet}");
    past_its_day(&served, &here, "2026-01-08").await;
    let list = served.get(Some(Role::Clerk), "/demands").await.text();
    assert!(!list.contains("<script>alert") && !list.contains(" style="), "{list}");
    for said in ["逾期2天", "再次发生", "制度没有修订", "其中逾期"] {
        assert!(list.contains(said), "{said}: {list}");
    }
    let late = served.get(Some(Role::Clerk), "/demands?state=late").await.text();
    assert!(late.contains("逾期2天") && !late.contains("制度没有修订"), "{late}");
    let found = served.get(Some(Role::Clerk), "/demands?q=%E5%88%B6%E5%BA%A6").await.text();
    assert!(found.contains("制度没有修订") && !found.contains("逾期2天"), "{found}");
    let none = served.get(Some(Role::Clerk), "/demands?state=confirmed").await.text();
    assert!(none.contains("没有符合条件的整改要求"), "{none}");
    let table = served.get(Some(Role::Clerk), "/demands.csv?state=late").await.text();
    assert_eq!(table.lines().count(), 2, "{table}");
    assert!(table.contains("发现的问题") && table.contains("script"), "{table}");
    let withdrawn = [("version", "2"), ("text", "误提")];
    let done = served.post(Role::Finance, &format!("{here}/withdraw"), &withdrawn).await;
    assert_eq!(target(&done), format!("{here}?said=withdrawn"));
    let desk = served.get(Some(Role::Clerk), "/desk").await.text();
    assert!(desk.contains("有 2 条整改要求等您答复。"), "none is late any more: {desk}");
    assert_eq!(served.get(Some(Role::SystemAdministrator), "/demands").await.status, 403);
    assert_eq!(served.get(Some(Role::Clerk), "/demands/new").await.status, 403);
}

/// The union's statement, approved, with one of forty households helped by January.
async fn in_its_year(served: &Served) -> String {
    let id = served.approved().await;
    let form = [("key", LIVING), ("as_of", "2026-01-05"), ("words", "1户"), ("reason", "台账未建")];
    let enter = format!("/statements/{id}/year/enter");
    let done = served.post_parts(Role::Clerk, &enter, &form, ("", "")).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let begun = served.post(Role::Clerk, &format!("/statements/{id}/evaluation/begin"), &[]).await;
    assert_eq!(begun.status, 303, "{}", begun.text());
    id
}

/// The form of monitoring as of a day; gives its address.
async fn monitored(served: &Served, day: &str) -> String {
    let bureau = served.office.asker("finance", "127.0.0.1").await.expect("the bureau");
    let opening = Opening {
        owner: "r".into(),
        year: 2026,
        day: day.into(),
        due_on: "2026-11-10".into(),
        basis: String::new(),
    };
    served.office.open_monitoring(&bureau, &opening).await.expect("opened");
    let filter = store::monitoring::Filter::default();
    let tasks = served.office.monitoring_tasks(&bureau, &filter).await.expect("tasks");
    format!("/monitoring/tasks/{}", tasks.first().expect("a form").task.id)
}

/// Where a page leads to raise a demand.
fn raising(page: &str) -> Vec<String> {
    let links =
        page.split("href=\"/demands/new?").skip(1).filter_map(|rest| rest.split('"').next());
    let plain = |link: &str| link.replace("&#38;", "&").replace("&amp;", "&");
    links.map(|link| format!("/demands/new?{}", plain(link))).collect()
}

#[tokio::test]
async fn a_light_and_a_mark_become_demands_that_say_what_and_where() {
    for database in Database::both() {
        let served = Served::start(&database).await;
        let id = in_its_year(&served).await;
        let day = "2026-10-31";
        let task = monitored(&served, day).await;
        let pages = [
            (format!("/statements/{id}/watch?day=2026-10-31"), "monitoring", "截至2026-10-31"),
            (task, "monitoring", "截至2026-10-31"),
            (format!("/statements/{id}/evaluation"), "self_evaluation", "2026年绩效自评"),
        ];
        for (at, origin, from) in pages {
            let clerks = served.get(Some(Role::Clerk), &at).await.text();
            assert!(!clerks.contains("提出整改要求"), "the clerk raises none: {at}");
            let page = served.get(Some(Role::Finance), &at).await.text();
            // The name of an indicator stands in its button for those who do not see the row.
            let beside = "aria-label=\"就生活救助户数提出整改要求\"";
            let link = page.split(beside).next().filter(|before| before.len() < page.len());
            let link = raising(link.unwrap_or_else(|| panic!("no button at {at}: {page}"))).pop();
            let link = &link.expect("an address");
            let form = served.get(Some(Role::Finance), link).await.text();
            assert_eq!(value(&form, "origin"), origin, "{link}");
            assert_eq!(value(&form, "kind"), "results");
            assert_eq!(value(&form, "statement"), id);
            assert_eq!(value(&form, "place"), "projects/0/indicators/0");
            assert_eq!(value(&form, "subject"), "困难职工帮扶救助资金：生活救助户数");
            let found = value(&form, "found");
            for words in [from, "≥40户", "完成值1户（录入）"] {
                assert!(found.contains(words), "{words}: {found}");
            }
            let pairs: Vec<(&str, String)> =
                NAMES.iter().map(|name| (*name, value(&form, name))).collect();
            let pairs: Vec<(&str, &str)> =
                pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let here = raise(&served, &pairs).await;
            let sheet = served.get(Some(Role::Clerk), &here).await.text();
            assert!(sheet.contains(from) && sheet.contains("生活救助户数"), "{sheet}");
            assert_eq!(served.get(Some(Role::Clerk), link).await.status, 403);
        }
    }
}

#[tokio::test]
async fn nothing_is_filled_in_from_what_was_not_noticed() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    let id = in_its_year(&served).await;
    let task = monitored(&served, "2026-10-31").await.replace("/monitoring/tasks/", "");
    let money = format!("/demands/new?statement={id}&from=mark&project={PROJECT}");
    let form = served.get(Some(Role::Finance), &money).await.text();
    assert_eq!(value(&form, "kind"), "spending", "{form}");
    assert_eq!(value(&form, "subject"), "困难职工帮扶救助资金");
    assert_eq!(value(&form, "place"), "projects/0");
    assert!(value(&form, "found").contains("预算执行率"), "{}", value(&form, "found"));
    for query in [
        "from=odd".to_owned(),
        "from=mark".to_owned(),
        "from=mark&row=x".to_owned(),
        "from=watch&row=x&of=2026-10-31".to_owned(),
        format!("from=watch&of=never&project={PROJECT}"),
        "from=form&row=x&of=none".to_owned(),
        format!("from=form&of={task}&row=x"),
    ] {
        let path = format!("/demands/new?statement={id}&{query}");
        let answer = served.get(Some(Role::Finance), &path).await;
        assert_eq!(answer.status, 404, "{query}: {}", answer.text());
    }
}
