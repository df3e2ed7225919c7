//! The invented county, made as large as a large one: 500 statements, 100,000 audit entries, a million members.

use std::error::Error;
use std::net::SocketAddr;
use std::sync::Arc;

use office::registers::Vault;
use office::{Clock, Office};
use rulebook::Rulebook;
use store::audit::{self, Act, Outcome};
use store::organisations::{self, Organisation, OrganisationKind};
use store::publications;
use store::statements::{self, Filter, Listed};
use store::{Scope, Store, Tx, new_id};
use testkit::database::Database;
use tokio::net::TcpListener;
use web::{App, Limits, Options};

use crate::registers;

const STATEMENTS: usize = 500;
const ENTRIES: i64 = 100_000;
/// Statements of one more department.
const EACH: usize = 3;

/// An office with all that, whose personal data are sealed with the key of this vault.
pub(crate) async fn office(
    database: &Database,
    vault: Vault,
) -> Result<Arc<Office>, Box<dyn Error>> {
    let store = Store::open(&database.address).await?;
    let clock = Clock::set_to(Clock::system().now().0);
    let office = Office::new(store, Arc::new(Rulebook::embedded()?), clock.clone());
    let office = office.with_vault(vault);
    demo::fill(&office, &clock).await?;
    let mut tx = office.store().write().await?;
    multiply(&mut tx).await?;
    let (_, entries) = counts(&mut tx).await?;
    for number in entries..ENTRIES {
        audit::append(&mut tx, &act(number)).await?;
    }
    registers::multiply(&office, &mut tx).await?;
    tx.commit().await?;
    let began = std::time::Instant::now();
    while office.read_words().await? {}
    println!("read for words in {} ms", began.elapsed().as_millis());
    Ok(Arc::new(office))
}

/// How many statements and audit entries there are.
pub(crate) async fn counted(office: &Office) -> Result<(i64, i64), Box<dyn Error>> {
    counts(&mut office.store().read().await?).await
}

async fn counts(tx: &mut Tx) -> Result<(i64, i64), Box<dyn Error>> {
    let count = statements::count(tx, &Scope::everything(), &Filter::default()).await?;
    Ok((count, audit::head(tx).await?.map_or(0, |entry| entry.number)))
}

/// More departments, each with copies of statements there are.
async fn multiply(tx: &mut Tx) -> Result<(), Box<dyn Error>> {
    let all = Filter { take: STATEMENTS as u64, ..Filter::default() };
    let samples = statements::list(tx, &Scope::everything(), &all).await?;
    let published = publications::Filter { take: STATEMENTS as u64, ..Default::default() };
    let published = publications::list(tx, &published).await?;
    let homes = organisations::list(tx, &Scope::everything()).await?;
    let region = homes.iter().find(|home| home.kind == OrganisationKind::Region);
    let region = region.ok_or("the county has no region")?;
    let mut department = None;
    for number in 0..STATEMENTS.saturating_sub(samples.len()) {
        if number % EACH == 0 {
            department = Some(settle(tx, region, number / EACH).await?);
        }
        let sample = samples.get(number % samples.len()).ok_or("the county has no statements")?;
        let owner = department.as_deref().ok_or("no department")?;
        let id = copy(tx, sample, owner, number % EACH).await?;
        let public = published.iter().find(|one| one.statement == sample.statement.id);
        if let Some(public) = public {
            let copy = publications::Publication {
                owner: owner.to_owned(),
                statement: id.clone(),
                number: 1,
                ..public.clone()
            };
            publications::insert(tx, &copy).await?;
            let words = format!("{} 困难职工 劳模 公路 学校", copy.title);
            store::search::put(tx, owner, "published", &id, &words).await?;
        }
    }
    Ok(())
}

async fn settle(
    tx: &mut Tx,
    region: &Organisation,
    number: usize,
) -> Result<String, Box<dyn Error>> {
    let id = new_id();
    let new = Organisation {
        path: format!("{}{id}/", region.path),
        id: id.clone(),
        parent: Some(region.id.clone()),
        kind: OrganisationKind::Department,
        code: format!("{}", 500_001 + number),
        name: format!("临河县第{number}局"),
        ..region.clone()
    };
    organisations::insert(tx, &new).await?;
    Ok(id)
}

async fn copy(
    tx: &mut Tx,
    sample: &Listed,
    owner: &str,
    year: usize,
) -> Result<String, Box<dyn Error>> {
    let id = new_id();
    let everything = Scope::everything();
    let newest = sample.statement.version;
    for number in 1..=newest {
        let mut version =
            statements::version(tx, &everything, &sample.statement.id, number).await?;
        version.owner = owner.to_owned();
        version.statement = id.clone();
        if number == 1 {
            let new = statements::Statement {
                owner: owner.to_owned(),
                id: id.clone(),
                year: sample.statement.year - i64::try_from(year)? * 3,
                ..sample.statement.clone()
            };
            statements::insert(tx, &new).await?;
        }
        statements::insert_version(tx, &version).await?;
    }
    Ok(id)
}

fn act(number: i64) -> Act {
    Act {
        at: format!("2026-0{}-1{}T0{}:00:00.000Z", number % 9 + 1, number % 8, number % 10),
        user: String::new(),
        login: format!("gonghui.{}", number % 40),
        name: "李明远".into(),
        address: format!("10.0.{}.{}", number % 7, number % 250),
        act: ["登录", "保存草稿", "保存版本", "提交内部审核", "批复"]
            [usize::try_from(number % 5).unwrap_or(0)]
        .into(),
        outcome: if number % 50 == 0 { Outcome::Refused } else { Outcome::Done },
        owner: String::new(),
        object_kind: "statement".into(),
        object: format!("s{}", number % 500),
        detail: "临河县总工会2026年部门预算绩效文本".into(),
        before: String::new(),
        after: String::new(),
    }
}

/// Serves it, with no limit to how often one address may ask.
pub(crate) async fn serve(office: Arc<Office>) -> Result<SocketAddr, Box<dyn Error>> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let limits = Limits { sign_in: None, any: None };
    let options = Arc::new(Options { limits, ..Options::default() });
    tokio::spawn(web::serve(App { office, options }, listener));
    Ok(address)
}
