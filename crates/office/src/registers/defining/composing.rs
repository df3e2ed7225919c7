//! Texts of definitions from forms: for whoever adds a field or begins a register without writing one.

use register::{Definition, Kind, OWN, Personal, THEMES, Visibility};

use super::planning::adds;
use crate::{Asker, Faults, Office, OfficeError, Permission};

/// The types that a form offers: the word in definitions, and what people call it.
pub const TYPES: [(&str, &str); 15] = [
    ("text", "文字"),
    ("number", "数字"),
    ("money", "金额"),
    ("date", "日期"),
    ("period", "期间"),
    ("code", "选项（从代码表里选）"),
    ("yes_no", "是否"),
    ("person", "人员（姓名和证件号码）"),
    ("phone", "电话"),
    ("id_number", "证件号码"),
    ("bank_card", "银行账号"),
    ("region", "行政区划"),
    ("credit_code", "统一社会信用代码"),
    ("document_number", "发文字号"),
    ("attachment", "附件"),
];

/// A field as a form says it.
#[derive(Clone, Debug, Default)]
pub struct NewField {
    /// Its label.
    pub label: String,
    /// The word of its type.
    pub kind: String,
    /// The code list, if it is of one.
    pub list: String,
    /// The unit: of a number any, of money 元 or 万元.
    pub unit: String,
    /// The decimals of a number; empty: none.
    pub decimals: String,
    /// Whether it must be filled.
    pub required: bool,
    /// The word for who may see it; nothing is taken for granted.
    pub visibility: String,
    /// The word for whose privacy it touches; nothing is taken for granted.
    pub personal: String,
    /// What to fill in.
    pub help: String,
}

/// A register as a form says it.
#[derive(Clone, Debug, Default)]
pub struct NewRegister {
    /// Its title.
    pub title: String,
    /// What it is for.
    pub about: String,
    /// The theme under which it stands; empty: among others.
    pub theme: String,
    /// The word of its kind: file or journal.
    pub kind: String,
    /// The label of the field by which entries are called.
    pub called: String,
    /// Whether no two entries may have the same in it.
    pub is_key: bool,
    /// The word for who may see it.
    pub visibility: String,
    /// The word for whose privacy it touches.
    pub personal: String,
    /// The label of the field that dates an entry; empty: none.
    pub dated: String,
}

/// A text, and the version of the own text that it follows.
pub type Composed = (String, i64);

impl Office {
    /// The text of a register with one more field.
    ///
    /// # Errors
    /// If the asker may not define registers, or the form lacks something.
    pub async fn with_field(
        &self,
        asker: &Asker,
        register: &str,
        new: &NewField,
    ) -> Result<Composed, OfficeError> {
        let (text, seen) = self.own_text(asker, register).await?;
        let (mut tx, _) = self.look(asker, Permission::ManageDefinitions).await?;
        let texts = store::registers::own::versions(&mut tx, register).await?;
        let texts = texts.iter().map(|own| own.text.as_str()).chain([text.as_str()]);
        let section = section(&format!("{OWN}{}", next(texts)), new)?;
        Ok((format!("{}\n\n{section}", text.trim_end()), seen))
    }

    /// The text of a register without one of its fields.
    ///
    /// # Errors
    /// If the asker may not define registers, or the text has no such field.
    pub async fn without_field(
        &self,
        asker: &Asker,
        register: &str,
        field: &str,
    ) -> Result<Composed, OfficeError> {
        let (text, seen) = self.own_text(asker, register).await?;
        let without = without(&text, field);
        Ok((without.ok_or(OfficeError::Missing { what: "这一栏" })?, seen))
    }

