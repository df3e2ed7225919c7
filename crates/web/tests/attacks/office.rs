//! The office under attack: a statement being written, one under review with an opinion, a batch, a person
//! of each role, registers with a table that waits to be imported, a questionnaire, and things that may be closed or
//! taken away.

use std::sync::Arc;

use axum::Router;
use office::acts::{ActText, MinutesText, Seen};
use office::beginning::Upload;
use office::demands::begun::About;
use office::demands::raising::DemandText;
use office::opinions::OpinionText;
use office::people::NewUser;
use office::registers::importing::{Choices, Confirmed};
use office::surveys::Written;
use office::workflow::Act;
use office::{Asker, Office};
use store::people::Role;
use store::sessions::{Session, Stage};
use store::statements::State;
use testkit::database::Database;
use web::{App, Limits, Options, app};

use crate::shelves;
use crate::support::Served;

/// The office under attack.
pub(crate) struct Town {
    pub(crate) pages: Router,
    /// A statement being written.
    pub(crate) written: String,
    /// A statement under review.
    pub(crate) reviewed: String,
    /// Its opinion.
    pub(crate) opinion: String,
    pub(crate) batch: String,
    /// A table that waits to be imported.
    pub(crate) table: String,
    /// A questionnaire that is being written.
    pub(crate) survey: String,
    /// A demand that waits for an answer.
    pub(crate) demand: String,
    /// By what a person is found.
    pub(crate) person: String,
    /// An account that may be changed and closed.
    pub(crate) victim: String,
    served: Served,
    _database: Database,
}

/// A notice and a person in registers; gives a table that waits, and by what the person is found.
async fn registers(office: &Office, clerk: &Asker) -> (String, String) {
    let notice = [
        ("公示编号", "示2025-7".to_owned()),
        ("公示事项", "帮扶救助".to_owned()),
        ("公示标题", "名单".to_owned()),
        ("公示开始日期", "2025-12-01".to_owned()),
        ("公示结束日期", "2025-12-08".to_owned()),
    ];
    shelves::add(office, clerk, "u", "notice", &notice).await.expect("a notice");
    let member = format!(
        "姓名,证件号码,所属工会,入会日期\n甲某人,{},某工会,2019-05-06\n",
        shelves::number(1)
    );
    let upload = || Upload { name: "名册.csv".into(), bytes: member.clone().into_bytes() };
    let staged = office.stage_import(clerk, "member", "u", upload()).await.expect("staged");
    let choices = Choices::default();
    let done = office.confirm_register_import(clerk, "member", "u", &staged, &choices, 1).await;
    assert!(matches!(done, Ok(Confirmed::Done(_))), "{done:?}");
    let waits = office.stage_import(clerk, "member", "u", upload()).await.expect("staged");
    (waits, office.person_hash(clerk, &shelves::number(1)).await.expect("a hash"))
}

