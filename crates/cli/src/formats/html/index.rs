//! The page that lists the pages of a folder, the worst first.

use std::fmt::Write;

use ground::Day;

use super::markup::{class, esc, foot, head};
use crate::formats::{Line, SEVERITIES, summary, worst_first};
use crate::reviewed::Tally;

/// The list.
pub(in crate::formats) fn page(lines: &[Line], title: &str, style: &str, today: Day) -> String {
    let mut out = head(title, style);
    out.push_str("<body>\n<header class=\"top\">\n<div class=\"in\">\n");
    out.push_str("<p class=\"brand\">绩衡<span>部门预算绩效文本审核</span></p>\n");
    let _ = writeln!(out, "<h1>{}</h1>", esc(title));
    let _ = writeln!(
        out,
        "<dl class=\"facts\"><div><dt>文件</dt><dd>{} 个</dd></div><div><dt>审核日期</dt>\
         <dd>{today}</dd></div></dl>",
        lines.len()
    );
    let all = summary(lines);
    let counts = [all.errors, all.warnings, all.notes];
    out.push_str("<section class=\"sum\" aria-label=\"审核小结\"><ul class=\"cards\">");
    for (severity, count) in SEVERITIES.into_iter().zip(counts) {
        let (class, label) = (class(severity), severity.label());
        let _ = write!(out, "<li class=\"{class}\"><b>{count}</b><span>{label}</span></li>");
    }
    out.push_str("</ul></section>\n</div>\n</header>\n<main class=\"index\">\n<table><thead><tr>");
    let has_remarks = lines.iter().any(|line| line.remark.is_some());
    let remark = has_remarks.then_some("建议等级");
    for column in ["绩效文本", "错误", "警告", "提示", "已接受"].into_iter().chain(remark)
    {
        let _ = write!(out, "<th scope=\"col\">{column}</th>");
    }
    out.push_str("</tr></thead><tbody>\n");
    for line in worst_first(lines) {
        out.push_str(&row(line));
        if has_remarks {
            let remark = line.remark.as_deref().unwrap_or("—");
            let _ = write!(out, "<td>{}</td>", esc(remark));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table>\n</main>\n");
    out.push_str(&foot());
    out.push_str("</body>\n</html>\n");
    out
}

fn row(line: &Line) -> String {
    let Tally { errors, warnings, notes, accepted, .. } = line.tally;
    let page = line.page.as_deref().unwrap_or_default();
    let state = if line.is_readable { "" } else { "（没有读成）" };
    let mut out = format!(
        "<tr><th scope=\"row\"><a href=\"{}\">{}</a>{state}<span>{}</span></th>",
        esc(&link(page)),
        esc(&line.title),
        esc(&line.name)
    );
    let kinds = [(errors, "error"), (warnings, "warning"), (notes, "note"), (accepted, "accepted")];
    for (count, class) in kinds {
        let class = if count == 0 { "zero" } else { class };
        let _ = write!(out, "<td class=\"{class}\">{count}</td>");
    }
    out
}

/// A file name as a relative link.
fn link(name: &str) -> String {
    let mut out = String::from("./");
    for byte in name.bytes() {
        match byte {
            b'%' | b'#' | b'?' | b' ' | b'\\' => {
                let _ = write!(out, "%{byte:02X}");
            }
            _ if byte.is_ascii() => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}
