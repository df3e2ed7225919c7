//! Debian's Chromium, driven by its WebDriver.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::{Client, ClientBuilder, Locator};
use serde_json::{Map, Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// The driver, stopped when dropped.
pub(crate) struct Driver {
    process: Child,
    port: u16,
}

/// A window of a browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Width(pub(crate) u32);

/// As wide as on a desk.
pub(crate) const WIDE: Width = Width(1440);
/// As wide as in a hand.
pub(crate) const NARROW: Width = Width(390);

impl Driver {
    pub(crate) fn start() -> Driver {
        let mut process = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver: install the packages chromium and chromium-driver");
        let lines = BufReader::new(process.stdout.take().expect("its output")).lines();
        let port = lines.map_while(Result::ok).find_map(|line| {
            let (_, port) = line.split_once("started successfully on port ")?;
            port.trim_end_matches('.').parse().ok()
        });
        Driver { process, port: port.expect("chromedriver says its port") }
    }

    /// A new browser without cookies.
    pub(crate) async fn browser(&self, width: Width) -> Browser {
        let mut wanted = Map::new();
        let size = format!("--window-size={},1000", width.0);
        let mut options = json!({ "args": [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            "--force-device-scale-factor=1", "--lang=zh-CN", "--force-prefers-reduced-motion", size,
        ] });
        if width == NARROW {
            // A window is never narrower than 500; a telephone is.
            options["mobileEmulation"] =
                json!({ "deviceMetrics": { "width": 390, "height": 844, "pixelRatio": 1.0 } });
        }
        wanted.insert("goog:chromeOptions".to_owned(), options);
        wanted.insert("goog:loggingPrefs".to_owned(), json!({ "browser": "ALL" }));
        let address = format!("http://127.0.0.1:{}", self.port);
        let client = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new())
            .capabilities(wanted)
            .connect(&address)
            .await
            .expect("a browser");
        Browser { client, port: self.port }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Asked to end it ends its browsers too; killed it would leave them behind.
        let _ = Command::new("kill").arg(self.process.id().to_string()).status();
        let _ = self.process.wait();
    }
}

/// A browser, and what people do with one.
pub(crate) struct Browser {
    pub(crate) client: Client,
    port: u16,
}

impl Browser {
    pub(crate) async fn go(&self, address: &str) {
        self.client.goto(address).await.unwrap_or_else(|error| panic!("{address}: {error}"));
    }

    pub(crate) async fn fill(&self, name: &str, text: &str) {
        let field = self.field(name).await;
        field.clear().await.expect("cleared");
        field.send_keys(text).await.expect("typed");
    }

    pub(crate) async fn field(&self, name: &str) -> fantoccini::elements::Element {
        let selector = format!("[name={name:?}]");
        self.find(Locator::Css(&selector), name).await
    }

    /// What stands at a place, once it is there: a page that has only begun to come lacks it.
    async fn find(&self, place: Locator<'_>, words: &str) -> fantoccini::elements::Element {
        let patience = self.client.wait().at_most(Duration::from_secs(5));
        match patience.every(Duration::from_millis(100)).for_element(place).await {
            Ok(found) => found,
            Err(error) => panic!("no {words}: {error}\n{}", self.text().await),
        }
    }

    /// Presses what bears these words: a button or a link.
    pub(crate) async fn press(&self, words: &str) {
        let path = format!(
            "//main//*[self::button or self::a][contains(normalize-space(.), '{words}')]\
             [not(ancestor::dialog[not(@open)])]"
        );
        self.click(Locator::XPath(&path), words).await;
    }

