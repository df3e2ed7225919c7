//! A fresh database of either kind for one test.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that finds no database must say so")]

use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::folder::{Folder, folder};

/// The environment variable that names the PostgreSQL server; `./test.sh` starts one and sets it.
const SERVER: &str = "JIHENG_TEST_POSTGRES";

/// A database that is gone when this is dropped.
#[derive(Debug)]
pub struct Database {
    /// What a store opens it by.
    pub address: String,
    /// sqlite or postgres.
    pub kind: &'static str,
    folder: Option<Folder>,
}

impl Database {
    /// A SQLite file in a folder of its own.
    ///
    /// # Panics
    /// If the machine gives no temporary folder.
    pub fn sqlite() -> Database {
        let folder = folder("test");
        let address = folder.path().join("jiheng.db").display().to_string();
        Database { address, kind: "sqlite", folder: Some(folder) }
    }

    /// A database on the PostgreSQL server.
    ///
    /// # Panics
    /// If there is no server: then the message says how to start one.
    pub fn postgres() -> Database {
        let server = std::env::var(SERVER).unwrap_or_else(|_| {
            panic!(
                "no PostgreSQL server: run ./test.sh, or \
                 export {SERVER}=$(tests/postgres.sh start FOLDER)"
            )
        });
        let name = format!("test_{}", unique());
        psql(&server, &format!("CREATE DATABASE {name}"));
        let (host, _) = server.rsplit_once('/').expect("an address with a database");
        Database { address: format!("{host}/{name}"), kind: "postgres", folder: None }
    }

    /// Runs statements behind the program's back, as somebody would who tampers with its data.
    ///
    /// # Panics
    /// If the database says no.
    pub fn tamper(&self, statements: &str) {
        match self.folder {
            Some(_) => python(&self.address, statements),
            None => psql(&self.address, statements),
        }
    }

    /// One of each kind.
    pub fn both() -> [Database; 2] {
        [Database::sqlite(), Database::postgres()]
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if self.folder.is_none() {
            let (host, name) = self.address.rsplit_once('/').expect("an address");
            psql(&format!("{host}/postgres"), &format!("DROP DATABASE {name} WITH (FORCE)"));
        }
    }
}

fn unique() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

/// Python has SQLite in it, and is needed by other tests too.
fn python(file: &str, statements: &str) {
    const SCRIPT: &str = "import sqlite3, sys\n\
        c = sqlite3.connect(sys.argv[1])\nc.executescript(sys.argv[2])\nc.commit()";
    let out = Command::new("python3").args(["-c", SCRIPT, file, statements]).output();
    let out = out.expect("python3 runs: install the package python3");
    assert!(out.status.success(), "{statements}: {}", String::from_utf8_lossy(&out.stderr));
}

fn psql(server: &str, statement: &str) {
    let command = ["-q", "-v", "ON_ERROR_STOP=1", "-d", server, "-c", statement];
    let out = Command::new("psql").args(command).output();
    let out = out.expect("psql runs: install the package postgresql-client");
    assert!(out.status.success(), "{statement}: {}", String::from_utf8_lossy(&out.stderr));
}
