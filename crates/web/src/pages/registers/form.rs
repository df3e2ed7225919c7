//! The form of an entry: a new one, or one that is there already.

use askama::Template;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use office::registers::Registers;
use office::registers::keeping::Kept;
use office::registers::listing::Question;
use office::registers::sight::{Sight, Wish};
use office::{Asker, OfficeError};
use register::{Definition, FieldType, Kind, Personal};
use store::registers::entries::Seen;
use store::registers::list::Counting;

use super::asked::Pairs;
use super::fields::{Before, FormField, field_of, fields, sent, typed};
use super::said::{Said, name_of, said};
use super::shelf::Whose;
use super::{HERE, Id, Owners, entry_href};
use crate::page::Page;
use crate::pages::pieces::{Choice, choice, wrong};
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::view::address;
use crate::{App, WebError};

/// So many entries of another register are offered while one types.
const OFFERED: u64 = 60;
/// The check that a form need not repeat while it is being filled in.
const MISSING: register::EngineCheck = register::checks::MISSING;

/// `registers/form.html`
#[derive(Template)]
#[template(path = "registers/form.html")]
struct FormPage {
    page: Page,
    title: String,
    note: &'static str,
    action: String,
    check: String,
    back: String,
    owners: Vec<Choice>,
    owner: String,
    fields: Vec<FormField>,
    said: Vec<Said>,
    trouble: String,
    /// The entry that is changed, and its version; none: a new one.
    seen: Option<(i64, i64)>,
    reason: String,
    is_plain: bool,
    may_unmask: bool,
    has_masked: bool,
}

/// `registers/checked.html`
#[derive(Template)]
#[template(path = "registers/checked.html")]
struct CheckedPiece {
    said: Vec<Said>,
    names: Vec<String>,
    missing: usize,
}

/// What the form is about.
struct About<'a> {
    app: &'a App,
    asker: &'a Asker,
    all: &'a Registers,
    definition: &'a Definition,
    owner: &'a str,
}

/// The form for a new entry.
pub(crate) async fn show_new_entry(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(register): Path<String>,
    Query(whose): Query<Whose>,
) -> Result<Html<String>, WebError> {
    let owners = Owners::of(&app, &asker, &whose.owner).await?;
    let all = app.office.registers().await?;
    let definition = all.get(&register)?.definition;
    let (app, asker, owner) = (&app, &asker, owners.chosen.as_str());
    let about = About { app, asker, all: &all, definition, owner };
    shown(&about.new_form(&owners, &Pairs::new(), Vec::new(), String::new()).await?)
}

