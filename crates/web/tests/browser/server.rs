//! An office served at an address of its own.

use std::sync::Arc;

use office::people::{Founding, NewUser};
use office::signing::Credentials;
use office::{Asker, Clock, Office};
use rulebook::Rulebook;
use store::Store;
use testkit::database::Database;
use tokio::net::TcpListener;
use web::{App, Limits, Options};

pub(crate) const PASSWORD: &str = "Linhe-Shiyan-2026";

/// A server that runs as long as the test.
pub(crate) struct Server {
    pub(crate) address: String,
    pub(crate) office: Arc<Office>,
    _database: Database,
}

/// The day on which the demo county is shown.
const DAY: &str = "2026-11-20T02:00:00.000Z";

impl Server {
    /// An office that nobody has founded yet.
    pub(crate) async fn new(database: Database) -> Server {
        Server::by(database, Clock::system()).await
    }

    /// The demo county, with its people and the statements of three years.
    pub(crate) async fn demo(database: Database) -> Server {
        let clock = Clock::set_to(DAY.parse().expect("a moment"));
        let server = Server::by(database, clock.clone()).await;
        demo::fill(&server.office, &clock).await.expect("filled");
        server
    }

    async fn by(database: Database, clock: Clock) -> Server {
        let store = Store::open(&database.address).await.expect("the store opens");
        let rulebook = Arc::new(Rulebook::embedded().expect("the rulebook loads"));
        let office = Office::new(store, rulebook, clock);
        let office = Arc::new(office.with_vault(office::registers::Vault::passing()));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let options = Options {
            limits: Limits { sign_in: None, any: None },
            samples: samples(),
            ..Options::default()
        };
        let app = App { office: Arc::clone(&office), options: Arc::new(options) };
        tokio::spawn(web::serve(app, listener));
        Server { address, office, _database: database }
    }

    /// Founds it, with three administrators.
    pub(crate) async fn found(&self) {
        let administrators = ["xitong", "anquan", "shenji"].map(|login| NewUser {
            home: String::new(),
            login: login.into(),
            name: format!("管理员{login}"),
            post: String::new(),
            password: PASSWORD.into(),
            must_change: false,
        });
        let founding = Founding {
            region: "990124".into(),
            name: "临河县".into(),
            administrators,
            address: "命令行".into(),
        };
        self.office.found(&founding).await.expect("founded");
    }

    /// A user of the demo county, without a browser.
    pub(crate) async fn asker(&self, login: &str) -> Asker {
        let typed = Credentials {
            login: login.into(),
            password: demo::PASSWORD.into(),
            address: "127.0.0.1".into(),
            agent: "test".into(),
        };
        let signed = self.office.sign_in(&typed).await.expect("signed in");
        self.office.asker(&signed.secret, "127.0.0.1").await.expect("somebody")
    }

    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }
}

/// Some of the sample users, as the sign-in of the demo shows them.
fn samples() -> Vec<(String, String, String)> {
    let users = demo::users().expect("the county loads").into_iter().take(4);
    users.map(|user| (user.login, demo::PASSWORD.to_owned(), user.post)).collect()
}
