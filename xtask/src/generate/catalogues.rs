//! `docs/law.md`, `docs/parameters.md`, `docs/words.md`: what the data files hold, for people to check.

use anyhow::{Context, Result};
use toml::{Table, Value};

use super::Derived;
use super::markdown::{document, heading, table};
use crate::tree::Tree;

/// The instruments.
pub(super) fn law(tree: &Tree) -> Result<Derived> {
    let mut out = document("依据文件");
    out.push_str(
        "\n规则和参数引用的文件，取自 `data/law/`。依据状况：已核＝读过原文或由算术证明；\
         实务＝各地在用的做法，非法定要求；未核＝尚未核对原文，只据以提醒，不据以判错。\n\n",
    );
    let mut rows = Vec::new();
    for (stem, file) in files(tree, "data/law/")? {
        rows.push([
            format!("`{stem}`"),
            text(&file, "title"),
            text(&file, "number"),
            text(&file, "issuer"),
            text(&file, "issued"),
            text(&file, "repealed"),
            standing(&file),
            text(&file, "checked"),
            text(&file, "gist"),
        ]);
    }
    let head = ["标识", "名称", "文号", "发布机关", "发布", "废止", "状况", "核对", "要点"];
    table(&mut out, head, &rows);
    Ok(Derived { path: "docs/law.md", text: out })
}

/// The parameters, the indicator trees, the code checks and the schemes of marks.
pub(super) fn parameters(tree: &Tree) -> Result<Derived> {
    let mut out = document("参数、指标框架、编码校验与评分办法");
    out.push_str("\n规则用到的数值，取自 `data/parameters/`，按审核年度和地区取用。\n");
    heading(&mut out, "参数");
    let mut rows = Vec::new();
    for (_, file) in files(tree, "data/parameters/")? {
        for (name, entry) in &file {
            let Value::Table(entry) = entry else { continue };
            rows.extend(tables(entry, "values").map(|value| parameter(name, entry, value)));
        }
    }
    rows.sort();
    let head = ["参数", "含义", "取值", "单位", "地区", "起", "止", "来源", "状况", "核对"];
    table(&mut out, head, &rows);
    out.push_str("\n## 指标框架\n");
    for (stem, file) in files(tree, "data/frameworks/")? {
        framework(&mut out, &stem, &file);
    }
    out.push_str("\n## 共性指标\n");
    for (stem, file) in files(tree, "data/indicators/")? {
        common(&mut out, &stem, &file);
    }
    let checks = files(tree, "data/codes/")?;
    let rows: Vec<[String; 6]> =
        checks.iter().flat_map(|(_, file)| tables(file, "checks").map(code_check)).collect();
    let head = ["省份", "类别", "常数", "验算过的编码", "来源", "状况"];
    section(&mut out, "项目编码末位校验", head, &rows);
    for (stem, file) in files(tree, "data/schemes/")? {
        scheme(&mut out, &stem, &file);
    }
    Ok(Derived { path: "docs/parameters.md", text: out })
}

/// The word lists, the kinds of departments and the groups of people.
pub(super) fn words(tree: &Tree) -> Result<Derived> {
    let mut out = document("词表、部门类别与人群");
    out.push_str("\n规则用到的词语，取自 `data/words/` 及其旁边的文件夹。\n");
    for (stem, file) in files(tree, "data/words/")? {
        heading(&mut out, &format!("`{stem}` {}", text(&file, "title")));
        word_list(&mut out, &file);
    }
    let kinds = files(tree, "data/departments/")?;
    let rows: Vec<[String; 5]> = kinds
        .iter()
        .map(|(stem, file)| {
            let words = |key| list(file, key).join("、");
            let id = format!("`{stem}`");
            [id, text(file, "title"), words("names"), words("signature"), words("shares")]
        })
        .collect();
    let head = ["标识", "类别", "名称里的词", "本类特有的词", "也用别类的词"];
    section(&mut out, "部门类别", head, &rows);
    let groups = files(tree, "data/groups/")?;
    let rows: Vec<[String; 4]> =
        groups.iter().flat_map(|(_, file)| tables(file, "groups").map(group)).collect();
    section(&mut out, "人群", ["人群", "也叫", "属于", "泛称"], &rows);
    Ok(Derived { path: "docs/words.md", text: out })
}

/// A heading with its table, where the table has rows.
fn section<const N: usize>(out: &mut String, title: &str, head: [&str; N], rows: &[[String; N]]) {
    if !rows.is_empty() {
        heading(out, title);
        table(out, head, rows);
    }
}

fn word_list(out: &mut String, file: &Table) {
    out.push_str(&format!(
        "来源：{}；状况：{}；核对：{}\n",
        reference(file),
        standing(file),
        text(file, "checked")
    ));
    let words = list(file, "words");
    if !words.is_empty() {
        out.push_str(&format!("\n{}\n", words.join("、")));
    }
    let terms: String = tables(file, "terms").map(term).collect();
    if !terms.is_empty() {
        out.push_str(&format!("\n{terms}"));
    }
}

fn group(group: &Table) -> [String; 4] {
    let general = if group.get("general").is_some() { "是" } else { "" };
    let words = |key| list(group, key).join("、");
    [text(group, "name"), words("also"), words("within"), general.into()]
}

fn parameter(name: &str, entry: &Table, value: &Table) -> [String; 10] {
    let jurisdiction = text(value, "jurisdiction");
    [
        format!("`{name}`"),
        text(entry, "title"),
        value.get("value").map_or_else(String::new, shown),
        text(entry, "unit"),
        place(&jurisdiction),
        text(value, "from"),
        text(value, "until"),
        reference(value),
        standing(value),
        text(value, "checked"),
    ]
}

