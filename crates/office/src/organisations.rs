//! The tree of organisations, as the system administrator keeps it.

use store::directory::{self, Filter, Standing};
use store::organisations::{self, Organisation, OrganisationKind};
use store::{Scope, StoreError};

use crate::deed::Deed;
use crate::people::note;
use crate::{Asker, Faults, Office, OfficeError, Permission};

/// An organisation to be entered.
#[derive(Clone, Debug)]
pub struct NewOrganisation {
    /// The one above it; `None` for the region at the root.
    pub parent: Option<String>,
    /// What kind it is.
    pub kind: OrganisationKind,
    /// Its budget code; empty if it has none.
    pub code: String,
    /// The region code it belongs to; empty: that of the one above it.
    pub region: String,
    /// Its name.
    pub name: String,
}

/// The longest name, in characters.
const LONGEST_NAME: usize = 60;
/// The longest code, in characters.
const LONGEST_CODE: usize = 20;

impl Office {
    /// The organisations in sight, each behind the one above it.
    ///
    /// # Errors
    /// If the asker may not.
    pub async fn list_organisations(
        &self,
        asker: &Asker,
    ) -> Result<Vec<Organisation>, OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::ManageOrganisations).await?;
        Ok(organisations::list(&mut tx, &scope).await?)
    }

    /// One organisation.
    ///
    /// # Errors
    /// If the asker may not, or it is not in sight.
    pub async fn organisation(&self, asker: &Asker, id: &str) -> Result<Organisation, OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::ManageOrganisations).await?;
        let found = organisations::get(&mut tx, &scope, id).await;
        found.map_err(OfficeError::missing("这个单位"))
    }

    /// Enters an organisation; gives its id.
    ///
    /// # Errors
    /// If the asker may not, or a field is wrong.
    pub async fn enter_organisation(
        &self,
        asker: &Asker,
        new: &NewOrganisation,
    ) -> Result<String, OfficeError> {
        let mut deed = self.begin(asker, Permission::ManageOrganisations).await?;
        let all = organisations::list(&mut deed.tx, &deed.scope).await?;
        let mut faults = faults(&all, "", &new.name, &new.code);
        let above = all.iter().find(|above| Some(&above.id) == new.parent.as_ref());
        match above {
            None => faults.add("parent", "请选择上级单位"),
            Some(above) if above.closed_at.is_some() => {
                faults.add("parent", format!("“{}”已撤销，请选择别的上级单位", above.name));
            }
            Some(_) => {}
        }
        faults.none()?;
        let id = enter(&mut deed, new).await?;
        deed.done(note("新增单位", "单位", &id, &id, new.name.clone())).await?;
        Ok(id)
    }

    /// Changes name and code of an organisation.
    ///
    /// # Errors
    /// If the asker may not, it is not in sight, or a field is wrong.
    pub async fn change_organisation(
        &self,
        asker: &Asker,
        id: &str,
        name: &str,
        code: &str,
    ) -> Result<(), OfficeError> {
        let mut deed = self.begin(asker, Permission::ManageOrganisations).await?;
        let (all, mut changed) = found(&mut deed, id).await?;
        faults(&all, id, name, code).none()?;
        let detail =
            format!("{}（{}）→{}（{}）", changed.name, changed.code, name.trim(), code.trim());
        changed.name = name.trim().to_owned();
        changed.code = code.trim().to_owned();
        organisations::update(&mut deed.tx, &changed).await?;
        deed.done(note("修改单位", "单位", id, id, detail)).await
    }

    /// Closes an organisation.
    ///
    /// # Errors
    /// If it is the region, or has open organisations below it or open accounts.
    pub async fn close_organisation(&self, asker: &Asker, id: &str) -> Result<(), OfficeError> {
        let mut deed = self.begin(asker, Permission::ManageOrganisations).await?;
        let (all, mut closed) = found(&mut deed, id).await?;
        if closed.parent.is_none() {
            return Err(OfficeError::Conflict("最上级的行政区不能撤销".to_owned()));
        }
        let open =
            all.iter().filter(|it| it.parent.as_deref() == Some(id) && it.closed_at.is_none());
        let below = open.count();
        let filter = Filter { home: id.to_owned(), standing: Standing::Open, ..Filter::default() };
        let (_, accounts) = directory::find(&mut deed.tx, &Scope::everything(), &filter).await?;
        if below > 0 || accounts > 0 {
            return Err(OfficeError::Conflict(format!(
                "“{}”还有{below}个下属单位、{accounts}个在用账号，请先撤销或转走",
                closed.name
            )));
        }
        closed.closed_at = Some(deed.now.to_string());
        organisations::update(&mut deed.tx, &closed).await?;
        deed.done(note("撤销单位", "单位", id, id, closed.name)).await
    }

    /// Opens a closed organisation again.
    ///
    /// # Errors
    /// If the asker may not, or the one above it is closed.
    pub async fn reopen_organisation(&self, asker: &Asker, id: &str) -> Result<(), OfficeError> {
        let mut deed = self.begin(asker, Permission::ManageOrganisations).await?;
        let (all, mut opened) = found(&mut deed, id).await?;
        let above = all.iter().find(|above| Some(&above.id) == opened.parent.as_ref());
        if let Some(above) = above.filter(|above| above.closed_at.is_some()) {
            let said = format!("上级单位“{}”已撤销，请先恢复上级", above.name);
            return Err(OfficeError::Conflict(said));
        }
        opened.closed_at = None;
        organisations::update(&mut deed.tx, &opened).await?;
        deed.done(note("恢复单位", "单位", id, id, opened.name)).await
    }
}

