//! A target that is proposed from the years before is taken over with 采用: into its own field, into no other, and saved.

use std::collections::BTreeMap;

use fantoccini::Locator;
use testkit::database::Database;

use super::driver::{Browser, Driver};
use super::results::{signed_in, statement};
use super::server::Server;

/// What stands in the fields of the sheet that is open.
const FIELDS: &str = "
    const fields = [...document.querySelectorAll('#statement [name]')];
    const typed = fields.filter(it => !it.name.startsWith('_') && it.type !== 'hidden');
    return Object.fromEntries(typed.map(it => [it.name, it.value]));";

/// The proposals that differ from what stands in their fields: the path, and the words.
const PROPOSALS: &str = "
    const buttons = [...document.querySelectorAll(\"#statement button[value^='take:']\")];
    return buttons.map(it => [
        it.value.slice('take:'.length),
        it.previousSibling.textContent.replace('建议', '').trim(),
    ]).filter(([path, words]) => {
        const field = document.querySelector(`#statement [name='${path}']`);
        return field && field.value !== words;
    });";

/// The addresses of all sheets of the draft that is open.
const SHEETS: &str = "return [...document.querySelectorAll('#outline a')].map(it => it.href);";

#[tokio::test(flavor = "multi_thread")]
async fn a_proposed_target_is_taken_over_into_its_field_alone_and_saved() {
    let driver = Driver::start();
    for database in Database::both() {
        let server = Server::demo(database).await;
        let clerk = signed_in(&driver, &server, "gonghui.jingban").await;
        let id = statement(&server, 2027).await;
        clerk.go(&server.at(&format!("/statements/{id}/edit"))).await;
        clerk.sees("保存为新版本").await;
        let (path, words) = proposal(&clerk).await;
        let before = fields(&clerk).await;
        let kept = in_draft(&server, &id, &path).await;
        assert_eq!(before.get(&path), Some(&kept), "{path}");

        taken(&clerk, &path).await;
        let wanted = BTreeMap::from([(path.clone(), words.clone())]);
        assert_eq!(changed(&before, &fields(&clerk).await), wanted);
        clerk.sees("草稿已于").await;
        assert_eq!(in_draft(&server, &id, &path).await, words);

        clerk.client.refresh().await.expect("loaded again");
        clerk.sees("草稿已于").await;
        assert_eq!(changed(&before, &fields(&clerk).await), wanted, "after a reload");
        assert_eq!(clerk.console().await, Vec::<String>::new());

        let undo = Locator::Css("button[value=undo]");
        clerk.send(undo, "撤销").await;
        assert_eq!(changed(&before, &fields(&clerk).await), BTreeMap::new(), "undone");
        clerk.close().await;
    }
}

/// Goes through the sheets to the first proposal that would change something: its path, and its words.
async fn proposal(clerk: &Browser) -> (String, String) {
    let sheets = clerk.run(SHEETS).await;
    let sheets: Vec<String> = serde_json::from_value(sheets).expect("addresses");
    for sheet in &sheets {
        clerk.go(sheet).await;
        clerk.sees("保存为新版本").await;
        let found: Vec<(String, String)> =
            serde_json::from_value(clerk.run(PROPOSALS).await).expect("proposals");
        if let Some((path, words)) = found.into_iter().next() {
            assert!(!words.is_empty(), "{path}");
            return (path, words);
        }
    }
    panic!("no sheet of {sheets:?} has a proposal that differs from what stands there");
}

async fn taken(clerk: &Browser, path: &str) {
    let button = format!("#statement button[value='take:{path}']");
    let script = "document.querySelector(arguments[0]).scrollIntoView({ block: 'center' });";
    clerk.client.execute(script, vec![button.as_str().into()]).await.expect("in view");
    clerk.send(Locator::Css(&button), "采用").await;
    clerk.sees("保存为新版本").await;
}

async fn fields(clerk: &Browser) -> BTreeMap<String, String> {
    serde_json::from_value(clerk.run(FIELDS).await).expect("fields")
}

/// The fields that are not as they were, as they stand now.
fn changed(
    before: &BTreeMap<String, String>,
    now: &BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    assert!(now.keys().eq(before.keys()), "another sheet is open");
    let differs = |(path, value): &(&String, &String)| before.get(*path) != Some(*value);
    now.iter().filter(differs).map(|(path, value)| (path.clone(), value.clone())).collect()
}

/// What stands in a field of the clerk's draft, as the office keeps it.
async fn in_draft(server: &Server, id: &str, path: &str) -> String {
    let clerk = server.asker("gonghui.jingban").await;
    let opened = server.office.open_draft(&clerk, id).await.expect("a draft");
    let found = opened.draft.fields().into_iter().find(|(at, _)| at == path);
    found.expect("the field").1.to_owned()
}
