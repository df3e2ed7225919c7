//! What people do in a browser, done in Chromium.

mod driver;
mod pages;
mod results;
mod scripts;
mod server;
mod taking_over;
mod year;

use driver::{Browser, Driver, NARROW, WIDE};
use server::{PASSWORD, Server};
use testkit::database::Database;

async fn sign_in(server: &Server, browser: &Browser, login: &str, password: &str) {
    browser.go(&server.at("/signin")).await;
    browser.fill("name", login).await;
    browser.fill("password", password).await;
    browser.press("登录").await;
    browser.sees("工作台").await;
}

/// Nothing that axe finds fault with, and nothing that runs over the edge.
async fn is_fit(browser: &Browser, what: &str) {
    assert_eq!(browser.inaccessible().await, Vec::<String>::new(), "{what}");
    assert_eq!(browser.overflow().await, 0, "{what} runs over the edge");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_told_and_a_right_one_leads_in() {
    let driver = Driver::start();
    let server = Server::new(Database::sqlite()).await;
    server.found().await;
    for width in [WIDE, NARROW] {
        let browser = driver.browser(width).await;
        browser.go(&server.at("/signin")).await;
        is_fit(&browser, "the sign-in").await;
        browser.fill("name", "xitong").await;
        browser.fill("password", "Falsch-Falsch-1").await;
        browser.press("登录").await;
        browser.sees("登录名或密码不对").await;
        is_fit(&browser, "the sign-in that failed").await;
        sign_in(&server, &browser, "xitong", PASSWORD).await;
        browser.close().await;
    }
}
