//! `docs/rules.md`: the index of all rules, by family.

use anyhow::Result;
use ground::{LegalRef, RuleInfo};
use review::rules;
use rulebook::Rulebook;

use super::Derived;
use super::markdown::{document, heading, table};
use crate::tree::Tree;

/// The families in the order of the review, and what they look at.
const FAMILIES: &[(&str, &str)] = &[
    ("RED", "读取：文件本身的问题"),
    ("FRM", "格式：该有的部分、栏目、编号"),
    ("COD", "项目编码"),
    ("FND", "资金：预算数与支出计划"),
    ("TGT", "指标值"),
    ("IND", "指标：名称、描述、归类"),
    ("BAS", "指标值确定依据"),
    ("REL", "关联：前后是否一致，钱与事是否匹配"),
    ("TXT", "文字"),
    ("HIS", "比较：与上年、与别处的文本"),
    ("ACC", "接受记录"),
];

/// The index.
pub(super) fn index(tree: &Tree) -> Result<Derived> {
    let rulebook = Rulebook::embedded()?;
    let all: Vec<RuleInfo> =
        read::codes::FINDINGS.iter().copied().chain(rules::all().map(|rule| rule.info)).collect();
    let mut out = document("规则一览");
    out.push_str(&format!(
        "\n共 {} 条。点击代码可看该规则的说明：查什么、为什么、依据、怎么改、例子。\n\
         “错误”由算术或文本自身证明；“警告”多半有误，由人判断；“提示”供参考。\n",
        all.len()
    ));
    let known = |info: &RuleInfo| FAMILIES.iter().any(|(family, _)| *family == info.code.family());
    for (family, title) in FAMILIES {
        let of_family = all.iter().filter(|info| info.code.family() == *family);
        section(&mut out, &format!("{family} {title}"), of_family, tree, &rulebook);
    }
    let others = all.iter().filter(|info| !known(info));
    section(&mut out, "其他", others, tree, &rulebook);
    Ok(Derived { path: "docs/rules.md", text: out })
}

fn section<'i>(
    out: &mut String,
    title: &str,
    infos: impl Iterator<Item = &'i RuleInfo>,
    tree: &Tree,
    rulebook: &Rulebook,
) {
    let rows: Vec<[String; 6]> = infos.map(|info| row(info, tree, rulebook)).collect();
    if rows.is_empty() {
        return;
    }
    heading(out, title);
    table(out, ["代码", "查出什么", "名称", "级别", "方面", "依据"], &rows);
}

fn row(info: &RuleInfo, tree: &Tree, rulebook: &Rulebook) -> [String; 6] {
    let basis: Vec<String> =
        info.basis.iter().map(|reference| cited(reference, rulebook)).collect();
    let code = match page(info, tree) {
        Some(path) => format!("[{}](../{path})", info.code),
        None => info.code.to_string(),
    };
    [
        code,
        info.title.into(),
        format!("`{}`", info.name),
        info.severity.label().into(),
        info.facet.label().into(),
        basis.join("；"),
    ]
}

/// The manual page beside the rule's code.
fn page<'t>(info: &RuleInfo, tree: &'t Tree) -> Option<&'t str> {
    let file = format!("/{}_{}.md", info.code.as_str().to_ascii_lowercase(), info.name);
    tree.ending(&file).next().map(|(path, _)| path)
}

fn cited(reference: &LegalRef, rulebook: &Rulebook) -> String {
    let law = rulebook.law(reference.law);
    let title = law.map_or_else(|| reference.law.to_owned(), rulebook::Law::citation);
    format!("{title}{}", reference.article)
}
