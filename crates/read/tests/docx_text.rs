//! The text of Word documents: runs, signs, what is shown and what is not.

use crate::docx::{Package, check, check_package, p, pp, r, style};

/// A paragraph whose runs are given as XML.
fn paragraph(runs: &str) -> String {
    format!("<w:p>{runs}</w:p>")
}

#[test]
fn text_comes_whole_from_many_runs() {
    let cases = [
        (r("总体") + &r("绩效") + &r("目标"), "总体绩效目标"),
        (
            r("A&amp;B &lt;5 &gt;3 &quot;x&quot; &apos;y&apos; &#20013;&#x6587;"),
            "A&B<5>3\"x\"'y'中文",
        ),
        ("<w:r><w:t><![CDATA[救助<50人>&]]></w:t></w:r>".into(), "救助<50人>&"),
        (r("甲<!-- 注释 -->乙<?x y?>丙"), "甲乙丙"),
        ("<w:r><w:t> Windows </w:t></w:r><w:r><w:t>10</w:t></w:r>".into(), "Windows10"),
        (r("Windows ") + &r("10"), "Windows 10"),
        ("<w:r><w:t>Win\r\ndows</w:t></w:r>".into(), "Win dows"),
        (r("甲&#10;乙"), "甲乙"),
        ("<w:r><w:t/></w:r><w:r><w:t></w:t></w:r>".to_owned() + &r("甲"), "甲"),
        (r("工 会 经 费"), "工会经费"),
    ];
    for (runs, expected) in cases {
        check(&paragraph(&runs), expected);
    }
}

/// Other programs save the signs of sign fonts as characters of the private use area.
#[test]
fn signs_by_the_font_of_their_run() {
    let run = |fonts: &str, text: &str| {
        format!("<w:r><w:rPr><w:rFonts {fonts}/></w:rPr><w:t>{text}</w:t></w:r>")
    };
    let symbol = "w:ascii=\"Symbol\" w:hAnsi=\"Symbol\" w:eastAsia=\"Symbol\"";
    let cases = [
        (run(symbol, "\u{f0b3}") + &r("90%"), "≥90%"),
        (run(symbol, "\u{f0a3}6台"), "≤6台"),
        (run(symbol, "&#xF0B3;6台"), "≥6台"),
        (run("w:hAnsi=\"Wingdings\"", "\u{f0fe}") + &r("是"), "☑是"),
        (run("w:ascii=\"宋体\"", "³"), "³"),
        (run(symbol, "\u{f0b3}") + &run("w:ascii=\"宋体\"", "²"), "≥²"),
    ];
    for (runs, expected) in cases {
        check(&paragraph(&runs), expected);
    }
}

#[test]
fn signs_that_are_elements() {
    let cases = [
        ("<w:t>A</w:t><w:tab/><w:t>1</w:t>", "A\t1", "A\t1\n"),
        ("<w:t>A</w:t><w:ptab/><w:t>1</w:t>", "A\t1", "A\t1\n"),
        ("<w:t>10</w:t><w:noBreakHyphen/><w:t>20</w:t>", "10-20", "10-20\n"),
        ("<w:t>合</w:t><w:softHyphen/><w:t>计</w:t>", "合计", "合计\n"),
        ("<w:t>甲</w:t><w:br w:type=\"page\"/><w:t>乙</w:t>", "甲乙", "甲乙\n"),
        ("<w:t>甲</w:t><w:lastRenderedPageBreak/><w:t>乙</w:t>", "甲乙", "甲乙\n"),
        ("<w:sym w:font=\"Symbol\" w:char=\"F0B3\"/><w:t>90%</w:t>", "≥90%", "≥90%\n"),
        ("<w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/><w:t>是</w:t>", "☑是", "☑是\n"),
        ("<w:sym w:font=\"Webdings\" w:char=\"F0FE\"/><w:t>是</w:t>", "是", "是\n"),
    ];
    for (runs, expected, linear) in cases {
        let body = paragraph(&format!("<w:r>{runs}</w:r>"));
        check(&body, expected);
        assert_eq!(Package::new(&body).stream().source.text, linear);
    }
}

#[test]
fn line_breaks_cut_a_paragraph_into_lines() {
    let runs = "<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:cr/><w:t>丙</w:t></w:r>";
    check(&paragraph(runs), "…甲\n…乙\n…丙");
    assert_eq!(Package::new(&paragraph(runs)).stream().source.text, "甲\n乙\n丙\n");
    // A heading is one line however it is broken.
    let heading = format!("<w:p><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr>{runs}</w:p>");
    check(&heading, "#1 甲乙丙");
}