    /// Clicks what is found; found again where the page has put another in its place meanwhile.
    pub(crate) async fn click(&self, place: Locator<'_>, words: &str) {
        for _ in 0..30 {
            match self.find(place, words).await.click().await {
                Ok(()) => return,
                Err(error) if error.is_stale_element_reference() => {}
                Err(error) => panic!("{words}: {error}"),
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("{words}: the page does not come to rest");
    }

    /// Clicks what sends a form, and goes on once the next page has come: words that tell of the
    /// answer may stand on the page already.
    pub(crate) async fn send(&self, place: Locator<'_>, words: &str) {
        self.run("document.querySelector('main').dataset.before = ''").await;
        self.click(place, words).await;
        let script = "return !!document.querySelector('main:not([data-before])') \
                      && document.readyState === 'complete';";
        for _ in 0..100 {
            let came = self.client.execute(script, Vec::new()).await.unwrap_or_default();
            if came.as_bool() == Some(true) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("{words}: no other page comes\n{}", self.text().await);
    }

    /// Presses the last button that bears these words.
    pub(crate) async fn press_last(&self, words: &str) {
        let path = format!("(//main//button[contains(normalize-space(.), '{words}')])[last()]");
        let found = self.find(Locator::XPath(&path), words).await;
        // A page that still moves would have the click land beside it.
        let script = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' });";
        self.client.execute(script, vec![json!(found)]).await.expect("in view");
        tokio::time::sleep(Duration::from_millis(200)).await;
        self.click(Locator::XPath(&path), words).await;
    }

    /// Confirms what a dialog asks.
    pub(crate) async fn confirm(&self) {
        let yes = self.client.wait().for_element(Locator::Css("#confirm[open] [value=yes]")).await;
        yes.expect("a dialog that asks").click().await.expect("confirmed");
    }

    /// All words on the page; none while one page goes and the next comes.
    pub(crate) async fn text(&self) -> String {
        let script = "return document.body ? document.body.innerText : '';";
        let said = self.client.execute(script, Vec::new()).await.unwrap_or_default();
        said.as_str().unwrap_or_default().to_owned()
    }

    /// Goes on once the page says these words.
    pub(crate) async fn sees(&self, words: &str) {
        for _ in 0..50 {
            if self.text().await.contains(words) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("the page does not say {words}:\n{}", self.text().await);
    }

    pub(crate) async fn run(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.expect("the script runs")
    }

    /// What axe says against the page under WCAG 2.1 A and AA, a line for each place.
    pub(crate) async fn inaccessible(&self) -> Vec<String> {
        let axe = include_str!("../../../../tests/vendor/axe/axe.min.js");
        self.run(axe).await;
        let script = "const done = arguments[arguments.length - 1]; \
            axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }) \
            .then(found => done(found.violations.flatMap(rule => rule.nodes.map( \
                node => rule.id + ': ' + node.target.join(' ') + ' ' + node.html))));";
        let said = self.client.execute_async(script, Vec::new()).await.expect("axe runs");
        let lines = said.as_array().expect("a list").iter();
        lines.map(|line| line.as_str().unwrap_or_default().to_owned()).collect()
    }

    /// How far the page runs over the right edge, in pixels.
    pub(crate) async fn overflow(&self) -> i64 {
        let script = "const page = document.documentElement; \
                      return page.scrollWidth - page.clientWidth;";
        self.run(script).await.as_i64().unwrap_or_default()
    }

    /// The status of the page that is open.
    pub(crate) async fn status(&self) -> i64 {
        let script = "return performance.getEntriesByType('navigation')[0].responseStatus;";
        self.run(script).await.as_i64().unwrap_or_default()
    }

    /// What the console has said since it was asked last: faults of scripts, what was not loaded or
    /// is against the content policy. WebDriver itself has no command for it, chromedriver has.
    pub(crate) async fn console(&self) -> Vec<String> {
        let session = self.client.session_id().await.expect("a session").expect("a session");
        let body = r#"{"type":"browser"}"#;
        let request = format!(
            "POST /session/{session}/se/log HTTP/1.1\r\nhost: 127.0.0.1:{}\r\nconnection: close\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            self.port,
            body.len()
        );
        let mut stream =
            tokio::net::TcpStream::connect(("127.0.0.1", self.port)).await.expect("connected");
        stream.write_all(request.as_bytes()).await.expect("asked");
        // chromedriver leaves the connection open: the answer has ended once it is whole JSON.
        let mut answer = Vec::new();
        let said: Value = loop {
            let count = stream.read_buf(&mut answer).await.expect("answered");
            let text = String::from_utf8_lossy(&answer);
            let body = text.split_once("\r\n\r\n").map(|(_, body)| serde_json::from_str(body));
            if let Some(Ok(said)) = body {
                break said;
            }
            assert!(count > 0, "no whole answer: {text}");
        };
        let lines = said["value"].as_array().expect("a list of lines").iter();
        let loud = lines.filter(|line| line["level"] == "SEVERE" || line["level"] == "WARNING");
        loud.map(|line| line["message"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// Does an act of the workflow, with what its form asks for.
    pub(crate) async fn act(&self, words: &str, fields: &[(&str, &str)]) {
        if fields.is_empty() {
            self.press(words).await;
            return self.confirm().await;
        }
        self.unfold(words, fields).await;
        self.confirm().await;
    }

    /// Opens a folded form, fills it in and sends it.
    pub(crate) async fn unfold(&self, words: &str, fields: &[(&str, &str)]) {
        let path = format!("//main//summary[contains(normalize-space(.), '{words}')]");
        self.click(Locator::XPath(&path), words).await;
        for (name, text) in fields {
            let selector = format!("main details[open] [name={name:?}]");
            let field = self.find(Locator::Css(&selector), name).await;
            if *name == "held_on" {
                // How a day is typed depends on the language of the machine.
                let script = "arguments[0].value = arguments[1];";
                let given = vec![json!(field), json!(text)];
                self.client.execute(script, given).await.expect("a day");
            } else {
                field.send_keys(text).await.expect("typed");
            }
        }
        self.click(Locator::Css("main details[open] button[type=submit]"), words).await;
    }

    pub(crate) async fn picture(&self, file: &std::path::Path) {
        let png = self.client.screenshot().await.expect("a picture");
        std::fs::write(file, png).expect("written");
    }

    pub(crate) async fn close(self) {
        let _ = self.client.close().await;
    }
}