/// Adds an entry.
pub(crate) async fn add_entry(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(register): Path<String>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, WebError> {
    let owners = Owners::of(&app, &asker, sent(&pairs, "owner").unwrap_or_default()).await?;
    let all = app.office.registers().await?;
    let definition = all.get(&register)?.definition;
    let sight = app.office.keeping_sight(&asker, &owners.chosen).await?;
    let typed = typed(definition, &sight, None, &pairs);
    let kept = app.office.add_entry(&asker, &register, &owners.chosen, &typed).await;
    let (findings, trouble) = match kept {
        Ok(Kept::Done { id, .. }) => {
            let to = entry_href(&register, &owners.chosen, id);
            return Ok(Redirect::to(&format!("{to}?said=kept")).into_response());
        }
        Ok(Kept::Refused(findings)) => (said(definition, &findings), String::new()),
        Err(error) => (Vec::new(), trouble(error)?),
    };
    let (app, asker, owner) = (&app, &asker, owners.chosen.as_str());
    let about = About { app, asker, all: &all, definition, owner };
    wrong(&about.new_form(&owners, &pairs, findings, trouble).await?)
}

/// The form of an entry that is there.
pub(crate) async fn show_edit(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((register, owner, Id(id))): Path<(String, String, Id)>,
) -> Result<Html<String>, WebError> {
    Owners::of(&app, &asker, &owner).await?;
    let all = app.office.registers().await?;
    let definition = all.get(&register)?.definition;
    let about = About { app: &app, asker: &asker, all: &all, definition, owner: &owner };
    shown(&about.edit_form(id, Wish::Masked, &Pairs::new(), Vec::new(), String::new()).await?)
}

/// Changes an entry; or shows the form again with personal data as they are, if that is asked for.
pub(crate) async fn change_entry(
    State(app): State<App>,
    Signed(asker): Signed,
    Path((register, owner, Id(id))): Path<(String, String, Id)>,
    Form(pairs): Form<Pairs>,
) -> Result<Response, WebError> {
    Owners::of(&app, &asker, &owner).await?;
    let all = app.office.registers().await?;
    let definition = all.get(&register)?.definition;
    let about = About { app: &app, asker: &asker, all: &all, definition, owner: &owner };
    if sent(&pairs, "do") == Some("show") {
        let typed = not_blank(&pairs);
        let page = about.edit_form(id, Wish::Plain, &typed, Vec::new(), String::new()).await?;
        return Ok(shown(&page)?.into_response());
    }
    let (findings, trouble) = match about.change(id, &pairs).await {
        Ok(Kept::Done { .. }) => {
            let to = entry_href(&register, &owner, id);
            return Ok(Redirect::to(&format!("{to}?said=changed")).into_response());
        }
        Ok(Kept::Refused(findings)) => (said(definition, &findings), String::new()),
        Err(error) => (Vec::new(), trouble(error)?),
    };
    wrong(&about.edit_form(id, wish(&pairs), &pairs, findings, trouble).await?)
}

/// Checks what was typed so far: the pieces of the form that say something of it.
pub(crate) async fn check_entry(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(register): Path<String>,
    Form(pairs): Form<Pairs>,
) -> Result<Html<String>, WebError> {
    let owners = Owners::of(&app, &asker, sent(&pairs, "owner").unwrap_or_default()).await?;
    let owner = owners.chosen.as_str();
    let all = app.office.registers().await?;
    let definition = all.get(&register)?.definition;
    let sight = app.office.keeping_sight(&asker, owner).await?;
    let id = sent(&pairs, "id").and_then(|id| id.parse().ok());
    let entry = match id {
        Some(id) => Some(app.office.entry(&asker, &register, owner, id, Wish::Masked).await?),
        None => None,
    };
    let is_plain = wish(&pairs) == Wish::Plain;
    let before = entry.as_ref().map(|entry| Before { entry, is_plain });
    let typed = typed(definition, &sight, before.as_ref(), &pairs);
    let findings = app.office.try_entry(&asker, &register, owner, id, &typed).await?;
    let all = said(definition, &findings);
    let missing = all.iter().filter(|said| said.code == MISSING.code.as_str()).count();
    let inputs = definition.inputs.iter();
    let seen = inputs.filter(|input| {
        field_of(definition, input.part).is_some_and(|(_, field)| sight.sees(field))
    });
    shown(&CheckedPiece {
        said: all.into_iter().filter(|said| said.code != MISSING.code.as_str()).collect(),
        names: seen.filter_map(|input| name_of(definition, input.part)).collect(),
        missing,
    })
}

impl About<'_> {
    async fn change(&self, id: i64, pairs: &Pairs) -> Result<Kept, OfficeError> {
        let (office, register) = (&self.app.office, &self.definition.name);
        let sight = office.keeping_sight(self.asker, self.owner).await?;
        let entry = office.entry(self.asker, register, self.owner, id, Wish::Masked).await?;
        let before = Before { entry: &entry, is_plain: wish(pairs) == Wish::Plain };
        let typed = typed(self.definition, &sight, Some(&before), pairs);
        let version = sent(pairs, "version").and_then(|it| it.parse().ok()).unwrap_or_default();
        let reason = sent(pairs, "reason").unwrap_or_default();
        let seen = Seen { id, version };
        office.change_entry(self.asker, register, self.owner, seen, &typed, reason).await
    }

    async fn new_form(
        &self,
        owners: &Owners,
        typed: &Pairs,
        said: Vec<Said>,
        trouble: String,
    ) -> Result<FormPage, WebError> {
        let sight = self.app.office.keeping_sight(self.asker, self.owner).await?;
        let list = address(&self.path(""), &[("owner", owners.in_address())]);
        let about = (self.definition, self.all.definitions().lists(), self.app.office.now().day());
        let title = format!("登记：{}", self.definition.title);
        let page = framed(self.app, self.asker, title.clone(), HERE).await?;
        Ok(FormPage {
            page: page.under(HERE, "台账").under(list.clone(), self.definition.title.clone()),
            title,
            note: note(self.definition.kind),
            action: self.path("/new"),
            check: self.path("/check"),
            back: list,
            owners: self.writable(owners),
            owner: self.owner.to_owned(),
            fields: self.with_known(fields(about, &sight, None, typed, &said), &sight).await,
            said,
            trouble,
            seen: None,
            reason: String::new(),
            is_plain: false,
            may_unmask: false,
            has_masked: false,
        })
    }

    async fn edit_form(
        &self,
        id: i64,
        wish: Wish,
        typed: &Pairs,
        said: Vec<Said>,
        trouble: String,
    ) -> Result<FormPage, WebError> {
        let office = &self.app.office;
        let sight = office.keeping_sight(self.asker, self.owner).await?;
        if self.definition.kind == Kind::Journal {
            let said = "流水记录登记后不能改动。登错了请冲销（红字），再重新登记";
            return Err(OfficeError::Invalid(said.to_owned()).into());
        }
        let entry = office.entry(self.asker, &self.definition.name, self.owner, id, wish).await?;
        let here = entry_href(&self.definition.name, self.owner, id);
        let is_plain = wish == Wish::Plain;
        let before = Before { entry: &entry, is_plain };
        let about = (self.definition, self.all.definitions().lists(), office.now().day());
        let fields = fields(about, &sight, Some(&before), typed, &said);
        let called = entry.called.clone();
        let page = framed(self.app, self.asker, format!("修改：{called}"), HERE).await?;
        Ok(FormPage {
            page: page
                .under(HERE, "台账")
                .under(self.path(""), self.definition.title.clone())
                .under(here.clone(), called.clone()),
            title: format!("修改：{called}"),
            note: "改动前的内容保留在历史里。",
            action: format!("{here}/edit"),
            check: self.path("/check"),
            back: here,
            owners: Vec::new(),
            owner: self.owner.to_owned(),
            has_masked: fields.iter().any(|field| !field.masked.is_empty()),
            fields: self.with_known(fields, &sight).await,
            said,
            trouble,
            seen: Some((id, version(typed).unwrap_or(entry.kept.version))),
            reason: sent(typed, "reason").unwrap_or_default().to_owned(),
            is_plain,
            may_unmask: sight.may_unmask,
        })
    }

    /// The fields with the entries of other registers that they may name. A form works without them.
    async fn with_known(&self, mut fields: Vec<FormField>, sight: &Sight) -> Vec<FormField> {
        for field in &mut fields {
            let of = field.name.strip_prefix("f-").and_then(|name| self.definition.field(name));
            let Some((_, of)) = of.filter(|(_, of)| of.personal == Personal::None) else {
                continue;
            };
            let FieldType::Entry { register, by, .. } = &of.holds else { continue };
            let other = self.all.get(register).ok().and_then(|it| it.definition.field(by));
            if other.is_none_or(|(_, by)| by.personal != Personal::None || !sight.sees(by)) {
                continue;
            }
            let question = Question {
                columns: vec![by.clone()],
                take: OFFERED,
                counting: Counting::Not,
                ..Question::default()
            };
            let office = &self.app.office;
            let Ok(lines) = office.list_entries(self.asker, register, self.owner, &question).await
            else {
                continue;
            };
            let named = lines.lines.into_iter().filter_map(|line| {
                let name = line.cells.first()?.to_string();
                (!name.is_empty()).then_some((name, line.called))
            });
            field.known = named.collect();
        }
        fields
    }

    /// The organisations for which the asker may add entries.
    fn writable(&self, owners: &Owners) -> Vec<Choice> {
        let may = |path: &str| self.asker.may_at(office::Permission::WriteRegisters, path);
        let all = owners.all.iter().filter(|one| may(&one.path));
        let all: Vec<Choice> =
            all.map(|one| choice(one.id.as_str(), one.name.as_str(), self.owner)).collect();
        if all.len() < 2 { Vec::new() } else { all }
    }

    fn path(&self, end: &str) -> String {
        format!("{HERE}/{}{end}", self.definition.name)
    }
}

/// What is said of the form as a whole; what is no fault of the form is an error.
fn trouble(error: OfficeError) -> Result<String, WebError> {
    match error {
        OfficeError::Conflict(_) | OfficeError::Invalid(_) | OfficeError::Fields(_) => {
            Ok(error.to_string())
        }
        other => Err(other.into()),
    }
}

fn wish(pairs: &Pairs) -> Wish {
    if sent(pairs, "plain").is_some() { Wish::Plain } else { Wish::Masked }
}

fn version(pairs: &Pairs) -> Option<i64> {
    sent(pairs, "version").and_then(|version| version.parse().ok())
}

/// What was typed: fields left blank show what stands there.
fn not_blank(pairs: &Pairs) -> Pairs {
    pairs.iter().filter(|(_, value)| !value.trim().is_empty()).cloned().collect()
}

fn note(kind: Kind) -> &'static str {
    match kind {
        Kind::File => "登记后可以修改，每次改动都留历史。",
        Kind::Journal => "流水登记后不能改动；登错了用红字冲销，再重新登记。",
    }
}