#[test]
fn hidden_text_is_not_read() {
    let hidden = |properties: &str, text: &str| {
        format!("<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>")
    };
    check(&paragraph(&(r("甲") + &hidden("<w:vanish/>", "乙") + &r("丙"))), "甲丙");
    check(&paragraph(&(r("甲") + &hidden("<w:vanish w:val=\"0\"/>", "乙"))), "甲乙");
    check(&paragraph(&(r("甲") + &hidden("<w:webHidden/>", "1"))), "甲1");
    check(
        &paragraph(
            &(r("甲") + &hidden("<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>", "乙")),
        ),
        "甲乙",
    );
    let styles = style("a", "隐藏段", "<w:rPr><w:vanish/></w:rPr>")
        + &style("b", "隐藏段之二", "<w:basedOn w:val=\"a\"/>")
        + "<w:style w:type=\"character\" w:styleId=\"c\"><w:name w:val=\"隐藏字\"/><w:rPr><w:vanish/></w:rPr></w:style>";
    let by_style = hidden("<w:rStyle w:val=\"c\"/>", "乙") + &r("丙");
    check_package(&Package::new(&paragraph(&by_style)).styles(&styles), "丙");
    let paragraphs = pp("<w:pStyle w:val=\"b\"/>", "看不见")
        + &format!(
            "<w:p><w:pPr><w:pStyle w:val=\"b\"/></w:pPr>{}{}</w:p>",
            r("看不见"),
            hidden("<w:vanish w:val=\"false\"/>", "看得见")
        );
    check_package(&Package::new(&paragraphs).styles(&styles), "看得见");
}

#[test]
fn tracked_changes_are_read_as_accepted() {
    let cases = [
        (r("甲") + "<w:del><w:r><w:delText>乙</w:delText></w:r></w:del>" + &r("丙"), "甲丙"),
        (r("甲") + "<w:ins>" + &r("乙") + "</w:ins>" + &r("丙"), "甲乙丙"),
        (
            "<w:moveFrom>".to_owned()
                + &r("甲")
                + "</w:moveFrom><w:moveTo>"
                + &r("乙")
                + "</w:moveTo>",
            "乙",
        ),
        ("<w:ins><w:del>".to_owned() + &r("甲") + "</w:del>" + &r("乙") + "</w:ins>", "乙"),
    ];
    for (runs, expected) in cases {
        check(&paragraph(&runs), expected);
    }
    let gone = "<w:rPr><w:del/></w:rPr>";
    check(&(pp(gone, "绩效") + &p("目标")), "绩效目标");
    check(&(p("甲") + &format!("<w:p><w:pPr>{gone}</w:pPr></w:p>") + &p("乙")), "甲\n乙");
    check(&pp(gone, "最后一段"), "最后一段");
    // What a paragraph was before a tracked change is not what it is.
    let change = "<w:pPrChange><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:pPrChange>";
    check(&pp(change, "正文"), "正文");
}

#[test]
fn a_hidden_mark_and_a_drop_cap_join_the_next_paragraph() {
    check(&(pp("<w:rPr><w:vanish/></w:rPr>", "一、总体") + &p("绩效目标")), "一、总体绩效目标");
    check(&(pp("<w:framePr w:dropCap=\"drop\"/>", "工") + &p("会经费")), "工会经费");
}

#[test]
fn ruby_keeps_its_base_and_formulas_their_text() {
    let ruby = "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>jì</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>绩</w:t></w:r></w:rubyBase></w:ruby></w:r>";
    check(&paragraph(&(ruby.to_owned() + &r("效"))), "绩效");
    let formula = "<m:oMath><m:r><m:rPr/><w:rPr><w:vanish w:val=\"0\"/></w:rPr><m:t>a=b</m:t></m:r></m:oMath>";
    check(&paragraph(&(r("公式") + formula)), "公式a=b");
}

#[test]
fn notes_pictures_and_embedded_objects_are_passed_over() {
    let cases = [
        r("甲") + "<w:r><w:footnoteReference w:id=\"1\"/><w:commentReference w:id=\"0\"/></w:r>",
        r("甲")
            + "<w:commentRangeStart w:id=\"0\"/><w:bookmarkStart w:id=\"1\" w:name=\"_GoBack\"/><w:bookmarkEnd w:id=\"1\"/>",
        r("甲")
            + "<w:r><w:object><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>表</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:object></w:r>",
        r("甲") + "<w:r><w:drawing><a:t xmlns:a=\"urn:a\">图</a:t></w:drawing></w:r>",
        r("甲") + "文字外的字",
    ];
    for runs in cases {
        check(&paragraph(&runs), "甲");
    }
}

#[test]
fn wrappers_are_seen_through() {
    let inner = r("甲");
    for wrapper in ["hyperlink", "smartTag", "customXml", "sdtContent", "bdo", "dir", "unheardOf"] {
        check(&paragraph(&format!("<w:{wrapper}>{inner}</w:{wrapper}>")), "甲");
        let block = format!("<w:{wrapper}>{}</w:{wrapper}>", p("甲"));
        check(&block, "甲");
    }
}
