//! The numbers that Word itself puts before the items of lists.

use std::fmt::Write;

use crate::docx::{self, Package, check_package, item, p, pp, row, style, tbl};

/// A level: its format, its text, and what else it says.
fn level(level: u8, format: &str, text: &str, more: &str) -> String {
    format!(
        "<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/>{more}</w:lvl>"
    )
}

/// An abstract list and its levels.
fn pattern(id: u32, levels: &[String]) -> String {
    format!("<w:abstractNum w:abstractNumId=\"{id}\">{}</w:abstractNum>", levels.concat())
}

/// A list of a pattern.
fn list(id: u32, pattern: u32, overrides: &str) -> String {
    format!("<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"{pattern}\"/>{overrides}</w:num>")
}

fn starts_at(level: u8, start: u32) -> String {
    format!(
        "<w:lvlOverride w:ilvl=\"{level}\"><w:startOverride w:val=\"{start}\"/></w:lvlOverride>"
    )
}

/// Items of list 1 and list 2, given as `list.level text`, and the lines that are read.
fn check(lists: &str, items: &[&str], expected: &str) {
    let mut body = String::new();
    for entry in items {
        let parts = entry.split_once(' ').and_then(|(place, text)| {
            let (list, level) = place.split_once('.')?;
            Some((list.parse().ok()?, level.parse().ok()?, text))
        });
        let _ = match parts {
            Some((list, level, text)) => write!(body, "{}", item(list, level, text)),
            None => write!(body, "{}", p(entry)),
        };
    }
    check_package(&Package::new(&body).numbering(lists), expected);
}

#[test]
fn labels_are_written_before_the_text() {
    let lists = pattern(
        0,
        &[
            level(0, "chineseCountingThousand", "第%1部分", "<w:suff w:val=\"space\"/>"),
            level(1, "chineseCounting", "%2、", "<w:suff w:val=\"nothing\"/>"),
            level(2, "chineseCounting", "（%3）", ""),
            level(3, "decimal", "%4.", ""),
            level(4, "decimalEnclosedCircle", "%5", ""),
        ],
    ) + &list(1, 0, "");
    check(
        &lists,
        &[
            "1.0 部门整体绩效目标",
            "1.1 总体",
            "1.1 分项",
            "1.2 救助",
            "1.3 甲",
            "1.3 乙",
            "1.4 子",
            "1.2 培训",
            "1.3 丙",
        ],
        "第一部分部门整体绩效目标\n一、总体\n二、分项\n（一）救助\n1.甲\n2.乙\n①子\n（二）培训\n1.丙",
    );
}

#[test]
fn a_label_and_its_text_stand_apart_in_the_linear_text() {
    let lists = pattern(0, &[level(0, "decimal", "%1.", "")])
        + &pattern(1, &[level(0, "decimal", "（%1）", "<w:suff w:val=\"nothing\"/>")])
        + &list(1, 0, "")
        + &list(2, 1, "");
    let package = Package::new(&(item(1, 0, "甲") + &item(2, 0, "乙"))).numbering(&lists);
    assert_eq!(package.stream().source.text, "1. 甲\n（1）乙\n");
}

#[test]
fn levels_show_the_numbers_above_them() {
    let legal = "<w:isLgl/>";
    let lists = pattern(
        0,
        &[
            level(0, "upperRoman", "%1.", ""),
            level(1, "decimal", "%1.%2", ""),
            level(2, "decimal", "%1.%2.%3", legal),
            level(3, "bullet", "—", ""),
            level(4, "decimal", "%1-%4%5", legal),
        ],
    ) + &list(1, 0, "");
    check(
        &lists,
        &["1.0 甲", "1.0 乙", "1.1 丙", "1.1 丁", "1.2 戊", "1.0 己", "1.1 庚", "1.4 辛"],
        "I.甲\nII.乙\nII.1丙\nII.2丁\n2.2.1戊\nIII.己\nIII.1庚\n3-1辛",
    );
}

#[test]
fn a_deeper_level_may_come_first() {
    let lists = pattern(0, &[level(0, "decimal", "%1.", ""), level(1, "decimal", "%1.%2", "")])
        + &list(1, 0, "");
    check(&lists, &["1.1 甲", "1.1 乙", "1.0 丙", "1.1 丁"], "1.1甲\n1.2乙\n1.丙\n1.1丁");
}

