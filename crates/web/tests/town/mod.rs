//! A small county with two statements, for tests.

use office::beginning::{From, Upload};
use office::people::{Founding, NewOrganisation, NewUser};
use office::signing::Credentials;
use office::{Asker, Office, OfficeError};
use store::organisations::OrganisationKind;
use store::people::Role;

pub(crate) const PASSWORD: &str = "Linhe-Shiyan-2026";
pub(crate) const SAMPLE: &str = include_str!("../../../../examples/linhe-2026.txt");

/// What was seeded.
pub(crate) struct Town {
    /// The union, for which statements are written.
    pub(crate) union: String,
    /// Its statement.
    pub(crate) statement: String,
}

/// Founds the county, its people and their statements.
pub(crate) async fn seed(office: &Office) -> Result<Town, OfficeError> {
    let user = |home: &str, login: &str, name: &str| NewUser {
        home: home.into(),
        login: login.into(),
        name: name.into(),
        post: String::new(),
        password: PASSWORD.into(),
        must_change: false,
    };
    let administrators = [("xitong", "系统"), ("anquan", "安全"), ("shenji", "审计")];
    let founding = Founding {
        region: "990321".into(),
        name: "临河县".into(),
        administrators: administrators.map(|(login, name)| user("", login, name)),
        address: "命令行".into(),
    };
    let region = office.found(&founding).await?;
    let (system, security) = (sign_in(office, "xitong").await?, sign_in(office, "anquan").await?);
    let mut homes = Vec::new();
    for (name, code) in [("临河县总工会", "711001"), ("临河县教育局", "360001")] {
        let new = NewOrganisation {
            parent: Some(region.clone()),
            kind: OrganisationKind::Department,
            code: code.into(),
            region: "990321".into(),
            name: name.into(),
        };
        homes.push(office.enter_organisation(&system, &new).await?);
    }
    let people = [("jia", "甲经办", 0), ("yi", "乙经办", 0), ("bing", "丙经办", 1)];
    for (login, name, home) in people {
        let home = homes.get(home).cloned().unwrap_or_default();
        let id = office.add_user(&system, &user(&home, login, name)).await?;
        office.give_role(&security, &id, Role::Clerk, &home).await?;
    }
    let union = homes.into_iter().next().unwrap_or_default();
    let clerk = sign_in(office, "jia").await?;
    let last = SAMPLE.replace("2026", "2025").replace("≥40户", "≥35户");
    for text in [last.as_str(), SAMPLE] {
        let upload = Upload { name: "绩效文本.txt".into(), bytes: text.as_bytes().to_vec() };
        office.import_statement(&clerk, &union, &upload).await?;
    }
    office.new_statement(&clerk, &union, 2027, From::LastYear).await?;
    let filter = store::statements::Filter { year: Some(2026), take: 1, ..Default::default() };
    let list = office.list_statements(&clerk, &filter).await?;
    let statement = list.items.into_iter().next().map(|it| it.statement.id).unwrap_or_default();
    Ok(Town { union, statement })
}

/// Somebody signed in.
pub(crate) async fn sign_in(office: &Office, login: &str) -> Result<Asker, OfficeError> {
    office.asker(&secret(office, login).await?, "127.0.0.1").await
}

/// What the browser of somebody signed in holds.
pub(crate) async fn secret(office: &Office, login: &str) -> Result<String, OfficeError> {
    let typed = Credentials {
        login: login.into(),
        password: PASSWORD.into(),
        address: "127.0.0.1".into(),
        agent: "test".into(),
    };
    Ok(office.sign_in(&typed).await?.secret)
}
