//! What a year comes to: bound, entered, monitored, returned, approved, evaluated, sampled, re-checked, rectified, and
//! the next year's draft; and from every number down to its entries.

use fantoccini::Locator;
use store::statements::Filter;
use testkit::database::Database;

use super::driver::{Browser, Driver, WIDE};
use super::server::Server;
use super::sign_in;

/// The day as of which the demo's running year is monitored.
const DAY: &str = "2026-10-31";

/// Fills in what a form wants and nobody has filled in.
const FILL: &str = "
    const [form, words] = arguments;
    const each = (selector, act) => document.querySelectorAll(form + ' ' + selector).forEach(act);
    each('textarea', it => { if (!it.value.trim()) it.value = words; });
    each('select', it => { if (!it.value) it.value = 'possible'; });
    each('details[open] fieldset', it => { it.querySelector('input').checked = true; });
    each('details', it => { it.open = true; });";

struct Town {
    clerk: Browser,
    head: Browser,
    finance: Browser,
}

impl Town {
    async fn of(driver: &Driver, server: &Server) -> Town {
        Town {
            clerk: signed_in(driver, server, "gonghui.jingban").await,
            head: signed_in(driver, server, "gonghui.fuze").await,
            finance: signed_in(driver, server, "caizheng.wang").await,
        }
    }

    async fn close(self) {
        for browser in [self.clerk, self.head, self.finance] {
            browser.close().await;
        }
    }
}

pub(crate) async fn signed_in(driver: &Driver, server: &Server, login: &str) -> Browser {
    let browser = driver.browser(WIDE).await;
    sign_in(server, &browser, login, demo::PASSWORD).await;
    browser
}

/// The union's statement of a year.
pub(crate) async fn statement(server: &Server, year: i64) -> String {
    let clerk = server.asker("gonghui.jingban").await;
    let filter =
        Filter { year: Some(year), owner: Some(clerk.home.clone()), take: 1, ..Filter::default() };
    let found = server.office.list_statements(&clerk, &filter).await.expect("a list").items;
    found.into_iter().next().expect("a statement").statement.id
}

async fn fill(browser: &Browser, form: &str, words: &str) {
    let given = vec![form.into(), words.into()];
    browser.client.execute(FILL, given).await.expect("filled in");
}

