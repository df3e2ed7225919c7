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
        let above = all.iter().find(|above| Some(&above.id) == new.parent.as_ref());
        let parent = new.parent.as_deref();
        let place = Place { id: "", parent, name: &new.name, code: &new.code };
        let mut faults = place.faults(&all);
        match above {
            None => faults.add("parent", "请选择上级单位"),
            Some(above) if above.closed_at.is_some() => {
                faults.add("parent", format!("“{}”已撤销，请选择别的上级单位", above.name));
            }
            Some(_) => {}
        }
        faults.none()?;
        let id = enter(&mut deed, new).await.map_err(taken)?;
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
        Place { name, code, ..Place::of(&changed) }.faults(&all).none()?;
        let detail =
            format!("{}（{}）→{}（{}）", changed.name, changed.code, name.trim(), code.trim());
        changed.name = name.trim().to_owned();
        changed.code = code.trim().to_owned();
        organisations::update(&mut deed.tx, &changed).await.map_err(taken)?;
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
    /// If the asker may not, the one above it is closed, or another one has its name or code by now.
    pub async fn reopen_organisation(&self, asker: &Asker, id: &str) -> Result<(), OfficeError> {
        let mut deed = self.begin(asker, Permission::ManageOrganisations).await?;
        let (all, mut opened) = found(&mut deed, id).await?;
        let above = all.iter().find(|above| Some(&above.id) == opened.parent.as_ref());
        if let Some(above) = above.filter(|above| above.closed_at.is_some()) {
            let said = format!("上级单位“{}”已撤销，请先恢复上级", above.name);
            return Err(OfficeError::Conflict(said));
        }
        if let Err(OfficeError::Fields(faults)) = Place::of(&opened).faults(&all).none() {
            return Err(OfficeError::Conflict(format!("不能恢复：{faults}。请先改其中一个")));
        }
        opened.closed_at = None;
        organisations::update(&mut deed.tx, &opened).await.map_err(taken)?;
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

/// An organisation as it is to be, beside all the others.
#[derive(Clone, Copy, Debug)]
struct Place<'a> {
    id: &'a str,
    parent: Option<&'a str>,
    name: &'a str,
    code: &'a str,
}

impl<'a> Place<'a> {
    fn of(it: &'a Organisation) -> Place<'a> {
        let Organisation { id, parent, name, code, .. } = it;
        Place { id, parent: parent.as_deref(), name, code }
    }

    /// What is wrong with name and code. Another county may have a union of the same name and code.
    fn faults(&self, all: &[Organisation]) -> Faults {
        let mut faults = Faults::default();
        let (name, code) = (self.name.trim(), self.code.trim());
        let others = || all.iter().filter(|other| other.id != self.id && other.closed_at.is_none());
        let length = name.chars().count();
        let mut siblings = others().filter(|other| other.parent.as_deref() == self.parent);
        let ours = self.parent.map(|parent| region(all, parent));
        let mut neighbours = others()
            .filter(|other| other.parent.as_deref().map(|parent| region(all, parent)) == ours);
        if length == 0 {
            faults.add("name", "请填写单位名称");
        } else if length > LONGEST_NAME {
            faults.add("name", format!("名称有{length}个字，最多{LONGEST_NAME}个"));
        } else if name.contains('/') {
            faults.add("name", "名称里不能有“/”");
        } else if siblings.any(|other| other.name == name) {
            faults.add("name", format!("这个上级之下已有叫“{name}”的单位"));
        }
        if code.len() > LONGEST_CODE || !code.bytes().all(|sign| sign.is_ascii_alphanumeric()) {
            faults.add("code", format!("预算编码请用{LONGEST_CODE}位以内的数字或字母，没有可不填"));
        } else if let Some(other) = neighbours.find(|other| !code.is_empty() && other.code == code)
        {
            faults.add("code", format!("编码{code}在本行政区已由“{}”使用", other.name));
        }
        faults
    }
}

/// The path of the region that an organisation is or is in; empty if it is not known.
fn region<'a>(all: &'a [Organisation], id: &str) -> &'a str {
    let path = all.iter().find(|it| it.id == id).map_or("", |it| it.path.as_str());
    let regions = all.iter().filter(|it| it.kind == OrganisationKind::Region);
    let around = regions.map(|it| it.path.as_str()).filter(|around| path.starts_with(around));
    around.max_by_key(|around| around.len()).unwrap_or_default()
}

/// Somebody entered the same at the same moment.
fn taken(error: StoreError) -> OfficeError {
    match error {
        StoreError::Exists(_) => OfficeError::field("name", "名称刚由别人登记，请看一看单位列表"),
        other => other.into(),
    }
}

async fn found(
    deed: &mut Deed<'_>,
    id: &str,
) -> Result<(Vec<Organisation>, Organisation), OfficeError> {
    let all = organisations::list(&mut deed.tx, &deed.scope).await?;
    let found = all.iter().find(|it| it.id == id).cloned();
    Ok((all, found.ok_or(OfficeError::Missing { what: "这个单位" })?))
}