pub(crate) async fn enter(
    deed: &mut Deed<'_>,
    new: &NewOrganisation,
) -> Result<String, StoreError> {
    let id = store::new_id();
    let above = match &new.parent {
        Some(parent) => Some(organisations::get(&mut deed.tx, &deed.scope, parent).await?),
        None => None,
    };
    let path = above.as_ref().map_or("", |above| above.path.as_str());
    let region = above.as_ref().filter(|_| new.region.is_empty()).map(|above| above.region.clone());
    let organisation = Organisation {
        path: format!("{path}{id}/"),
        id: id.clone(),
        parent: new.parent.clone(),
        kind: new.kind,
        code: new.code.trim().to_owned(),
        region: region.unwrap_or_else(|| new.region.clone()),
        name: new.name.trim().to_owned(),
        created_at: deed.now.to_string(),
        closed_at: None,
    };
    organisations::insert(&mut deed.tx, &organisation).await?;
    Ok(id)
}

/// What is wrong with name and code of an organisation beside all the others.
fn faults(all: &[Organisation], id: &str, name: &str, code: &str) -> Faults {
    let mut faults = Faults::default();
    let (name, code) = (name.trim(), code.trim());
    let others = || all.iter().filter(|other| other.id != id && other.closed_at.is_none());
    let length = name.chars().count();
    if length == 0 {
        faults.add("name", "请填写单位名称");
    } else if length > LONGEST_NAME {
        faults.add("name", format!("名称有{length}个字，最多{LONGEST_NAME}个"));
    } else if others().any(|other| other.name == name) {
        faults.add("name", format!("已有叫“{name}”的单位"));
    }
    if code.len() > LONGEST_CODE || !code.bytes().all(|sign| sign.is_ascii_alphanumeric()) {
        faults.add("code", format!("预算编码请用{LONGEST_CODE}位以内的数字或字母，没有可不填"));
    } else if let Some(other) = others().find(|other| !code.is_empty() && other.code == code) {
        faults.add("code", format!("编码{code}已由“{}”使用", other.name));
    }
    faults
}

async fn found(
    deed: &mut Deed<'_>,
    id: &str,
) -> Result<(Vec<Organisation>, Organisation), OfficeError> {
    let all = organisations::list(&mut deed.tx, &deed.scope).await?;
    let found = all.iter().find(|it| it.id == id).cloned();
    Ok((all, found.ok_or(OfficeError::Missing { what: "这个单位" })?))
}