async fn set(browser: &Browser, field: &str, value: &str) {
    let script = "document.querySelector(arguments[0]).value = arguments[1];";
    let given = vec![field.into(), value.into()];
    browser.client.execute(script, given).await.expect("set");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_is_told_judged_and_put_right() {
    let driver = Driver::start();
    for database in Database::both() {
        let server = Server::demo(database).await;
        let town = Town::of(&driver, &server).await;
        let id = statement(&server, 2026).await;
        let at = server.at(&format!("/statements/{id}"));
        bound(&town.clerk, &at).await;
        entered(&town.clerk, &at).await;
        let form = filled_in(&town.clerk, &server).await;
        returned(&town, &form).await;
        approved(&town, &form).await;
        evaluated(&town.clerk, &at, &id).await;
        reported(&town, &at).await;
        sampled(&town.finance, &server, &id).await;
        rechecked(&town.finance, &at).await;
        let demand = demanded(&town.finance, &server, &id).await;
        put_right(&town, &demand, &server).await;
        begun_again(&town.clerk, &server).await;
        town.close().await;
    }
}

/// Binds an indicator that was entered by hand to a register, as the page tries it out first.
async fn bound(clerk: &Browser, at: &str) {
    clerk.go(&format!("{at}/year?day={DAY}")).await;
    clerk.sees("指标取数").await;
    open(clerk, "技能竞赛场均标准", "绑定").await;
    clerk.sees("绑定取数：技能竞赛场均标准").await;
    set(clerk, "#measure", "activities").await;
    clerk.send(Locator::Css("main form[method=get] button"), "试算").await;
    clerk.sees("今年到现在").await;
    clerk.send(Locator::XPath("//main//button[contains(., '按这个办法绑定')]"), "绑定").await;
    clerk.sees("指标取数").await;
    clerk.go(&format!("{at}/year?day={DAY}")).await;
    let row = "//main//tr[th[contains(., '技能竞赛场均标准')]]";
    clerk.click(Locator::XPath(&format!("{row}//span[.='台账']")), "its source").await;
}

/// Enters a value that no register gives.
async fn entered(clerk: &Browser, at: &str) {
    clerk.go(&format!("{at}/year?day={DAY}")).await;
    open(clerk, "受助家庭人均收入增长率", "录入").await;
    clerk.sees("录入完成值：受助家庭人均收入增长率").await;
    set(clerk, "#as_of", DAY).await;
    clerk.fill("words", "6.2%").await;
    clerk.fill("reason", "县民政局家庭经济状况核对结果").await;
    clerk.send(Locator::Css("form[action$='/enter'] button[type=submit]"), "a value").await;
    clerk.go(&format!("{at}/year?day={DAY}")).await;
    clerk.sees("6.2%").await;
}

/// Opens what an indicator's row leads to.
async fn open(browser: &Browser, name: &str, words: &str) {
    let row = format!("//main//tr[th[contains(., '{name}')]]");
    let way = match words {
        "绑定" => format!("{row}//a[contains(@href, '/bind')]"),
        _ => format!("{row}//a[contains(@href, '/enter')]"),
    };
    browser.send(Locator::XPath(&way), words).await;
}

/// Fills the monitoring form in that was asked for, and hands it in. Gives its address.
async fn filled_in(clerk: &Browser, server: &Server) -> String {
    clerk.go(&server.at(&format!("/monitoring?year=2026&day={DAY}"))).await;
    clerk.sees("2026 年度监控表").await;
    let path = format!("//section[@aria-labelledby='tasks']//tr[contains(., '{DAY}')]//th/a");
    clerk.send(Locator::XPath(&path), "the form").await;
    clerk.sees("提交前还有").await;
    let address = clerk.client.current_url().await.expect("an address").to_string();
    hand_in(clerk, "数据待年末核定，先按计划推进。").await;
    address
}

async fn hand_in(clerk: &Browser, words: &str) {
    fill(clerk, "main form", words).await;
    clerk.send(Locator::Css("main form button[value=submit]"), "保存并提交").await;
    clerk.sees("已办理：提交监控表").await;
}

/// Passed on by the head, returned by the finance bureau, filled in again.
async fn returned(town: &Town, form: &str) {
    town.head.go(form).await;
    town.head.unfold("报送监控表", &[("reason", "已核对。")]).await;
    town.head.sees("已办理：报送监控表").await;
    town.finance.go(form).await;
    let reason = "没有支付数据的原因没有说清，请补充。";
    town.finance.unfold("退回监控表", &[("reason", reason)]).await;
    town.finance.sees("已办理：退回监控表").await;
    town.clerk.go(form).await;
    town.clerk.sees(reason).await;
    town.clerk.fill("sheet-0-progress", "支付台账十一月补登，任务按计划进行。").await;
    hand_in(&town.clerk, "数据待年末核定，先按计划推进。").await;
}

/// Passed on again and approved: the values stand with their digest.
async fn approved(town: &Town, form: &str) {
    town.head.go(form).await;
    town.head.unfold("报送监控表", &[("reason", "已补充。")]).await;
    town.head.sees("已办理：报送监控表").await;
    town.finance.go(form).await;
    town.finance.unfold("审定监控表", &[("demands", "年底前补齐支付台账。")]).await;
    town.finance.sees("已办理：审定监控表").await;
    town.finance.sees("摘要（SM3）").await;
    town.finance.sees("年底前补齐支付台账。").await;
    town.finance.sees("支付台账十一月补登").await;
}

/// Begins the self-evaluation and fills every form of it in.
async fn evaluated(clerk: &Browser, at: &str, id: &str) {
    clerk.go(&format!("{at}/evaluation")).await;
    clerk.sees("试算的结果").await;
    clerk.send(Locator::XPath("//main//button[.='开始自评']"), "开始自评").await;
    let form = format!("form[action='/statements/{id}/evaluation']");
    let count = format!("return document.querySelectorAll(\"{form}\").length;");
    let count = clerk.run(&count).await.as_i64().unwrap_or_default();
    assert!(count >= 4, "three projects and the report: {count}");
    for nth in 0..count {
        clerk.go(&format!("{at}/evaluation")).await;
        let script = format!(
            "const form = document.querySelectorAll(\"{form}\")[{nth}]; form.id = 'this'; \
             const around = form.closest('details'); if (around) around.open = true;"
        );
        clerk.run(&script).await;
        fill(clerk, "#this", "到年末统一核定，已安排专人跟进。").await;
        clerk.send(Locator::Css("#this > button[type=submit]"), "保存").await;
        clerk.sees("已保存").await;
    }
    clerk.act("提交部门审核", &[]).await;
    clerk.sees("已办理：提交部门审核").await;
}

async fn reported(town: &Town, at: &str) {
    town.head.go(&format!("{at}/evaluation")).await;
    town.head.act("审核通过", &[]).await;
    town.head.sees("已办理：审核通过").await;
    town.head.act("报财政", &[]).await;
    town.head.sees("已办理：报财政").await;
    town.head.sees("报送时留存").await;
}

/// Chosen by hand from those that were reported.
async fn sampled(finance: &Browser, server: &Server, id: &str) {
    finance.go(&server.at("/evaluations?year=2026")).await;
    finance.sees("随机抽查").await;
    finance.click(Locator::Css(&format!("[name=statement][value='{id}']")), "the union").await;
    finance.fill("reason", "没有支付数据，需要到现场看账。").await;
    finance.press("列入抽查").await;
    finance.sees("抽中 1 份").await;
}

/// Gives another mark with its reason, and settles.
async fn rechecked(finance: &Browser, at: &str) {
    finance.go(&format!("{at}/evaluation")).await;
    finance.sees("财政复核").await;
    let script = "const form = document.querySelector(\"form[action$='/recheck']\"); \
        form.querySelectorAll('details').forEach(it => { it.open = true; }); \
        const row = [...form.querySelectorAll('tr')] \
            .find(row => row.innerText.includes('受助家庭人均收入增长率')); \
        row.querySelector('[name=points]').value = '1'; \
        row.querySelector('[name=opinion]').value = '核对结果只覆盖一半家庭'; \
        form.querySelector('[name=whole]').value = '除收入增长率外与自评一致。';";
    finance.run(script).await;
    let save = Locator::XPath("//main//button[contains(., '保存复核结果')]");
    finance.send(save, "保存复核结果").await;
    finance.sees("核对结果只覆盖一半家庭").await;
    finance.sees("复核后").await;
    finance.act("审定", &[]).await;
    finance.sees("已办理：审定").await;
    finance.sees("除收入增长率外与自评一致。").await;
}

/// Raises a demand; gives its address.
async fn demanded(finance: &Browser, server: &Server, id: &str) -> String {
    finance.go(&server.at(&format!("/demands/new?statement={id}"))).await;
    finance.sees("提出整改").await;
    finance.fill("subject", "受助家庭人均收入增长率").await;
    finance.fill("found", "收入核对只覆盖一半受助家庭。").await;
    finance.fill("asked", "与民政部门核对全部受助家庭的收入。").await;
    let raise = Locator::XPath("//main//button[@data-key='save']");
    finance.send(raise, "提出整改").await;
    finance.sees("已提出").await;
    let address = finance.client.current_url().await.expect("an address").to_string();
    address.split('?').next().expect("an address").to_owned()
}

/// Answered, confirmed, closed.
async fn put_right(town: &Town, demand: &str, server: &Server) {
    let clerk = &town.clerk;
    clerk.go(&server.at("/desk")).await;
    clerk.sees("整改").await;
    clerk.go(demand).await;
    clerk.fill("measure", "已请民政部门逐户核对。").await;
    clerk.fill("result", "全部受助家庭核对完毕。").await;
    clerk.press("提交答复").await;
    clerk.sees("已答复").await;
    town.finance.go(demand).await;
    town.finance.sees("全部受助家庭核对完毕。").await;
    town.finance.press("确认整改到位").await;
    town.finance.sees("已确认整改到位").await;
    clerk.go(&server.at("/demands?state=confirmed")).await;
    clerk.sees("收入核对只覆盖一半受助家庭。").await;
}

/// The next year's text begins with this one's.
async fn begun_again(clerk: &Browser, server: &Server) {
    clerk.go(&server.at("/statements/new")).await;
    clerk.fill("year", "2028").await;
    clerk.click(Locator::Css("[name=from][value=last]"), "last year's").await;
    clerk.press("开始填写").await;
    clerk.sees("困难职工帮扶救助资金").await;
    clerk.sees("2028").await;
}

/// From every number of the year, the watch and the self-evaluation down: no dead link, no refusal, and what stands
/// behind the number.
#[tokio::test(flavor = "multi_thread")]
async fn every_number_leads_down_to_what_stands_behind_it() {
    let driver = Driver::start();
    let server = Server::demo(Database::sqlite()).await;
    let at = format!("/statements/{}", statement(&server, 2025).await);
    let day = "2025-12-31";
    for (login, least) in [("gonghui.jingban", 36), ("gonghui.fuze", 36), ("caizheng.wang", 0)] {
        let browser = signed_in(&driver, &server, login).await;
        let mut count = 0;
        for page in [
            format!("{at}/year?day={day}"),
            format!("{at}/watch?day={day}"),
            format!("{at}/evaluation"),
        ] {
            count += leads_down(&browser, &server.at(&page), login).await;
        }
        assert!(count >= least, "{login}: {count} numbers have a way down");
        browser.close().await;
    }
}

/// Clicks every number of a page that has a way down; gives how many.
async fn leads_down(browser: &Browser, page: &str, login: &str) -> usize {
    browser.go(page).await;
    assert_eq!(browser.status().await, 200, "{login}: {page}");
    let script = "return [...document.querySelectorAll(\"main a[href^='/measures/']\")] \
                  .map(it => it.getAttribute('href'));";
    let found = browser.run(script).await;
    let mut all: Vec<&str> =
        found.as_array().expect("links").iter().filter_map(|it| it.as_str()).collect();
    all.sort_unstable();
    all.dedup();
    for href in &all {
        browser.go(page).await;
        let place = format!("main a[href=\"{href}\"]");
        browser.send(Locator::Css(&place), href).await;
        assert_eq!(browser.status().await, 200, "{login}: {href}");
        let script = "return document.querySelectorAll('main table tbody tr').length;";
        let rows = browser.run(script).await.as_i64().unwrap_or_default();
        assert!(rows > 0, "{login}: nothing stands behind {href}\n{}", browser.text().await);
        assert_eq!(browser.console().await, Vec::<String>::new(), "{login}: {href}");
    }
    all.len()
}
