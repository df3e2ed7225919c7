//! Pages of a statement's running year: bound, computed, entered, taken back, walked by a browser of few words.

use store::people::Role;
use testkit::database::Database;

use crate::support::{Served, encoded};

const LIVING: &str = "99032126P00110010001X/数量指标/生活救助户数";
const INCOME: &str = "99032126P00110010001X/社会效益指标/受助家庭人均收入增长率";

#[tokio::test]
async fn an_indicator_is_bound_and_told_with_its_entries() {
    for database in Database::both() {
        let served = Served::start(&database).await;
        let id = served.draft(None).await;
        let here = format!("/statements/{id}/year");
        let page = served.get(Some(Role::Clerk), &here).await.text();
        assert!(page.contains("生活救助户数") && page.contains("未绑定"), "{page}");
        let choose = format!("{here}/bind?key={}", encoded(LIVING));
        let page = served.get(Some(Role::Clerk), &choose).await.text();
        assert!(page.contains("困难职工帮扶户数（户）"), "{page}");
        let tried = format!("{choose}&measure=aid_households&f-kind=living");
        let page = served.get(Some(Role::Clerk), &tried).await.text();
        assert!(page.contains("按这个办法绑定") && page.contains("得到帮扶救助"), "{page}");
        let form = [("key", LIVING), ("measure", "aid_households"), ("f-kind", "living")];
        let bind = format!("{here}/bind");
        assert_eq!(served.post(Role::Recorder, &bind, &form).await.status, 403);
        assert_eq!(served.post(Role::Clerk, &bind, &form).await.status, 303);
        let page = served.get(Some(Role::Clerk), &here).await.text();
        let evidence = "/measures/aid_households?owner=";
        assert!(page.contains("台账") && page.contains(evidence), "{page}");
        // The finance bureau reads values, and not the registers behind them.
        let page = served.get(Some(Role::Finance), &here).await.text();
        assert!(page.contains("困难职工帮扶户数") && !page.contains(evidence), "{page}");
        assert!(!page.contains("/year/bind"), "{page}");
        assert_eq!(served.post(Role::Clerk, &format!("{here}/unbind"), &form).await.status, 303);
        let page = served.get(Some(Role::Clerk), &here).await.text();
        assert!(!page.contains(evidence), "{page}");
    }
}

#[tokio::test]
async fn a_value_is_entered_with_its_source_and_taken_back() {
    let database = Database::sqlite();
    let served = Served::start(&database).await;
    let id = served.draft(None).await;
    let here = format!("/statements/{id}/year");
    let values = format!("{here}/enter?key={}", encoded(INCOME));
    let page = served.get(Some(Role::Clerk), &values).await.text();
    assert!(page.contains("还没有录入过"), "{page}");
    let form = |words: &'static str| {
        [("key", INCOME), ("as_of", "2026-01-05"), ("words", words), ("reason", "民政局核定表")]
    };
    let enter = format!("{here}/enter");
    let parts = form("很多");
    let refused = served.post_parts(Role::Clerk, &enter, &parts, ("", "")).await;
    assert_eq!(refused.status, 422, "{}", refused.text());
    assert!(refused.text().contains("“很多”看不出是多少"), "{}", refused.text());
    let proof = ("核定表.pdf", "%PDF-1.4");
    let done = served.post_parts(Role::Clerk, &enter, &form("6.5%"), proof).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let page = served.get(Some(Role::Clerk), &values).await.text();
    assert!(page.contains("6.5%") && page.contains("看附件"), "{page}");
    let value = page.split("name=\"value\" value=\"").nth(1).expect("a value");
    let value = value.split('"').next().expect("an id").to_owned();
    let void = [("key", INCOME), ("value", value.as_str()), ("reason", "抄错了")];
    assert_eq!(served.post(Role::Clerk, &format!("{here}/void"), &void).await.status, 303);
    let page = served.get(Some(Role::Clerk), &values).await.text();
    assert!(page.contains("<del>6.5%</del>") && page.contains("抄错了"), "{page}");
}