impl Town {
    pub(crate) async fn found(database: Database) -> Town {
        let served = Served::start(&database).await;
        let (written, reviewed) = (served.draft(None).await, served.draft(None).await);
        let office = Arc::clone(&served.office);
        let asker =
            async |role: Role| office.asker(role.word(), "127.0.0.1").await.expect("signed in");
        let (clerk, head) = (asker(Role::Clerk).await, asker(Role::Head).await);
        let recorder = asker(Role::Recorder).await;
        let minutes = MinutesText {
            held_on: "2026-01-09".into(),
            present: "王主席".into(),
            decision: "同意报送".into(),
            scan: None,
        };
        let text = ActText { minutes, ..ActText::default() };
        for (by, state, act) in [
            (&clerk, State::Draft, Act::HandIn),
            (&head, State::InternalReview, Act::PassOn),
            (&recorder, State::Collective, Act::Decide),
            (&head, State::Ready, Act::Send),
        ] {
            let seen = Seen { version: 1, state };
            office.act(by, &reviewed, act, seen, &text).await.expect("the statement moves on");
        }
        let finance = asker(Role::Finance).await;
        let opinion = OpinionText {
            facet: "relevance".into(),
            body: "请写明标准".into(),
            ..OpinionText::default()
        };
        let seen = Seen { version: 1, state: State::FinanceReview };
        let opinion = office.give_opinion(&finance, &reviewed, seen, &opinion).await;
        let files = vec![("甲.txt".to_owned(), "预算绩效".as_bytes().to_vec())];
        let batch = office.begin_batch(&finance, "甲", files).await.expect("a batch");
        office.do_next_job("test").await.expect("done");
        let (table, person) = registers(&office, &clerk).await;
        let survey = Written {
            title: "满意度".into(),
            measures: "满意度".into(),
            ..Written::begun(office.now())
        };
        let survey = office.add_survey(&clerk, "u", &survey).await.expect("a questionnaire");
        let demand = DemandText {
            owner: "u".into(),
            found: "进度偏慢".into(),
            asked: "补齐进度".into(),
            ..office.demand_begun(&finance, &About::default()).await.expect("begun")
        };
        let demand = office.raise_demand(&finance, &demand).await.expect("a demand");
        let system = asker(Role::SystemAdministrator).await;
        let victim = NewUser {
            home: "s".into(),
            login: "victim".into(),
            name: "某人".into(),
            post: String::new(),
            password: "Linhe-Shiyan-2026".into(),
            must_change: false,
        };
        let victim = office.add_user(&system, &victim).await.expect("added");
        let options = Options { limits: Limits::off(), ..Options::default() };
        let app = App { office, options: Arc::new(options) };
        Town {
            pages: app::layered(app, web::router()),
            written,
            reviewed,
            opinion: opinion.expect("an opinion"),
            batch,
            table,
            survey,
            demand,
            person,
            victim,
            served,
            _database: database,
        }
    }

    /// What the browser of somebody with this role holds; made anew if it was ended.
    pub(crate) async fn session(&self, role: &'static str) -> String {
        let office = &self.served.office;
        if office.asker(role, "127.0.0.1").await.is_ok() {
            return role.to_owned();
        }
        let now = office.now();
        let session = Session {
            id: store::digest(role.as_bytes()),
            user: role.to_owned(),
            created_at: now.to_string(),
            seen_at: now.to_string(),
            ends_at: "2030-01-01T00:00:00.000Z".into(),
            address: String::new(),
            agent: String::new(),
            stage: Stage::Open,
        };
        let mut tx = office.store().write().await.expect("a transaction");
        // Another request may have made it meanwhile.
        if store::sessions::insert(&mut tx, &session).await.is_ok() {
            tx.commit().await.expect("kept");
        }
        role.to_owned()
    }

    /// What stands in the place of a parameter of an address: something that is there, where there is.
    pub(crate) fn known(&self, path: &str, name: &str) -> String {
        let is_reviewed = ["/opinion", "/grad", "/sheet"].iter().any(|part| path.contains(part));
        let statement = if is_reviewed { &self.reviewed } else { &self.written };
        let is_register = path.contains("/registers");
        let known = match name {
            "register" if path.contains("/import") => "member",
            "register" => "notice",
            "owner" => "u",
            "id" | "import" if is_register => "1",
            "file" if path.contains("/imports/files") => &self.table,
            "hash" => &self.person,
            "name" => "household_recheck",
            "code" if is_register => "REG101",
            "format" if path.contains("/export") => "csv",
            "id" if path.contains("/surveys") => &self.survey,
            "id" if path.contains("/demands") => &self.demand,
            "paper" if path.contains("/demands") && !path.contains("{format}") => "notice.txt",
            "paper" if path.contains("/demands") => "notice",
            "opinion" => &self.opinion,
            "number" => "1",
            "user" => &self.victim,
            "act" => "decide",
            "paper" if path.contains("{format}") => "text",
            "paper" => "text.txt",
            "format" | "ending" => "txt",
            "file" => "indicators.csv",
            "code" => "TGT001",
            "chapter" => "drafting",
            "*path" => "jiheng.css",
            "id" if path.contains("batches") => &self.batch,
            "id" if path.contains("users") => &self.victim,
            "id" if path.contains("organisations") => "s",
            "id" if path.contains("statements/") => statement,
            _ => "none",
        };
        known.to_owned()
    }
}
