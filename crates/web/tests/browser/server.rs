//! An office served at an address of its own.

use std::sync::Arc;

use office::people::{Founding, NewUser};
use office::{Clock, Office};
use rulebook::Rulebook;
use store::Store;
use testkit::database::Database;
use tokio::net::TcpListener;
use web::{App, Options};

pub(crate) const PASSWORD: &str = "Linhe-Shiyan-2026";

/// A server that runs as long as the test.
pub(crate) struct Server {
    pub(crate) address: String,
    pub(crate) office: Arc<Office>,
    _database: Database,
}

impl Server {
    /// An office that nobody has founded yet.
    pub(crate) async fn new(database: Database) -> Server {
        let store = Store::open(&database.address).await.expect("the store opens");
        let rulebook = Arc::new(Rulebook::embedded().expect("the rulebook loads"));
        let office = Arc::new(Office::new(store, rulebook, Clock::system()));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let app = App { office: Arc::clone(&office), options: Arc::new(Options::default()) };
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

    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }
}