#[test]
fn lists_of_one_pattern_go_on_with_each_other_unless_they_begin_anew() {
    let lists = pattern(0, &[level(0, "decimal", "%1、", ""), level(1, "decimal", "（%2）", "")])
        + &list(1, 0, "")
        + &list(2, 0, "")
        + &list(3, 0, &starts_at(0, 5));
    check(
        &lists,
        &["1.0 甲", "正文", "2.0 乙", "3.0 丙", "3.0 丁", "3.1 子", "1.0 戊"],
        "1、甲\n正文\n2、乙\n5、丙\n6、丁\n（1）子\n7、戊",
    );
}

#[test]
fn levels_restart_as_they_say() {
    let restart = |after: u8| format!("<w:lvlRestart w:val=\"{after}\"/>");
    let levels = |more: &str| {
        [
            level(0, "decimal", "%1.", ""),
            level(1, "decimal", "(%2)", ""),
            level(2, "decimal", "[%3]", more),
        ]
    };
    let items = ["1.0 甲", "1.1 乙", "1.2 丙", "1.1 丁", "1.2 戊", "1.0 己", "1.2 庚"];
    let expected =
        |fourth: u8, last: u8| format!("1.甲\n(1)乙\n[1]丙\n(2)丁\n[{fourth}]戊\n2.己\n[{last}]庚");
    let lists = |more: &str| pattern(0, &levels(more)) + &list(1, 0, "");
    check(&lists(""), &items, &expected(1, 1));
    check(&lists(&restart(0)), &items, &expected(2, 3));
    check(&lists(&restart(1)), &items, &expected(2, 1));
    check(&lists(&restart(9)), &items, &expected(1, 1));
}

#[test]
fn a_list_may_replace_a_level() {
    let replaced = format!(
        "<w:lvlOverride w:ilvl=\"0\">{}</w:lvlOverride>",
        level(0, "lowerLetter", "%1)", "")
    );
    let lists =
        pattern(0, &[level(0, "decimal", "%1.", "")]) + &list(1, 0, "") + &list(2, 0, &replaced);
    check(&lists, &["1.0 甲", "2.0 乙", "2.0 丙"], "1.甲\na)乙\nb)丙");
}

#[test]
fn starts_and_empty_items_count() {
    let third = "<w:lvl w:ilvl=\"0\"><w:start w:val=\"3\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.\"/></w:lvl>";
    let lists = pattern(0, &[third.to_owned()]) + &list(1, 0, "");
    check(&lists, &["1.0 甲", "1.0 ", "1.0 乙"], "3.甲\n4.\n5.乙");
    // Without a start Word begins at 0.
    let none =
        "<w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.\"/></w:lvl>";
    check(&(pattern(0, &[none.to_owned()]) + &list(1, 0, "")), &["1.0 甲"], "0.甲");
}

#[test]
fn bullets_stand_in_the_text_and_not_in_the_words() {
    let lists = pattern(0, &[level(0, "bullet", "\u{f0b7}", "")]) + &list(1, 0, "");
    check(&lists, &["1.0 甲", "1.0 乙"], "甲\n乙");
    let package = Package::new(&item(1, 0, "甲")).numbering(&lists);
    assert_eq!(package.stream().source.text, "• 甲\n");
}

#[test]
fn styles_put_paragraphs_into_lists() {
    let numbered = |list: u32, level: u8| {
        format!(
            "<w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr>"
        )
    };
    let level_only = "<w:pPr><w:numPr><w:ilvl w:val=\"1\"/></w:numPr></w:pPr>";
    let based = |id: &str| format!("<w:basedOn w:val=\"{id}\"/>");
    let linked = |id: &str| format!("<w:pStyle w:val=\"{id}\"/>");
    let styles =
        style("h1", "heading 1", "<w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr>")
            + &style("h2", "heading 2", &(based("h1") + level_only))
            + &style("h3", "三级", &numbered(1, 0))
            + &style("own", "自定", &based("h1"))
            + &style("off", "不编号", &(based("h1") + &numbered(0, 0)));
    let lists = pattern(
        0,
        &[
            level(0, "chineseCounting", "%1、", &linked("h1")),
            level(1, "chineseCounting", "（%2）", &linked("h2")),
            level(2, "decimal", "%3.", &linked("h3")),
        ],
    ) + &list(1, 0, "");
    let styled = |id: &str, text: &str| pp(&format!("<w:pStyle w:val=\"{id}\"/>"), text);
    let unnumbered = "<w:pStyle w:val=\"h1\"/><w:numPr><w:numId w:val=\"0\"/></w:numPr>";
    let body = styled("h1", "总体")
        + &styled("h2", "甲")
        + &styled("h3", "乙")
        + &styled("h2", "丙")
        + &styled("own", "分项")
        + &styled("off", "附注")
        + &pp(unnumbered, "无号")
        + &styled("h1", "保障");
    check_package(
        &Package::new(&body).styles(&styles).numbering(&lists),
        "#1 一、总体\n#2 （一）甲\n1.乙\n#2 （二）丙\n#1 二、分项\n#1 附注\n#1 无号\n#1 三、保障",
    );
}

