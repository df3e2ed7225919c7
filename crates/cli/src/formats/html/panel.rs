//! The findings beside the statement, and the manual pages of their rules.

use std::collections::BTreeSet;
use std::fmt::Write;

use ground::{Facet, RuleCode, Sureness};
use rulebook::Rulebook;

use super::markup::{class, esc, manual};
use crate::catalogue;
use crate::commands::explain::page::without_cases;
use crate::formats::{SEVERITIES, signed};
use crate::report::basis;
use crate::reviewed::{Judged, Reviewed};

/// More places than these are folded away.
const PLACES_SHOWN: usize = 4;

/// The list of findings.
pub(super) fn drawn(reviewed: &Reviewed, rulebook: &Rulebook) -> String {
    let count = reviewed.judged.len();
    let mut out = String::from("<aside class=\"panel\" id=\"findings\" aria-label=\"问题清单\">\n");
    let _ = writeln!(
        out,
        "<h2>问题清单<a class=\"down\" href=\"#paper\">看正文</a><span id=\"count\">{count} 条</span></h2>"
    );
    if reviewed.judged.is_empty() {
        out.push_str("<p class=\"clean\">未发现问题。</p>\n</aside>\n");
        return out;
    }
    out.push_str(&filters(reviewed));
    out.push_str("<ol class=\"list\">\n");
    for (number, judged) in reviewed.judged.iter().enumerate() {
        out.push_str(&item(judged, number + 1, reviewed, rulebook));
    }
    out.push_str("</ol>\n");
    out.push_str("<p class=\"none\" id=\"none\" hidden>没有符合条件的问题。</p>\n</aside>\n");
    out
}

/// Shown by the script only: without it there is nothing to filter with.
fn filters(reviewed: &Reviewed) -> String {
    let mut out =
        String::from("<form class=\"filters\" id=\"filters\" hidden>\n<div class=\"sevs\">");
    let kinds = SEVERITIES.map(|severity| (class(severity), severity.label()));
    for (class, label) in kinds.into_iter().chain([("accepted", "已接受")]) {
        let count = reviewed.judged.iter().filter(|judged| kind(judged) == class).count();
        if count > 0 {
            let _ = write!(
                out,
                "<label class=\"{class}\"><input type=\"checkbox\" name=\"kind\" value=\"{class}\" \
                 checked>{label} {count}</label>"
            );
        }
    }
    out.push_str("</div>\n<div class=\"selects\"><label>方面 <select name=\"facet\"><option value=\"\">全部</option>");
    for facet in Facet::ALL {
        let count = reviewed.judged.iter().filter(|judged| judged.facet() == facet).count();
        if count > 0 {
            let label = facet.label();
            let _ = write!(out, "<option value=\"{label}\">{label}（{count}）</option>");
        }
    }
    out.push_str(
        "</select></label>\n<label>类别 <select name=\"family\"><option value=\"\">全部</option>",
    );
    let families: BTreeSet<&str> =
        reviewed.judged.iter().map(|judged| judged.finding.code.family()).collect();
    for family in families {
        let own = reviewed.judged.iter().filter(|j| j.finding.code.family() == family);
        let (count, name) = (own.count(), catalogue::family_name(family));
        let _ = write!(out, "<option value=\"{family}\">{}（{count}）</option>", esc(name));
    }
    out.push_str("</select></label></div>\n<p class=\"keys\">↑ ↓ 键逐条查看，点击文中标记或条目可互相定位</p>\n</form>\n");
    out
}

fn kind(judged: &Judged) -> &'static str {
    if judged.is_open() { class(judged.finding.severity) } else { "accepted" }
}

