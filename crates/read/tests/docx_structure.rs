//! What paragraphs of Word documents are: headings, lines of the contents, text in boxes.

use read::stream::Block;

use crate::docx::{Package, cell, check, check_package, p, pp, r, row, style, tbl, tc, tr};

fn field(code: &str, result: &str) -> String {
    format!(
        "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\">{code}</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>{result}<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
    )
}

#[test]
fn headings_have_their_level() {
    let outline = |level: u8| format!("<w:pPr><w:outlineLvl w:val=\"{level}\"/></w:pPr>");
    let styles = style("1", "heading 1", "")
        + &style("2", "标题 2", "")
        + &style("a3", "Heading 3", &outline(2))
        + &style("own", "章标题", &outline(0))
        + &style("child", "小章标题", "<w:basedOn w:val=\"own\"/>")
        + &style("flat", "像标题", &("<w:basedOn w:val=\"own\"/>".to_owned() + &outline(9)))
        + &style("ring", "环", "<w:basedOn w:val=\"ring\"/>")
        + &style("t", "Title", "");
    let cases = [
        ("<w:pStyle w:val=\"1\"/>", "#1 标题"),
        ("<w:pStyle w:val=\"2\"/>", "#2 标题"),
        ("<w:pStyle w:val=\"a3\"/>", "#3 标题"),
        ("<w:pStyle w:val=\"own\"/>", "#1 标题"),
        ("<w:pStyle w:val=\"child\"/>", "#1 标题"),
        ("<w:pStyle w:val=\"flat\"/>", "标题"),
        ("<w:pStyle w:val=\"ring\"/>", "标题"),
        ("<w:pStyle w:val=\"t\"/>", "标题"),
        ("<w:pStyle w:val=\"nowhere\"/>", "标题"),
        ("<w:outlineLvl w:val=\"3\"/>", "#4 标题"),
        ("<w:pStyle w:val=\"1\"/><w:outlineLvl w:val=\"9\"/>", "标题"),
        ("<w:pStyle w:val=\"1\"/><w:outlineLvl w:val=\"1\"/>", "#2 标题"),
    ];
    for (properties, expected) in cases {
        check_package(&Package::new(&pp(properties, "标题")).styles(&styles), expected);
    }
    let default = "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"n\"><w:name w:val=\"Normal\"/><w:pPr><w:ind w:firstLine=\"640\" w:firstLineChars=\"200\"/></w:pPr></w:style>";
    check_package(&Package::new(&p("正文")).styles(default), "缩进 正文");
}

#[test]
fn indents_are_seen_in_properties_and_in_text() {
    let cases = [
        (pp("<w:ind w:firstLineChars=\"200\"/>", "甲"), "缩进 甲"),
        (pp("<w:ind w:firstLine=\"640\"/>", "甲"), "缩进 甲"),
        (pp("<w:ind w:left=\"640\" w:hanging=\"640\"/>", "甲"), "甲"),
        (pp("<w:ind w:firstLine=\"0\" w:firstLineChars=\"0\"/>", "甲"), "甲"),
        (p("　　甲"), "缩进 甲"),
        (p("    甲"), "缩进 甲"),
        (p(" 甲"), "甲"),
    ];
    for (body, expected) in cases {
        check(&body, expected);
    }
}

#[test]
fn lines_know_their_width_and_the_blanks_before_them() {
    let stream =
        Package::new(&(p("") + &p(" ") + &p("甲A") + &tbl(1, &[row(&["表"])]) + &p("乙"))).stream();
    let lines: Vec<_> = stream
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Line(line) => Some((line.words.text.as_str(), line.blank_lines, line.width)),
            Block::Row(_) => None,
        })
        .collect();
    assert_eq!(lines, [("甲A", 2, 3), ("乙", 0, 2)]);
}

#[test]
fn a_contents_field_marks_its_lines() {
    let entry = |title: &str, page: &str| {
        let page = field(" PAGEREF _Toc1 \\h ", &r(page));
        format!(
            "<w:hyperlink w:anchor=\"_Toc1\">{}<w:r><w:tab/></w:r>{page}</w:hyperlink>",
            r(title)
        )
    };
    let body = p("目录")
        + &format!(
            "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> T</w:instrText></w:r><w:r><w:instrText>OC \\o &quot;1-3&quot;</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>{}</w:p>",
            entry("一、总体绩效目标", "1")
        )
        + &format!("<w:p>{}</w:p>", entry("二、分项绩效目标", "2"))
        + "<w:p><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>"
        + &p("一、总体绩效目标");
    check(&body, "目录\n目录 一、总体绩效目标1\n目录 二、分项绩效目标2\n一、总体绩效目标");
    let text = Package::new(&body).stream().source.text;
    assert!(text.contains("一、总体绩效目标\t1\n") && !text.contains("TOC"), "{text}");
}