fn framework(out: &mut String, stem: &str, file: &Table) {
    let until = text(file, "until");
    let until = if until.is_empty() { "今".into() } else { until };
    let places: Vec<String> = list(file, "jurisdictions").iter().map(|code| place(code)).collect();
    out.push_str(&format!(
        "\n### `{stem}` {}\n\n{} 年度至{until}；地区：{}；来源：{}；状况：{}\n\n",
        text(file, "title"),
        text(file, "from"),
        places.join("、"),
        reference(file),
        standing(file)
    ));
    let rows: Vec<[String; 3]> = tables(file, "dimensions")
        .map(|dimension| {
            let aspects: Vec<String> = tables(dimension, "aspects")
                .map(|aspect| format!("{}（{}）", text(aspect, "name"), need(aspect)))
                .collect();
            [text(dimension, "name"), need(dimension).into(), aspects.join("、")]
        })
        .collect();
    table(out, ["一级指标", "要求", "二级指标"], &rows);
}

/// A catalogue of common indicators.
fn common(out: &mut String, stem: &str, file: &Table) {
    out.push_str(&format!(
        "\n### `{stem}` {}\n\n来源：{}；状况：{}。{}\n\n",
        text(file, "title"),
        reference(file),
        standing(file),
        text(file, "note")
    ));
    let rows: Vec<[String; 4]> = tables(file, "indicators")
        .map(|one| {
            let aspects: Vec<String> =
                list(one, "aspects").iter().map(|key| format!("`{key}`")).collect();
            [text(one, "name"), aspects.join("、"), text(one, "formula"), text(one, "unit")]
        })
        .collect();
    table(out, ["指标", "二级指标", "计算或含义", "单位"], &rows);
}

/// A scheme by which a review is marked: facets with their items, then the grades.
fn scheme(out: &mut String, stem: &str, file: &Table) {
    heading(out, &format!("`{stem}` {}", text(file, "title")));
    out.push_str(&format!("来源：{}；状况：{}\n\n", reference(file), standing(file)));
    let mut rows: Vec<[String; 4]> = Vec::new();
    for facet in tables(file, "facets") {
        rows.extend(tables(facet, "items").map(|item| {
            let words = |key| list(item, key).join("；");
            [text(item, "title"), text(item, "points"), words("codes"), words("checks")]
        }));
    }
    table(out, ["项目", "分值", "计入的规则", "看什么"], &rows);
    let cells = |of: &Table, keys: [&str; 3]| keys.map(|key| text(of, key));
    let rows: Vec<[String; 3]> =
        tables(file, "grades").map(|grade| cells(grade, ["name", "from", "follows"])).collect();
    out.push('\n');
    table(out, ["等级", "分数起", "结果"], &rows);
}

fn code_check(check: &Table) -> [String; 6] {
    [
        place(&text(check, "province")),
        text(check, "kind"),
        text(check, "constant"),
        text(check, "seen"),
        reference(check),
        standing(check),
    ]
}

/// A term with what its list says of it.
fn term(term: &Table) -> String {
    const SAID: [(&str, &str); 7] = [
        ("instead", "宜写"),
        ("note", "说明"),
        ("from", "起"),
        ("until", "止"),
        ("unless_after", "前面是这些词时不算"),
        ("unless_before", "后面是这些词时不算"),
        ("unless_with", "同文有这些词时不算"),
    ];
    let said: Vec<String> = SAID
        .into_iter()
        .filter_map(|(key, label)| Some(format!("{label}：{}", shown(term.get(key)?))))
        .collect();
    let said = if said.is_empty() { String::new() } else { format!("（{}）", said.join("；")) };
    format!("- {}{said}\n", text(term, "word"))
}

fn need(level: &Table) -> &'static str {
    match text(level, "need").as_str() {
        "required" => "必有",
        "served" => "有服务对象时必有",
        "usual" => "通常有",
        _ => "可有",
    }
}

fn place(code: &str) -> String {
    match code {
        "" | "CN" => "全国".into(),
        digits => format!("区划代码 {digits} 开头"),
    }
}

fn reference(of: &Table) -> String {
    let Some(Value::Table(reference)) = of.get("reference") else { return String::new() };
    let article = text(reference, "article");
    let law = text(reference, "law");
    if article.is_empty() { format!("`{law}`") } else { format!("`{law}` {article}") }
}

fn standing(of: &Table) -> String {
    match text(of, "standing").as_str() {
        "verified" => "已核".into(),
        "practice" => "实务".into(),
        "unverified" => "未核".into(),
        other => other.into(),
    }
}

fn text(of: &Table, key: &str) -> String {
    of.get(key).map_or_else(String::new, shown)
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join("、"),
        other => other.to_string(),
    }
}

fn list(of: &Table, key: &str) -> Vec<String> {
    let items = of.get(key).and_then(Value::as_array);
    items.into_iter().flatten().map(shown).collect()
}

fn tables<'t>(of: &'t Table, key: &str) -> impl Iterator<Item = &'t Table> {
    of.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table)
}

/// The files of a folder of `data/`, by their name without extension.
fn files(tree: &Tree, folder: &str) -> Result<Vec<(String, Table)>> {
    let inside = tree.ending(".toml").filter(|(path, _)| path.starts_with(folder));
    inside
        .map(|(path, text)| {
            let name = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".toml");
            Ok((name.to_owned(), text.parse::<Table>().with_context(|| path.to_owned())?))
        })
        .collect()
}
