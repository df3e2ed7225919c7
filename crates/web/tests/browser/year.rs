//! The whole year of a statement: drawn up, signed, returned, answered, approved, public, adjusted.

use fantoccini::Locator;
use model::draft::Draft;
use testkit::database::Database;

use super::driver::{Browser, Driver, WIDE};
use super::results::signed_in;
use super::server::Server;

const MEETING: [(&str, &str); 3] = [
    ("held_on", "2026-11-18"),
    ("present", "陈怀民、白秋实、邵明朗"),
    ("decision", "会议同意按程序报送县财政局。"),
];

/// Those who meet over the statement, each at a browser of their own.
struct Town {
    clerk: Browser,
    head: Browser,
    recorder: Browser,
    finance: Browser,
}

impl Town {
    async fn of(driver: &Driver, server: &Server) -> Town {
        Town {
            clerk: signed_in(driver, server, "gonghui.jingban").await,
            head: signed_in(driver, server, "gonghui.fuze").await,
            recorder: signed_in(driver, server, "gonghui.jilu").await,
            finance: signed_in(driver, server, "caizheng.wang").await,
        }
    }

    async fn close(self) {
        for browser in [self.clerk, self.head, self.recorder, self.finance] {
            browser.close().await;
        }
    }
}

/// The union's text for 2027 as a file: with the faults that the demo plants in it.
fn file(folder: &std::path::Path) -> std::path::PathBuf {
    let all = demo::department::departments().expect("departments");
    let union = all.iter().find(|one| one.id == "gonghui").expect("the union");
    let draft: Draft = demo::expand::first_draft(union, 2, 2027).expect("a draft");
    let document = write::statement(&read::drafted(&draft).reading.statement);
    let path = folder.join("gonghui.docx");
    std::fs::write(&path, write::docx(&document).expect("written")).expect("stored");
    path
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_goes_through_its_year() {
    let driver = Driver::start();
    for database in Database::both() {
        let server = Server::demo(database).await;
        let town = Town::of(&driver, &server).await;
        let at = drawn_up(&server, &town.clerk).await;
        signed(&town, &at).await;
        returned(&town.finance, &at).await;
        answered(&town.clerk, &at).await;
        sent(&town, &at).await;
        approved(&town.finance, &at).await;
        made_public(&driver, &server, &town, &at).await;
        adjusted(&town, &at).await;
        town.close().await;
    }
}

/// Imports the file, mends one of its errors and keeps the version. Gives the statement's address.
async fn drawn_up(server: &Server, clerk: &Browser) -> String {
    clerk.go(&server.at("/statements")).await;
    clerk.press("导入文件").await;
    let folder = testkit::folder::folder("walk");
    let path = file(folder.path());
    let chosen = clerk.field("file").await;
    chosen.send_keys(&path.display().to_string()).await.expect("chosen");
    clerk.press("看看读出了什么").await;
    clerk.sees("读出的内容").await;
    clerk.sees("困难职工帮扶救助资金").await;
    clerk.sees("已经有一份").await;
    clerk.press("确认导入").await;
    clerk.sees("保存为新版本").await;
    let address = clerk.client.current_url().await.expect("an address").to_string();
    let at = address.split("/edit").next().expect("a statement").to_owned();
    clerk.press("困难职工帮扶救助资金").await;
    clerk.sees("FND003").await;
    edit(clerk, "projects/0/plan/1/share", "50%").await;
    gone(clerk, "FND003").await;
    clerk.fill("_reason", "改正支出计划").await;
    clerk.press_last("保存版本").await;
    clerk.sees("第 2 版").await;
    at
}

/// Types into a field of the editor.
async fn edit(browser: &Browser, field: &str, text: &str) {
    browser.fill(field, text).await;
    browser.sees("自动保存").await;
}

/// Waits until the margin no longer names a rule.
async fn gone(browser: &Browser, code: &str) {
    for _ in 0..50 {
        let margin = browser.run("return document.querySelector('#margin').innerText").await;
        if !margin.as_str().unwrap_or_default().contains(code) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("the margin still says {code}");
}

/// Hands in; the head is stopped by an error, keeps it with a reason, passes on; the meeting; sent.
async fn signed(town: &Town, at: &str) {
    town.clerk.go(at).await;
    town.clerk.act("提交内部审核", &[]).await;
    town.clerk.sees("已办理：提交内部审核").await;
    town.head.go(&format!("{at}?tab=findings")).await;
    town.head.sees("TGT001").await;
    accept(&town.head, "TGT001", "体检标准按文件规定不低于五百元。").await;
    town.head.sees("说明保留").await;
    pass(town, at).await;
}

/// The folded form of a finding.
async fn accept(head: &Browser, code: &str, reason: &str) {
    let path =
        format!("//main//article[contains(@class, 'finding')][.//a[text()='{code}']]//summary");
    head.click(Locator::XPath(&path), "a finding to keep").await;
    let field = head.client.find(Locator::Css("details[open] [name=reason]")).await;
    field.expect("a field").send_keys(reason).await.expect("typed");
    head.send(Locator::Css("details[open] button[type=submit]"), "a reason to send").await;
}

/// From the head through the meeting to the finance bureau.
async fn pass(town: &Town, at: &str) {
    town.head.go(at).await;
    town.head.act("提交集体研究", &[]).await;
    town.head.sees("已办理：提交集体研究").await;
    town.recorder.go(at).await;
    town.recorder.act("登记研究通过", &MEETING).await;
    town.recorder.sees("已办理：登记研究通过").await;
    town.head.go(at).await;
    town.head.act("报送财政", &[]).await;
    town.head.sees("已办理：报送财政").await;
}

/// Takes a finding over as an opinion, types another, returns the statement.
async fn returned(finance: &Browser, at: &str) {
    finance.go(&format!("{at}?tab=findings")).await;
    finance.sees("TGT002").await;
    let path = "//main//article[.//a[text()='TGT002']]//button[contains(., '列为意见')]";
    finance.send(Locator::XPath(path), "a finding to take over").await;
    finance.sees("意见 1").await;
    finance.go(&format!("{at}?tab=opinions")).await;
    finance.fill("quoted", "困难职工").await;
    finance.fill("body", "请说明救助户数怎样测算。").await;
    finance.press("提出意见").await;
    finance.sees("意见 2").await;
    finance.act("退回修改", &[("reason", "请逐条答复。")]).await;
    finance.sees("已办理：退回修改").await;
}

/// Answers point by point, changes what was asked for, keeps the version.
async fn answered(clerk: &Browser, at: &str) {
    clerk.go(&format!("{at}?tab=opinions")).await;
    clerk.sees("请说明救助户数怎样测算").await;
    for number in [1, 2] {
        clerk.go(&format!("{at}?tab=opinions")).await;
        let form = format!("#opinion-{number} ");
        let text = clerk.client.find(Locator::Css(&format!("{form}textarea"))).await;
        text.expect("an answer").send_keys("已按意见修改。").await.expect("typed");
        let send = format!("{form}button[value=accepted]");
        clerk.send(Locator::Css(&send), "an answer").await;
        clerk.sees("已按意见修改").await;
    }
    clerk.go(&format!("{at}/edit?at=projects/2")).await;
    edit(clerk, "projects/2/indicators/6/target", "≥20%").await;
    gone(clerk, "TGT002").await;
    clerk.fill("_reason", "按审核意见修改").await;
    clerk.press_last("保存版本").await;
    clerk.sees("第 3 版").await;
}

/// Hands in again and sends again.
async fn sent(town: &Town, at: &str) {
    town.clerk.go(at).await;
    town.clerk.act("提交内部审核", &[]).await;
    town.clerk.sees("已办理：提交内部审核").await;
    pass(town, at).await;
}

/// Closes the opinions, gives marks, approves.
async fn approved(finance: &Browser, at: &str) {
    for number in [1, 2] {
        finance.go(&format!("{at}?tab=opinions")).await;
        let button = format!("#opinion-{number} button[value=closed]");
        finance.send(Locator::Css(&button), "an opinion to close").await;
        finance.sees("了结").await;
    }
    finance.go(&format!("{at}?tab=opinions")).await;
    finance.fill("summary", "目标明确，同意。").await;
    finance.press("核定得分").await;
    finance.sees("财政打分").await;
    let form = [("document_number", "临财绩〔2026〕88号")];
    finance.act("批复", &form).await;
    finance.sees("已办理：批复").await;
    finance.go(&format!("{at}?tab=files")).await;
    finance.sees("批复").await;
}

/// The head publishes; anybody finds it by two characters.
async fn made_public(driver: &Driver, server: &Server, town: &Town, at: &str) {
    town.head.go(at).await;
    town.head.act("公开", &[]).await;
    town.head.sees("已办理：公开").await;
    let visitor = driver.browser(WIDE).await;
    visitor.go(&server.at("/public?year=2027")).await;
    visitor.fill("q", "劳模").await;
    visitor.press("搜索").await;
    visitor.sees("临河县总工会2027年部门预算绩效文本").await;
    visitor.press("临河县总工会2027年部门预算绩效文本").await;
    visitor.sees("≥20%").await;
    visitor.close().await;
}

/// An adjustment: a target changed, and the whole way again.
async fn adjusted(town: &Town, at: &str) {
    town.clerk.go(at).await;
    town.clerk.act("发起目标调整", &[("reason", "追加任务")]).await;
    town.clerk.sees("已办理：发起目标调整").await;
    town.clerk.go(&format!("{at}/edit?at=projects/2")).await;
    edit(&town.clerk, "projects/2/indicators/6/target", "≥25%").await;
    town.clerk.fill("_reason", "追加任务，提高目标").await;
    town.clerk.press_last("保存版本").await;
    town.clerk.sees("第 4 版").await;
    sent(town, at).await;
    let finance = &town.finance;
    finance.go(&format!("{at}?tab=opinions")).await;
    finance.act("批复", &[("document_number", "临财绩〔2026〕99号")]).await;
    finance.sees("已办理：批复").await;
    finance.go(&format!("{at}/compare?a=3&b=4")).await;
    finance.sees("改 1 处").await;
    finance.sees("≥25%").await;
}