#[test]
fn a_numbering_style_stands_for_its_list() {
    let styles = "<w:style w:type=\"numbering\" w:styleId=\"ns\"><w:name w:val=\"公文编号\"/><w:pPr><w:numPr><w:numId w:val=\"7\"/></w:numPr></w:pPr></w:style>";
    let lists =
        "<w:abstractNum w:abstractNumId=\"0\"><w:numStyleLink w:val=\"ns\"/></w:abstractNum>"
            .to_owned()
            + &pattern(1, &[level(0, "decimal", "%1、", "")])
            + &list(1, 0, "")
            + &list(7, 1, "");
    let package = Package::new(&(item(1, 0, "甲") + &item(7, 0, "乙")));
    check_package(&package.styles(styles).numbering(&lists), "1、甲\n2、乙");
}

#[test]
fn lists_that_say_nothing_number_nothing() {
    let hidden = "<w:rPr><w:vanish/></w:rPr>";
    let lists = pattern(0, &[level(0, "none", "", ""), level(1, "decimal", "%2.", hidden)])
        + &list(1, 0, "")
        + &list(2, 9, "");
    check(
        &lists,
        &["1.0 甲", "1.1 乙", "1.5 丙", "2.0 丁", "3.0 戊", "1.200 己"],
        "甲\n乙\n丙\n丁\n戊\n己",
    );
    let rings =
        "<w:abstractNum w:abstractNumId=\"0\"><w:numStyleLink w:val=\"ns\"/></w:abstractNum>"
            .to_owned()
            + &list(1, 0, "");
    let styles = "<w:style w:type=\"numbering\" w:styleId=\"ns\"><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>";
    check_package(&Package::new(&item(1, 0, "甲")).styles(styles).numbering(&rings), "甲");
}

#[test]
fn items_count_on_through_tables_and_past_deleted_rows() {
    let numbered = |text: &str| docx::tr(&[docx::cell("", &item(1, 0, text)), docx::tc("", "值")]);
    let deleted =
        format!("<w:tr><w:trPr><w:del/></w:trPr>{}</w:tr>", docx::cell("", &item(1, 0, "删")));
    let body =
        item(1, 0, "甲") + &tbl(2, &[numbered("乙"), deleted, numbered("")]) + &item(1, 0, "丁");
    let lists = pattern(0, &[level(0, "decimal", "%1.", "")]) + &list(1, 0, "");
    check_package(
        &Package::new(&body).numbering(&lists),
        "1.甲\n1: 2.乙@0 | 值@1\n1: 3.@0 | 值@1\n4.丁",
    );
}

#[test]
fn tracked_and_custom_formats_leave_the_present_one() {
    let alternates = "<mc:AlternateContent><mc:Choice Requires=\"w14\"><w:numFmt w:val=\"custom\" w:format=\"001, 002, 003, ...\"/></mc:Choice><mc:Fallback><w:numFmt w:val=\"decimalZero\"/></mc:Fallback></mc:AlternateContent>";
    let own = format!(
        "<w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/>{alternates}<w:lvlText w:val=\"%1.\"/></w:lvl>"
    );
    check(&(pattern(0, &[own]) + &list(1, 0, "")), &["1.0 甲"], "01.甲");
    let changed = "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/><w:numberingChange w:original=\"x\"/></w:numPr>";
    let lists = pattern(0, &[level(0, "decimal", "%1.", "")]) + &list(1, 0, "");
    check_package(&Package::new(&pp(changed, "甲")).numbering(&lists), "1.甲");
    check_package(&Package::new(&tbl(1, &[row(&["无"])])).numbering("<w:broken"), "1: 无@0");
}
