//! Forms for whoever adds a field or begins a register without writing a text.

use axum::Form;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Response};
use office::registers::defining::composing::{NewField, NewRegister, TYPES};
use office::registers::defining::planning::Wanted;
use office::{Asker, Faults};
use register::{Personal, THEMES, Visibility};
use serde::Deserialize;

use super::{HERE, at, writing};
use crate::pages::pieces::{Act, Choice, Field, FormHead, FormPage, choice, faults, wrong};
use crate::pages::{framed, shown};
use crate::signed::Signed;
use crate::{App, WebError};

/// What the form of a field sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct TypedField {
    label: String,
    kind: String,
    list: String,
    unit: String,
    decimals: String,
    required: String,
    visibility: String,
    personal: String,
    help: String,
}

/// What the form of a register sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct TypedRegister {
    title: String,
    about: String,
    theme: String,
    kind: String,
    called: String,
    key: String,
    visibility: String,
    personal: String,
    dated: String,
}

/// The form of a new field.
pub(crate) async fn show_new_field(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(register): Path<String>,
) -> Result<Html<String>, WebError> {
    let typed = TypedField { kind: "text".into(), ..TypedField::default() };
    shown(&field_form(&app, &asker, &register, &typed, &Faults::default()).await?)
}

/// Shows what a new field would change.
pub(crate) async fn add_field(
    State(app): State<App>,
    Signed(asker): Signed,
    Path(register): Path<String>,
    Form(typed): Form<TypedField>,
) -> Result<Response, WebError> {
    match app.office.with_field(&asker, &register, &typed.meant()).await {
        Ok((text, seen)) => {
            let reason = format!("增加“{}”", typed.label.trim());
            writing::preview(&app, &asker, Wanted { register, text, seen, reason }).await
        }
        Err(error) => {
            let faults = faults(error)?;
            wrong(&field_form(&app, &asker, &register, &typed, &faults).await?)
        }
    }
}

/// The form of a new register.
pub(crate) async fn show_new_register(
    State(app): State<App>,
    Signed(asker): Signed,
) -> Result<Html<String>, WebError> {
    asker.require(office::Permission::ManageDefinitions)?;
    let typed = TypedRegister { kind: "file".into(), ..TypedRegister::default() };
    shown(&register_form(&app, &asker, &typed, &Faults::default()).await?)
}

/// Shows what a new register would be.
pub(crate) async fn begin_register(
    State(app): State<App>,
    Signed(asker): Signed,
    Form(typed): Form<TypedRegister>,
) -> Result<Response, WebError> {
    match app.office.new_register(&asker, &typed.meant()).await {
        Ok((text, seen)) => {
            let (register, reason) = (String::new(), format!("新建“{}”", typed.title.trim()));
            let wanted = Wanted { register, text, seen, reason };
            Ok(writing::preview(&app, &asker, wanted).await?.into_response())
        }
        Err(error) => {
            let faults = faults(error)?;
            wrong(&register_form(&app, &asker, &typed, &faults).await?)
        }
    }
}

impl TypedField {
    fn meant(&self) -> NewField {
        NewField {
            label: self.label.clone(),
            kind: self.kind.clone(),
            list: self.list.clone(),
            unit: self.unit.clone(),
            decimals: self.decimals.clone(),
            required: self.required == "yes",
            visibility: self.visibility.clone(),
            personal: self.personal.clone(),
            help: self.help.clone(),
        }
    }
}

impl TypedRegister {
    fn meant(&self) -> NewRegister {
        NewRegister {
            title: self.title.clone(),
            about: self.about.clone(),
            theme: self.theme.clone(),
            kind: self.kind.clone(),
            called: self.called.clone(),
            is_key: self.key == "yes",
            visibility: self.visibility.clone(),
            personal: self.personal.clone(),
            dated: self.dated.clone(),
        }
    }
}

/// Who may see it, and whose privacy it touches: nothing is chosen beforehand.
fn privacy(visibility: &str, personal: &str, faults: &Faults) -> [Field; 2] {
    let first = |chosen: &str| choice("", "请选择", chosen);
    let levels = Visibility::ALL.iter().map(|it| choice(it.word(), it.label(), visibility));
    let kinds = Personal::ALL.iter().map(|it| choice(it.word(), it.label(), personal));
    let levels: Vec<Choice> = std::iter::once(first(visibility)).chain(levels).collect();
    let kinds: Vec<Choice> = std::iter::once(first(personal)).chain(kinds).collect();
    [
        Field::select("visibility", "谁可以看 *", levels)
            .hint("定下后只能收紧，不能放宽。")
            .judged(faults),
        Field::select("personal", "涉及哪类个人信息 *", kinds)
            .hint("个人信息平时遮盖；证件、联系方式、账号、健康、住址加密保存。定下后不能改成非个人信息。")
            .judged(faults),
    ]
}

