//! An approved statement, an appraisal of its first project, experts, and what they say.

use crate::support::{REGION, Town, UNION, asker};
use ground::Decimal;
use office::appraising::Appraised;
use office::appraising::marking::{By, Declared, MarkText, SheetText};
use office::appraising::naming::ExpertText;
use office::appraising::opening::OpeningText;
use office::appraising::way::Act;
use office::{Asker, OfficeError};
use store::people::{self, Assignment, Role, User};
use store::statements::{self, Statement};

const AT: &str = "2026-01-01T00:00:00.000Z";

/// An account with the role of an expert for the region, at home in an organisation.
pub(crate) async fn account(town: &Town, id: &str, home: &str) -> Asker {
    let mut tx = town.office.store().write().await.expect("a transaction");
    let user = User {
        id: id.into(),
        home: home.into(),
        login: id.into(),
        name: format!("专家{id}"),
        post: "高级会计师".into(),
        password_hash: String::new(),
        password_set_at: AT.into(),
        must_change: false,
        failed: 0,
        locked_until: None,
        totp_secret: None,
        totp_on: false,
        totp_step: 0,
        created_at: AT.into(),
        disabled_at: None,
        seen_at: None,
    };
    people::insert(&mut tx, &user).await.expect("an account");
    let given = Assignment {
        user: id.into(),
        role: Role::Expert,
        organisation: REGION.into(),
        path: "r/".into(),
        organisation_name: String::new(),
        given_by: "s".into(),
        given_at: AT.into(),
    };
    people::assign(&mut tx, &given).await.expect("a role");
    tx.commit().await.expect("kept");
    Asker {
        user: id.into(),
        login: id.into(),
        name: user.name,
        ..asker(Role::Expert, REGION, "r/")
    }
}

impl Town {
    /// An approved statement, in the year after.
    pub(crate) async fn over(&self) -> String {
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
        self.clock.move_to("2027-03-01T01:00:00Z".parse().expect("a moment"));
        id
    }

    /// An appraisal of the first project, opened by the bureau.
    pub(crate) async fn opened(&self, scheme: &str) -> String {
        self.over().await;
        let bureau = self.somebody(Role::Finance);
        let choices = self.office.appraisal_choices(&bureau, UNION, 2026).await.expect("choices");
        let (project, _) = choices.projects.first().cloned().expect("a project");
        let text = OpeningText {
            year: "2026".into(),
            owner: UNION.into(),
            subject_kind: "project".into(),
            project,
            scheme: scheme.into(),
            purpose: "连续三年安排的民生项目".into(),
            marks_due: "2027-03-31".into(),
            ..OpeningText::default()
        };
        self.office.open_appraisal(&bureau, &text).await.expect("opened")
    }

    pub(crate) async fn seen_by(&self, asker: &Asker, id: &str) -> Appraised {
        self.office.appraisal(asker, id).await.expect("an appraisal")
    }

    pub(crate) async fn conduct(&self, id: &str, act: Act, text: &str) -> Result<(), OfficeError> {
        let bureau = self.somebody(Role::Finance);
        let seen = self.seen_by(&bureau, id).await.it.version;
        self.office.move_appraisal(&bureau, id, act, seen, text).await
    }

    pub(crate) async fn name(&self, id: &str, user: &str, name: &str) -> Result<(), OfficeError> {
        let bureau = self.somebody(Role::Finance);
        let seen = self.seen_by(&bureau, id).await.it.version;
        let text = ExpertText { user: user.into(), name: name.into(), post: "事务所".into() };
        self.office.name_expert(&bureau, id, seen, &text).await
    }

    /// Marks everything with the full points less `short` hundredths at the first item.
    pub(crate) async fn sheet(&self, asker: &Asker, id: &str, by: By, short: i64) -> SheetText {
        let (found, expert) = self.office.marks_of(asker, id, by).await.expect("a sheet");
        let mark = |(at, item): (usize, &office::appraising::sheet::Item)| MarkText {
            item: item.id.clone(),
            points: match at {
                0 => (item.of - Decimal::new(short, 2)).to_string(),
                _ => item.of.to_string(),
            },
            opinion: if at == 0 { "论证材料不全".into() } else { String::new() },
        };
        SheetText {
            seen: expert.changed_at,
            marks: found.sheet.items.iter().enumerate().map(mark).collect(),
            opinion: "总体较好".into(),
        }
    }

    pub(crate) async fn mark(&self, asker: &Asker, id: &str, by: By, short: i64) {
        self.office.declare_interest(asker, id, by, &Declared::Free).await.expect("declared");
        let text = self.sheet(asker, id, by, short).await;
        self.office.report_marks(asker, id, by, &text).await.expect("reported");
    }
}
