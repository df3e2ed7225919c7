//! The form as a page.

use std::fmt::Write;

use review::opinion::FacetScore;

use super::form::{Entry, Form, numbers};
use crate::formats::html::markup::{class, esc, head};

/// The whole page.
pub(super) fn drawn(form: &Form<'_>, style: &str) -> String {
    let title = form.reviewed.title();
    let mut out = head(&format!("{title} · 审核意见表"), style);
    out.push_str("<body>\n<main class=\"form\">\n<h1>部门预算绩效目标审核意见表</h1>\n");
    facts(form, &mut out);
    projects(form, &mut out);
    points(form, &mut out);
    opinions(form, &mut out);
    others(form, &mut out);
    signatures(&mut out);
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn facts(form: &Form<'_>, out: &mut String) {
    out.push_str("<table class=\"facts\"><tbody>\n");
    for pair in form.facts().chunks(2) {
        out.push_str("<tr>");
        for (name, words) in pair {
            let _ = write!(out, "<th scope=\"row\">{name}</th><td>{}</td>", esc(words));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table>\n");
}

fn projects(form: &Form<'_>, out: &mut String) {
    let projects = form.projects();
    if projects.is_empty() {
        return;
    }
    out.push_str(
        "<h2>一、审核的项目</h2>\n<table class=\"projects\"><thead><tr><th scope=\"col\">序号</th>\
         <th scope=\"col\">项目名称</th><th scope=\"col\">项目编码</th><th scope=\"col\">预算数</th></tr></thead><tbody>\n",
    );
    for (number, [name, code, total]) in (1..).zip(projects) {
        let _ = writeln!(
            out,
            "<tr><td>{number}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            esc(&name),
            esc(&code),
            esc(&total)
        );
    }
    out.push_str("</tbody></table>\n");
}

fn points(form: &Form<'_>, out: &mut String) {
    out.push_str("<h2>二、审核内容与建议分</h2>\n");
    let (Some(scheme), Some(opinion)) = (form.scheme, &form.opinion) else {
        out.push_str(
            "<p class=\"refused\">文件没有读成，无法评分。请先解决下面的问题，再重新审核。</p>\n",
        );
        return;
    };
    out.push_str(
        "<table class=\"points\"><thead><tr><th scope=\"col\">方面</th><th scope=\"col\">项目</th>\
         <th scope=\"col\">审核要点</th><th scope=\"col\">分值</th><th scope=\"col\">建议分</th>\
         <th scope=\"col\">核定分</th></tr></thead><tbody>\n",
    );
    for facet in &opinion.facets {
        facet_rows(facet, out);
    }
    let total = opinion.total.normalize();
    let _ = writeln!(
        out,
        "<tr class=\"total\"><th scope=\"row\" colspan=\"3\">合计</th><td class=\"num\">{}</td>\
         <td class=\"num\">{total}</td><td></td></tr>\n</tbody></table>",
        scheme.points()
    );
    let name = opinion.grade.map_or("", |grade| grade.name.as_str());
    let grades: Vec<String> =
        scheme.grades.iter().map(|grade| format!("□ {}", esc(&grade.name))).collect();
    let _ = writeln!(
        out,
        "<table class=\"grade\"><tbody><tr><th scope=\"row\">系统建议等级</th>\
         <td><b>{}</b>　{}</td></tr><tr><th scope=\"row\">审核人核定</th>\
         <td>总分 <u class=\"gap\"></u>　等级　{}</td></tr></tbody></table>",
        esc(name),
        esc(&form.follows()),
        grades.join("　")
    );
    let _ = writeln!(
        out,
        "<p class=\"remark\">{}。{}评分表依据：{}。</p>",
        esc(&scheme.note),
        esc(&form.method()),
        esc(&form.source)
    );
}

/// The items of a facet.
fn facet_rows(facet: &FacetScore<'_>, out: &mut String) {
    for (at, item) in facet.items.iter().enumerate() {
        out.push_str("<tr>");
        if at == 0 {
            let label = facet.facet.facet.label();
            let (score, points) = (facet.score.normalize(), facet.facet.points);
            let _ = write!(
                out,
                "<th scope=\"rowgroup\" rowspan=\"{}\">{label}<span>{score} / {points}</span></th>",
                facet.items.len()
            );
        }
        let checks: String =
            item.item.checks.iter().map(|check| format!("<li>{}</li>", esc(check))).collect();
        let seen = numbers(&item.charges);
        let seen = if seen.is_empty() { "未发现问题".into() } else { seen };
        let _ = writeln!(
            out,
            "<td>{}</td><td><ul>{checks}</ul><p class=\"seen\">{seen}</p></td>\
             <td class=\"num\">{}</td><td class=\"num\">{}</td><td></td></tr>",
            esc(&item.item.title),
            item.item.points,
            item.score.normalize()
        );
    }
}

fn opinions(form: &Form<'_>, out: &mut String) {
    out.push_str("<h2>三、审核意见（请逐条答复）</h2>\n");
    if form.entries.is_empty() {
        out.push_str("<p>没有需要答复的意见。</p>\n");
        return;
    }
    out.push_str("<ol class=\"opinions\">\n");
    for (number, entry) in (1..).zip(&form.entries) {
        out.push_str(&opinion(number, entry));
    }
    out.push_str("</ol>\n");
}

fn opinion(number: usize, entry: &Entry<'_>) -> String {
    let finding = &entry.judged.finding;
    let mut out = format!(
        "<li id=\"o{number}\"><p class=\"words\"><span class=\"no\">{number}</span>\
         <span class=\"sev {}\">{}</span> {}</p>\n<dl>",
        class(finding.severity),
        finding.severity.label(),
        esc(&entry.words())
    );
    let code = format!("{}（{}）", finding.code, entry.judged.facet().label());
    let lines = [("位置", &entry.place), ("依据", &entry.basis), ("规则", &code)];
    for (name, words) in lines.into_iter().filter(|(_, words)| !words.is_empty()) {
        let _ = write!(out, "<dt>{name}</dt><dd>{}</dd>", esc(words));
    }
    out.push_str("<dt>答复</dt><dd class=\"answer\"></dd></dl></li>\n");
    out
}

fn others(form: &Form<'_>, out: &mut String) {
    if !form.accepted.is_empty() {
        out.push_str("<h2>四、已接受的问题</h2>\n<ul class=\"plain\">\n");
        for (entry, reason) in &form.accepted {
            let (words, place) = (esc(&entry.words()), esc(&entry.place));
            let code = entry.judged.finding.code;
            let _ =
                writeln!(out, "<li>{words}（{place}，{code}）<br>接受理由：{}</li>", esc(reason));
        }
        out.push_str("</ul>\n");
    }
    if !form.notes.is_empty() {
        let number = if form.accepted.is_empty() { "四" } else { "五" };
        let _ = writeln!(out, "<h2>{number}、提示（供参考，不必答复）</h2>\n<ul class=\"plain\">");
        for entry in &form.notes {
            let (words, place) = (esc(&entry.words()), esc(&entry.place));
            let _ = writeln!(out, "<li>{words}（{place}，{}）</li>", entry.judged.finding.code);
        }
        out.push_str("</ul>\n");
    }
}

fn signatures(out: &mut String) {
    out.push_str(
        "<table class=\"sign\"><tbody>\n<tr><td>审核人：</td><td>复核人：</td><td>审核日期：　　年　月　日</td></tr>\n\
         <tr><td>部门答复人：</td><td>部门负责人（盖章）：</td><td>答复日期：　　年　月　日</td></tr>\n\
         </tbody></table>\n",
    );
}