#[test]
fn a_contents_field_without_end_ends_at_the_first_heading() {
    let body = format!(
        "<w:p>{}{}</w:p>",
        "<w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText>TOC \\o</w:instrText><w:fldChar w:fldCharType=\"separate\"/></w:r>",
        r("一、总体")
    ) + &pp("<w:outlineLvl w:val=\"0\"/>", "一、总体")
        + &p("正文");
    check(&body, "目录 一、总体\n#1 一、总体\n正文");
}

#[test]
fn contents_by_block_by_style_and_by_simple_field() {
    let block = format!(
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/></w:docPartObj></w:sdtPr><w:sdtContent>{}{}</w:sdtContent></w:sdt>",
        p("目录"),
        p("一、总体")
    );
    check(&(block + &p("正文")), "目录 目录\n目录 一、总体\n正文");
    let other = format!(
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Cover Pages\"/></w:docPartObj></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
        p("封面")
    );
    check(&other, "封面");
    let styles = style("7", "toc 1", "")
        + &style("x", "目录 2", "")
        + &style("y", "自定目录", "<w:basedOn w:val=\"7\"/>");
    let styled = |id: &str| pp(&format!("<w:pStyle w:val=\"{id}\"/>"), "一、总体");
    check_package(
        &Package::new(&(styled("7") + &styled("x") + &styled("y"))).styles(&styles),
        "目录 一、总体\n目录 一、总体\n目录 一、总体",
    );
    let simple =
        format!("<w:p><w:fldSimple w:instr=\" TOC \\o 1 \">{}</w:fldSimple></w:p>", r("一、总体"));
    check(&(simple + &p("正文")), "目录 一、总体\n正文");
}

#[test]
fn field_codes_are_never_read_and_results_are() {
    let cases = [
        (r("第") + &field(" SEQ 表 \\* ARABIC ", &r("3")) + &r("号"), "第3号"),
        (r("见") + &field(" REF a ", &(field(" IF 1 ", &r("甲")) + &r("乙"))), "见甲乙"),
        (field(&format!(" IF {} ", "1=1"), "") + &r("丙"), "丙"),
        (
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>".to_owned()
                + &r("码")
                + "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
                + &r("丁"),
            "丁",
        ),
        ("<w:fldSimple w:instr=\" PAGE \">".to_owned() + &r("7") + "</w:fldSimple>", "7"),
    ];
    for (runs, expected) in cases {
        check(&format!("<w:p>{runs}</w:p>"), expected);
    }
    // A code without end hides the rest of its paragraph only.
    let open = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>".to_owned() + &r("码");
    check(&(format!("<w:p>{}{open}</w:p>", r("甲")) + &p("乙")), "甲\n乙");
    check(
        &(format!("<w:p>{}</w:p>", "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>") + &p("乙")),
        "乙",
    );
}

/// A drawn box and the same box for old programs.
fn boxed(content: &str) -> String {
    format!(
        "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
}

#[test]
fn text_boxes_are_read_once_before_their_paragraph() {
    let body = format!("<w:p>{}{}{}</w:p>", r("正"), boxed(&(p("框一") + &p("框二"))), r("文"));
    check(&body, "框一\n框二\n正文");
    let old = format!(
        "<w:p><w:r><w:pict><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></w:pict></w:r>{}</w:p>",
        p("框"),
        r("正文")
    );
    check(&old, "框\n正文");
    let table = tbl(2, &[row(&["甲", "乙"])]);
    check(&format!("<w:p>{}</w:p>", boxed(&(table + &p("")))), "1: 甲@0 | 乙@1");
    let in_cell = format!("<w:p>{}{}</w:p>", r("格"), boxed(&p("框")));
    check(&tbl(2, &[tr(&[cell("", &in_cell), tc("", "乙")])]), "1: 框 / 格@0 | 乙@1");
    let hidden =
        format!("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>{}</w:p>", boxed(&p("框")));
    check(&hidden, "框");
}

#[test]
fn of_two_versions_the_first_that_is_understood_is_read() {
    let versions = |choice: &str, content: &str, fallback: &str| {
        format!(
            "<w:p><w:r><mc:AlternateContent><mc:Choice Requires=\"{choice}\">{content}</mc:Choice><mc:Choice Requires=\"v\"><w:t>次</w:t></mc:Choice><mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
        )
    };
    check(&versions("wps", "<w:t>新</w:t>", "<w:t>旧</w:t>"), "新");
    check(&versions("w16se", "<w16se:symEx/>", "<w:t>旧</w:t>"), "次");
    check(
        "<w:p><mc:AlternateContent><mc:Fallback><w:r><w:t>旧</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>",
        "旧",
    );
}
