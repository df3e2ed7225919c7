//! An appraisal over HTTP, and those who meet over it.

use store::appraisals;
use store::people::Role;

use crate::support::{Answer, Served, encoded, enter_person, target};

/// What the first expert says of the first item.
pub(crate) const OPINION: &str = "论证材料不全，缺专家论证意见";

/// An appraisal, and those who meet over it.
pub(crate) struct Walk<'s> {
    pub(crate) served: &'s Served,
    pub(crate) here: String,
}

impl Walk<'_> {
    /// Opened by the bureau for the first project of the union's statement.
    pub(crate) async fn opened(served: &Served) -> Walk<'_> {
        served.approved().await;
        somebody(served, "second", Role::Expert, "r").await;
        somebody(served, "schools", Role::Head, "s").await;
        let made = served.post(Role::Finance, "/appraisals/new", &opening(served).await).await;
        let here = target(&made).replace("?done=opened", "");
        assert!(here.starts_with("/appraisals/"), "{}", made.text());
        Walk { served, here }
    }

    /// What a page below it answers to the holder of a session.
    pub(crate) async fn get(&self, who: &str, below: &str) -> Answer {
        let line = format!("GET {}{below} HTTP/1.1\r\ncookie: jiheng={who}", self.here);
        self.served.ask(None, &line, "").await
    }

    /// What a page below it says.
    pub(crate) async fn page(&self, who: &str, below: &str) -> String {
        let answer = self.get(who, below).await;
        assert_eq!(answer.status, 200, "{who} {below}: {} {}", answer.head, answer.text());
        answer.text()
    }

    /// Sends a form with the version that the page at `at` shows to somebody; without a form there, with the one that is.
    pub(crate) async fn send(
        &self,
        who: &str,
        at: &str,
        below: &str,
        form: &[(&str, &str)],
    ) -> Answer {
        let seen = fields(&self.get(who, at).await.text(), "seen").into_iter().next();
        let seen = match seen {
            Some(seen) => seen,
            None => self.version().await.to_string(),
        };
        let mut form = form.to_vec();
        form.push(("seen", &seen));
        self.post(who, below, &form).await
    }

    /// The version that is kept.
    async fn version(&self) -> i64 {
        let mut tx = self.served.office.store().read().await.expect("a transaction");
        let id = self.here.rsplit('/').next().unwrap_or_default();
        let it = appraisals::get(&mut tx, &store::Scope::everything(), id).await;
        it.expect("an appraisal").version
    }

    pub(crate) async fn post(&self, who: &str, below: &str, form: &[(&str, &str)]) -> Answer {
        let pairs = form.iter().map(|(name, value)| format!("{name}={}", encoded(value)));
        let body = pairs.collect::<Vec<_>>().join("&");
        let line = format!(
            "POST {}{below} HTTP/1.1\r\nsec-fetch-site: same-origin\r\ncookie: jiheng={who}\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}",
            self.here,
            body.len()
        );
        self.served.ask(None, &line, &body).await
    }

    /// Sends a form of the appraisal's page that is taken.
    pub(crate) async fn done(&self, who: &str, below: &str, form: &[(&str, &str)]) {
        let answer = self.send(who, "", below, form).await;
        assert_eq!(answer.status, 303, "{who} {below}: {} {}", answer.head, answer.text());
    }

    /// Sends a form of the appraisal's page that is not taken.
    pub(crate) async fn not(
        &self,
        who: &str,
        below: &str,
        form: &[(&str, &str)],
        (status, said): (u16, &str),
    ) {
        is_refused(&self.send(who, "", below, form).await, status, said);
    }

    /// Sends an expert's sheet with the full points, less those given at the first item.
    pub(crate) async fn mark(&self, who: &str, sheet: &str, first: &str, then: &str) -> Answer {
        let at = format!("/marks/{sheet}");
        let text = self.page(who, &at).await;
        let items = fields(&text, "item");
        assert_eq!(items.len(), 17, "{text}");
        let full = text.split("评分（0 到 ").skip(1).filter_map(|rest| rest.split('）').next());
        let full: Vec<&str> = full.collect();
        let mut form = vec![("whole", "总体较好"), ("then", then)];
        for (at, (item, full)) in items.iter().zip(&full).enumerate() {
            let opinion = if at == 0 { OPINION } else { "" };
            let points = if at == 0 { first } else { full };
            form.extend([("item", item.as_str()), ("points", points), ("opinion", opinion)]);
        }
        self.send(who, &at, &at, &form).await
    }
}

pub(crate) fn is_refused(answer: &Answer, status: u16, said: &str) {
    let text = answer.text();
    assert_eq!(answer.status, status, "{said}: {} {text}", answer.head);
    assert!(text.contains(said), "{said}: {text}");
    assert!(!text.contains("<script>alert"), "{text}");
}

/// What stands in the hidden fields with this name.
pub(crate) fn fields(text: &str, name: &str) -> Vec<String> {
    let marker = format!("name=\"{name}\" value=\"");
    let found = text.split(&marker).skip(1).filter_map(|rest| rest.split('"').next());
    found.map(str::to_owned).collect()
}

/// Somebody more who is signed in: the session's secret is the login.
async fn somebody(served: &Served, login: &str, role: Role, home: &str) {
    let mut tx = served.office.store().write().await.expect("a transaction");
    enter_person(&mut tx, login, &format!("{}{login}", role.label()), role, home).await;
    tx.commit().await.expect("kept");
}

/// The form of an appraisal of the first project that the page lists.
pub(crate) async fn opening(served: &Served) -> Vec<(&'static str, &'static str)> {
    let page = served.get(Some(Role::Finance), "/appraisals/new?year=2026&owner=u").await.text();
    let projects = page.split("<select id=\"project\"").nth(1).expect("projects");
    let project = projects.split("<option value=\"").nth(2).expect("a project");
    let project = project.split('"').next().expect("its code").to_owned();
    vec![
        ("year", "2026"),
        ("owner", "u"),
        ("subject_kind", "project"),
        ("project", String::leak(project)),
        ("purpose", "连续三年安排的民生项目"),
        ("marks_due", "2026-03-31"),
    ]
}

/// A form with another value in a field.
pub(crate) fn with<'f>(
    form: &[(&'f str, &'f str)],
    name: &str,
    value: &'f str,
) -> Vec<(&'f str, &'f str)> {
    let other =
        |(known, old): &(&'f str, &'f str)| (*known, if *known == name { value } else { old });
    form.iter().map(other).collect()
}