    /// The text of a new register.
    ///
    /// # Errors
    /// If the asker may not define registers, or the form lacks something.
    pub async fn new_register(
        &self,
        asker: &Asker,
        new: &NewRegister,
    ) -> Result<Composed, OfficeError> {
        let (mut tx, _) = self.look(asker, Permission::ManageDefinitions).await?;
        let mut faults = Faults::default();
        for (name, what, label) in
            [("title", &new.title, "台账的名称"), ("about", &new.about, "用途")]
        {
            if what.trim().is_empty() {
                faults.add(name, format!("请填写{label}"));
            }
        }
        if !new.theme.is_empty() && !THEMES.contains(&new.theme.as_str()) {
            faults.add("theme", format!("没有这个主题，请从{}里选择", THEMES.join("、")));
        }
        if !["file", "journal"].contains(&new.kind.as_str()) {
            faults.add("kind", "请选择是档案还是流水");
        }
        let first = NewField {
            label: new.called.clone(),
            kind: if new.personal == "name" { "person" } else { "text" }.into(),
            required: true,
            visibility: new.visibility.clone(),
            personal: new.personal.clone(),
            ..NewField::default()
        };
        judge(&first, &mut faults, "called");
        faults.none()?;
        let registers = store::registers::own::newest(&mut tx).await?;
        let name = format!("{OWN}{}", next(registers.iter().map(|own| own.register.as_str())));
        Ok((begun(&name, new, &first)?, 0))
    }
}

/// What an extension of a register begins with.
pub(super) fn extension(definition: &Definition) -> String {
    format!(
        "# 给“{}”增加的栏目。每一栏写一节 [[field]]，名称以 {OWN} 开头。\nextends = \"{}\"\nversion = 1\n",
        definition.title, definition.name
    )
}

fn begun(name: &str, new: &NewRegister, first: &NewField) -> Result<String, OfficeError> {
    let kind = if new.kind == "journal" { Kind::Journal } else { Kind::File };
    let kind = match kind {
        Kind::File => "file",
        Kind::Journal => "journal",
    };
    let called = format!("{OWN}1");
    let mut text = format!(
        "name = \"{name}\"\ntitle = {}\nkind = \"{kind}\"\nversion = 1\nabout = {}\nsource = [\"practice\"]\n",
        quoted(new.title.trim()),
        quoted(new.about.trim())
    );
    if !new.theme.is_empty() {
        text.push_str(&format!("theme = {}\n", quoted(&new.theme)));
    }
    if new.is_key {
        text.push_str(&format!("key = [\"{called}\"]\n"));
    }
    text.push_str(&format!("called = [\"{called}\"]\n"));
    let dated = NewField {
        label: new.dated.clone(),
        kind: "date".into(),
        required: true,
        visibility: new.visibility.clone(),
        personal: Personal::None.word().into(),
        ..NewField::default()
    };
    let has_day = !new.dated.trim().is_empty();
    if has_day {
        text.push_str(&format!("on = \"{OWN}2\"\n"));
    }
    text.push_str(&format!("\n{}", section(&called, first)?));
    if has_day {
        text.push_str(&format!("\n{}", section(&format!("{OWN}2"), &dated)?));
    }
    Ok(text)
}

/// What a form of a field lacks.
fn judge(new: &NewField, faults: &mut Faults, label: &'static str) {
    if new.label.trim().is_empty() {
        faults.add(label, "请填写栏目名称");
    }
    if !TYPES.iter().any(|(word, _)| *word == new.kind) {
        faults.add("kind", "请选择填什么");
    }
    if new.kind == "code" && new.list.is_empty() {
        faults.add("list", "请选择代码表");
    }
    if !Visibility::ALL.iter().any(|it| it.word() == new.visibility) {
        faults.add("visibility", "请选择谁可以看");
    }
    if !Personal::ALL.iter().any(|it| it.word() == new.personal) {
        faults.add("personal", "请选择涉及哪类个人信息");
    }
    let decimals: Option<u32> = new.decimals.trim().parse().ok();
    if !new.decimals.trim().is_empty() && decimals.is_none_or(|decimals| decimals > 6) {
        faults.add("decimals", "小数位数请填0到6的整数");
    }
    if new.kind == "money" && !["", "元", "万元"].contains(&new.unit.trim()) {
        faults.add("unit", "金额的单位请填元或万元");
    }
}