fn yes_no(name: &'static str, label: &'static str, chosen: &str) -> Field {
    let chosen = if chosen == "yes" { "yes" } else { "no" };
    Field::select(name, label, vec![choice("no", "否", chosen), choice("yes", "是", chosen)])
}

async fn field_form(
    app: &App,
    asker: &Asker,
    register: &str,
    typed: &TypedField,
    faults: &Faults,
) -> Result<FormPage, WebError> {
    let it = app.office.definition(asker, register).await?;
    let lists = app.office.code_lists(asker).await?;
    let lists = lists.iter().map(|(name, title)| choice(name.clone(), title.clone(), &typed.list));
    let lists = std::iter::once(choice("", "不是选项", &typed.list)).chain(lists).collect();
    let kinds = TYPES.iter().map(|(word, label)| choice(*word, *label, &typed.kind)).collect();
    let [visibility, personal] = privacy(&typed.visibility, &typed.personal, faults);
    let page = framed(app, asker, "增加一栏", HERE).await?;
    Ok(FormPage {
        page: page.under(HERE, "台账定义").under(at(register), it.defined.title.clone()),
        form: FormHead {
            title: format!("给“{}”增加一栏", it.defined.title),
            note: "先看会有什么变化，确认后才启用。带 * 的必须填写。".into(),
            action: format!("{}/field", at(register)),
            save: "看看会有什么变化",
            back: at(register),
        },
        fields: vec![
            Field::new("text", "label", "栏目名称 *", typed.label.clone())
                .hint("表头上显示的字，如“血型”。不能与已有的栏目同名。")
                .judged(faults),
            Field::select("kind", "填什么 *", kinds)
                .hint("定下后不能改；填错了停用这一栏，另加一栏。")
                .judged(faults),
            Field::select("list", "代码表", lists).hint("只有“选项”要选。").judged(faults),
            Field::new("text", "unit", "单位", typed.unit.clone())
                .hint("数字的单位，如“人次”；金额填元或万元，不填为元。")
                .judged(faults),
            Field::new("text", "decimals", "小数位数", typed.decimals.clone())
                .hint("只用于数字，0到6，不填为整数。定下后不能改。")
                .judged(faults),
            yes_no("required", "必须填写", &typed.required)
                .hint("已有的记录不受影响，改动它时才要补填。"),
            visibility,
            personal,
            Field::new("text", "help", "填写说明", typed.help.clone())
                .hint("显示在这一栏下面，可不填。"),
        ],
        facts: Vec::new(),
        once: None,
        table: None,
        acts: Vec::new(),
    })
}

async fn register_form(
    app: &App,
    asker: &Asker,
    typed: &TypedRegister,
    faults: &Faults,
) -> Result<FormPage, WebError> {
    let kinds = vec![
        choice("file", "档案：一人、一户、一个单位一条，情况变了就修改", &typed.kind),
        choice("journal", "流水：一笔一条，登记后不能改，登错用红字冲销", &typed.kind),
    ];
    let themes = THEMES.iter().map(|theme| choice(*theme, *theme, &typed.theme));
    let themes = std::iter::once(choice("", "其他", &typed.theme)).chain(themes).collect();
    let [visibility, personal] = privacy(&typed.visibility, &typed.personal, faults);
    Ok(FormPage {
        page: framed(app, asker, "新建台账", HERE).await?.under(HERE, "台账定义"),
        form: FormHead {
            title: "新建台账".into(),
            note: "先定名称和第一栏，启用后再逐栏增加。带 * 的必须填写。".into(),
            action: format!("{HERE}/new"),
            save: "看看会有什么变化",
            back: HERE.into(),
        },
        fields: vec![
            Field::new("text", "title", "台账名称 *", typed.title.clone())
                .hint("如“职工书屋台账”。")
                .judged(faults),
            Field::new("text", "about", "用途 *", typed.about.clone())
                .hint("一句话，显示在台账首页。")
                .judged(faults),
            Field::select("theme", "主题", themes)
                .hint("在台账首页的哪一栏里。以后可以在定义文本里改。")
                .judged(faults),
            Field::select("kind", "类别 *", kinds).hint("定下后不能改。").judged(faults),
            Field::new("text", "called", "第一栏的名称 *", typed.called.clone())
                .hint("列表里用它称呼一条记录，如“书屋名称”。涉及“姓名”的按人员登记，带证件号码。")
                .judged(faults),
            yes_no("key", "第一栏相同的算重复", &typed.key)
                .hint("选“是”，档案不能有两条相同的，导入时据此认出已有的行。"),
            visibility,
            personal,
            Field::new("text", "dated", "日期栏的名称", typed.dated.clone())
                .hint("如“建成日期”；没有日期可不填。"),
        ],
        facts: vec![("会写 TOML", "可以直接写定义的文本".to_owned())],
        once: None,
        table: None,
        acts: vec![Act {
            action: format!("{HERE}/text"),
            name: "直接写定义文本",
            icon: "pencil",
            is_link: true,
            ..Act::default()
        }],
    })
}