fn item(judged: &Judged, number: usize, reviewed: &Reviewed, rulebook: &Rulebook) -> String {
    let finding = &judged.finding;
    let code = finding.code;
    let mut out = String::new();
    let label = if judged.is_open() { finding.severity.label() } else { "已接受" };
    let _ = write!(
        out,
        "<li class=\"fd {}\" id=\"f{number}\" data-n=\"{number}\" data-kind=\"{}\" data-facet=\"{}\" \
         data-family=\"{}\" tabindex=\"-1\">\n<p class=\"fh\"><span class=\"sev\">{label}</span>\
         <a class=\"code\" href=\"#r-{code}\">{code}</a><span class=\"ft\">{}</span></p>\n\
         <p class=\"msg\">{}</p>\n",
        kind(judged),
        kind(judged),
        judged.facet().label(),
        code.family(),
        esc(judged.title()),
        esc(&finding.message)
    );
    out.push_str(&places(judged, number, reviewed));
    out.push_str("<dl>");
    let mut line = |name: &str, words: String| {
        let _ = write!(out, "<dt>{name}</dt><dd>{words}</dd>");
    };
    if let Some(accepted) = &judged.accepted {
        let signed = signed(accepted);
        let signed = if signed.is_empty() { signed } else { format!("（{signed}）") };
        line("接受理由", format!("{}{}", esc(&accepted.reason), esc(&signed)));
    }
    if !finding.help.is_empty() {
        line("怎么改", esc(&finding.help));
    }
    if let Some((name, words)) = correction(judged, reviewed) {
        line(name, words);
    }
    let basis = basis(judged, rulebook);
    if !basis.is_empty() {
        let phrases: Vec<String> = basis.iter().map(|basis| esc(&basis.phrase())).collect();
        line("依据", phrases.join("<br>"));
    }
    out.push_str("</dl>\n</li>\n");
    out
}

fn places(judged: &Judged, number: usize, reviewed: &Reviewed) -> String {
    let source = &reviewed.source;
    if source.text.is_empty() {
        return String::new();
    }
    let line = |(at, mark): (usize, &ground::Mark)| {
        let words: String = source.excerpt(mark.span).split_whitespace().collect();
        let words = crate::layout::shortened(&words, 60);
        let is_quoted = words.is_empty() || words.starts_with('“') && words.ends_with('”');
        let quote = if is_quoted { esc(&words) } else { format!("“{}”", esc(&words)) };
        let place = source.place(mark.span.start).to_string();
        let address = judged.locus.filter(|_| at == 0).map(|locus| format!("{locus}，"));
        let place = format!("{}{place}", address.unwrap_or_default());
        let label =
            if mark.label.is_empty() { String::new() } else { format!("：{}", esc(&mark.label)) };
        format!("<li><a href=\"#m{number}-{at}\">{}</a> {quote}{label}</li>", esc(&place))
    };
    let all: Vec<String> = judged.finding.marks.iter().enumerate().map(line).collect();
    let (shown, folded) = all.split_at(all.len().min(PLACES_SHOWN));
    let mut out = format!("<ul class=\"places\">{}</ul>", shown.concat());
    if !folded.is_empty() {
        let _ = write!(
            out,
            "<details><summary>还有 {} 处</summary><ul class=\"places\">{}</ul></details>",
            folded.len(),
            folded.concat()
        );
    }
    out.push('\n');
    out
}

fn correction(judged: &Judged, reviewed: &Reviewed) -> Option<(&'static str, String)> {
    let fix = judged.finding.fix.as_ref()?;
    let edit = fix.edits.first()?;
    let old = esc(reviewed.source.excerpt(edit.span));
    let new = esc(&edit.text);
    let count = fix.edits.len();
    let more = if count > 1 { format!("，共 {count} 处") } else { String::new() };
    let name = match fix.sureness {
        Sureness::Safe => "可自动改正",
        Sureness::Suggested => "建议改法",
    };
    Some((name, format!("<del>{old}</del> → <ins>{new}</ins>{more}")))
}

/// The manual pages of the rules that speak, for whoever asks why.
pub(super) fn manuals(reviewed: &Reviewed, rulebook: &Rulebook) -> String {
    let codes: BTreeSet<RuleCode> = reviewed.judged.iter().map(|j| j.finding.code).collect();
    if codes.is_empty() {
        return String::new();
    }
    let mut out =
        String::from("<section class=\"manuals\" aria-label=\"规则说明\">\n<h2>规则说明</h2>\n");
    for code in codes {
        let (Some(info), Some(page)) = (catalogue::info(code), catalogue::manual(code)) else {
            continue;
        };
        let _ = write!(
            out,
            "<details id=\"r-{code}\"><summary><b>{code}</b> {}</summary>\n{}",
            esc(info.title),
            manual(&without_cases(page))
        );
        for reference in info.basis {
            if let Some(law) = rulebook.law(reference.law) {
                let _ = writeln!(
                    out,
                    "<p class=\"law\">{} {}<br>{}</p>",
                    esc(&law.citation()),
                    esc(reference.article),
                    esc(&law.gist)
                );
            }
        }
        out.push_str("</details>\n");
    }
    out.push_str("</section>\n");
    out
}