/// A field as a section.
fn section(name: &str, new: &NewField) -> Result<String, OfficeError> {
    let mut faults = Faults::default();
    judge(new, &mut faults, "label");
    faults.none()?;
    let mut section =
        format!("[[field]]\nname = \"{name}\"\nlabel = {}\n", quoted(new.label.trim()));
    let mut line = |key: &str, value: String| section.push_str(&format!("{key} = {value}\n"));
    line("type", quoted(&new.kind));
    let unit = new.unit.trim();
    match new.kind.as_str() {
        "code" => line("list", quoted(&new.list)),
        "money" if !unit.is_empty() => line("unit", quoted(unit)),
        "number" => {
            if !unit.is_empty() {
                line("unit", quoted(unit));
            }
            if !new.decimals.trim().is_empty() {
                line("decimals", new.decimals.trim().to_owned());
            }
        }
        _ => {}
    }
    if new.required {
        line("required", "true".to_owned());
    }
    line("visibility", quoted(&new.visibility));
    line("personal", quoted(&new.personal));
    if !new.help.trim().is_empty() {
        line("help", quoted(new.help.trim()));
    }
    Ok(section)
}

/// A text without the section of a field.
fn without(text: &str, field: &str) -> Option<String> {
    let at = register::line_of(text, field)?;
    let lines: Vec<&str> = text.lines().collect();
    let begins = lines.get(..at)?.iter().rposition(|line| line.trim() == "[[field]]")?;
    let rest = lines.get(begins + 1..)?;
    let ends = rest.iter().position(|line| line.starts_with('['));
    let ends = ends.map_or(lines.len(), |at| begins + 1 + at);
    let kept = lines.get(..begins)?.iter().chain(lines.get(ends..)?);
    let mut kept: String = kept.map(|line| format!("{line}\n")).collect();
    // What an own register calls its entries by cannot go: the check of the text will say so.
    if adds(text) {
        kept.truncate(kept.trim_end().len());
        kept.push('\n');
    }
    Some(kept)
}

/// The number behind the greatest that any of the texts has after `local_`: a name that was used once is not given
/// to another field, which would bring the old one's values back under a new label.
fn next<'t>(texts: impl Iterator<Item = &'t str>) -> u32 {
    let number = |piece: &str| {
        let digits: String = piece.chars().take_while(char::is_ascii_digit).collect();
        digits.parse::<u32>().ok()
    };
    let greatest = texts.flat_map(|text| text.split(OWN).skip(1).filter_map(number)).max();
    greatest.unwrap_or(0).saturating_add(1)
}

/// A text in the quotes of TOML.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for sign in text.chars() {
        match sign {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            sign if sign.is_control() => quoted.push(' '),
            sign => quoted.push(sign),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_never_given_twice() {
        assert_eq!(next(["", "a"].into_iter()), 1);
        assert_eq!(next(["local_2 local_x local_11", "local_3"].into_iter()), 12);
    }

    #[test]
    fn a_section_is_cut_out_whole() {
        let text = "extends = \"m\"\n\n[[field]]\nname = \"local_1\"\nlabel = \"a\"\n\n[[field]]\nname = \"local_2\"\n";
        let expected = "extends = \"m\"\n\n[[field]]\nname = \"local_2\"\n";
        assert_eq!(without(text, "local_1").as_deref(), Some(expected));
        let expected = "extends = \"m\"\n\n[[field]]\nname = \"local_1\"\nlabel = \"a\"\n";
        assert_eq!(without(text, "local_2").as_deref(), Some(expected));
        assert_eq!(without(text, "local_3"), None);
    }

    #[test]
    fn what_is_typed_stays_within_its_quotes() {
        assert_eq!(quoted("a\"b\\c\nd"), "\"a\\\"b\\\\c d\"");
    }
}
