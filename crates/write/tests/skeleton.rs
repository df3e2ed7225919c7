//! Skeletons: what is filled in is read back, what is not is blank, in both formats.

use std::collections::HashMap;
use std::path::Path;
use std::process::Command;

use model::statement::{Indicator, Statement};
use rulebook::Rulebook;
use write::document::Document;
use write::skeleton::{Outline, TargetColumns, skeleton};

use crate::support;

fn made(projects: &[&str], targets: TargetColumns) -> Document {
    let book = Rulebook::embedded().unwrap();
    let trees = book.frameworks(2027, "130324");
    skeleton(&Outline {
        department: "临河县总工会".into(),
        reviewer: "临河县财政局".into(),
        year: 2027,
        tree: trees[0],
        months: ["3", "6", "10", "12"].map(str::to_owned).into(),
        projects: projects.iter().map(|name| (*name).to_owned()).collect(),
        targets,
    })
}

/// What is written into the places with each hint, in order; the last is written again.
fn answers() -> HashMap<&'static str, Vec<String>> {
    let rows = |what: &str| (1..=6).map(|row| format!("{what}{row}")).collect::<Vec<_>>();
    let all = |words: &str| vec![words.to_owned()];
    HashMap::from([
        ("部门编码", all("711001")),
        ("项目名称", all("困难职工帮扶救助资金")),
        ("21位项目编码", all("99032126P00110010001X")),
        ("总额", all("24.00")),
        ("财政资金", all("20.00")),
        ("没有填 0", all("4.00")),
        ("资金用在哪些人、哪些事上", all("用于在档困难职工的生活救助。")),
        ("累计%", ["25%", "50%", "75%", "100%"].map(str::to_owned).into()),
        (
            "1.做多少、做到什么程度；2.什么时候完成、有什么效果",
            all("1.救助40户。2.年底前发放到户。"),
        ),
        ("选择二级指标", all("社会效益指标")),
        ("指标名称", rows("救助户数")),
        ("怎么算、算什么", rows("实际救助的户数")),
        ("符号", all("≥")),
        ("数值或日期", ["40", "41", "42", "43", "44", "45"].map(str::to_owned).into()),
        ("单位", all("户")),
        ("文件名称和文号、历史数据等", all("临工发〔2026〕12号")),
        (
            "本部门全年要做到什么程度：主要工作、产出和效果，尽量写数字",
            all("全年帮扶困难职工60户。"),
        ),
        ("分项工作的名称", ["帮扶", "体检", "维权"].map(str::to_owned).into()),
        ("这项工作要做什么、达到什么效果", all("缓解生活压力。")),
        ("衡量它的数字，与后面项目表一致", all("救助40户。")),
        ("保证目标完成的制度、资金管理、监控和人员措施", all("严格资金管理。")),
    ])
}

/// The statement that the filled-in file must give.
fn assert_filled(statement: &Statement) {
    let project = &statement.projects[0];
    let text = |words: &Option<ground::Words>| words.as_ref().unwrap().text.clone();
    assert_eq!(text(&statement.department), "临河县总工会");
    assert_eq!(statement.plan_year(), Some(2027));
    assert_eq!(text(&statement.reviewed_by), "临河县财政局");
    assert_eq!(project.name(), "困难职工帮扶救助资金");
    assert_eq!(text(&project.unit_code), "711001");
    assert_eq!(text(&project.unit_name), "临河县总工会本级");
    assert_eq!(project.code.as_ref().unwrap().text(), "99032126P00110010001X");
    let sums = [&project.budget.total, &project.budget.fiscal, &project.budget.other];
    assert_eq!(sums.map(|sum| sum.as_ref().unwrap().text()), ["24.00", "20.00", "4.00"]);
    assert_eq!(text(&project.purpose), "用于在档困难职工的生活救助。");
    let plan: Vec<_> = project.plan.iter().map(|point| (point.month, point.share.text())).collect();
    assert_eq!(plan, [(3, "25%"), (6, "50%"), (10, "75%"), (12, "100%")]);
    let goals: Vec<_> = project.goals.iter().map(|goal| goal.words.text.as_str()).collect();
    assert_eq!(goals, ["救助40户。", "年底前发放到户。"]);
    let row = |row: &Indicator| {
        let leaves = [row.dimension.as_ref().unwrap().text(), row.aspect.as_ref().unwrap().text()];
        let all = [leaves[0], leaves[1], row.name(), row.description(), row.target_text()];
        format!("{}|{}", all.join("|"), row.basis_text())
    };
    let rows: Vec<String> = project.indicators.iter().map(row).collect();
    let expected = [
        "产出指标|数量指标",
        "产出指标|质量指标",
        "产出指标|时效指标",
        "产出指标|成本指标",
        "效益指标|社会效益指标",
        "满意度指标|服务对象满意度指标",
    ];
    let expected = (1..).zip(expected).map(|(at, levels)| {
        format!("{levels}|救助户数{at}|实际救助的户数{at}|≥{}户|临工发〔2026〕12号", 39 + at)
    });
    assert_eq!(rows, expected.collect::<Vec<_>>());
    let overall = &statement.overall.as_ref().unwrap().paragraphs;
    assert_eq!(overall[0].words.text, "全年帮扶困难职工60户。");
    let goals = statement.sub_goals.as_ref().unwrap();
    let titles: Vec<_> = goals.items.iter().map(|item| item.title.text.as_str()).collect();
    assert_eq!(titles, ["帮扶", "体检", "维权"]);
    assert_eq!(text(&goals.items[0].goal), "缓解生活压力。");
    assert_eq!(statement.safeguards.as_ref().unwrap().paragraphs[0].words.text, "严格资金管理。");
}

/// Writes the answers into the controls as Word does: the hint goes, the words stand there.
fn filled_word(bytes: &[u8]) -> Vec<u8> {
    let (answers, mut used) = (answers(), HashMap::new());
    let mut parts = support::parts(bytes);
    let xml = &parts["word/document.xml"];
    let mut pieces = xml.split("<w:showingPlcHdr/>");
    let mut out = pieces.next().unwrap().to_owned();
    for piece in pieces {
        let alias = out.rsplit_once("<w:alias w:val=\"").unwrap().1;
        let hint = alias.split_once('"').unwrap().0.to_owned();
        let values = answers.get(hint.as_str()).unwrap_or_else(|| panic!("no answer to {hint}"));
        let turn: &mut usize = used.entry(hint.clone()).or_default();
        let value = values.get(*turn).or(values.last()).unwrap();
        *turn += 1;
        let shown = format!("【{hint}】");
        assert!(piece.contains(&shown), "{hint}");
        let piece = piece.replacen("<w:rStyle w:val=\"PlaceholderText\"/>", "", 1);
        out.push_str(&piece.replacen(&shown, value, 1));
    }
    parts.insert("word/document.xml".into(), out);
    testkit::pack::zip(&parts.into_iter().collect::<Vec<_>>())
}

#[test]
fn a_word_skeleton_that_is_filled_in_is_read_back() {
    let bytes = write::docx(&made(&[""], TargetColumns::One)).unwrap();
    let reading = read::read("新.docx", &filled_word(&bytes));
    assert_eq!(reading.findings, []);
    assert_filled(&reading.statement);
}

/// Hints are no text: nothing of them is read.
#[test]
fn what_is_not_filled_in_is_blank() {
    let document = |targets| made(&["困难帮扶", ""], targets);
    let word = write::docx(&document(TargetColumns::One));
    let book = write::xlsx(&document(TargetColumns::Three));
    for (format, bytes) in [("docx", word), ("xlsx", book)] {
        let reading = read::read(&format!("新.{format}"), &bytes.unwrap());
        let text = &reading.source.text;
        assert!(!text.contains('【') && !text.contains("选择二级指标"), "{text}");
        let statement = reading.statement;
        assert_eq!(statement.projects.len(), 2, "{format:?}");
        let project = &statement.projects[0];
        assert_eq!(project.name(), "困难帮扶");
        assert!(project.code.as_ref().is_some_and(model::statement::Leaf::is_blank));
        assert!(project.budget.total.as_ref().is_none_or(model::statement::Leaf::is_blank));
        assert!(project.indicators.iter().all(|row| row.name().is_empty()), "{format:?}");
    }
}

#[test]
fn lists_offer_what_the_tree_has() {
    let parts = support::parts(&write::docx(&made(&[""], TargetColumns::One)).unwrap());
    let xml = &parts["word/document.xml"];
    assert!(
        xml.contains("<w:listItem w:displayText=\"可持续影响指标\" w:value=\"可持续影响指标\"/>")
    );
    assert!(xml.contains("<w:comboBox><w:listItem w:displayText=\"%\" w:value=\"%\"/>"));
    assert_eq!(xml.matches("w:displayText=\"≤\"").count(), 6);
    let parts = support::parts(&write::xlsx(&made(&[""], TargetColumns::Three)).unwrap());
    let sheet = &parts["xl/worksheets/sheet2.xml"];
    assert!(sheet.contains("<formula1>\"产出指标,效益指标,满意度指标\"</formula1>"), "{sheet}");
    assert!(sheet.contains("prompt=\"21位项目编码\""), "{sheet}");
    assert!(sheet.contains("<formula1>\"≥,≤,＝,＞,＜\"</formula1>"), "{sheet}");
    assert!(sheet.contains("<formula1>\"%,人,人次,"), "{sheet}");
}

/// Fills in a workbook by its prompts, with the library that offices' scripts use.
const SCRIPT: &str = r#"
import json, sys, openpyxl
answers = json.load(open('answers.json', encoding='utf-8'))
book, used = openpyxl.load_workbook('new.xlsx'), {}
for sheet in book:
    checks = []
    for check in sheet.data_validations.dataValidation:
        for cells in check.sqref.ranges:
            for row in sheet.iter_rows(cells.min_row, cells.max_row, cells.min_col, cells.max_col):
                checks += [(cell.row, cell.column, check) for cell in row]
    for row, column, check in sorted(checks, key=lambda one: one[:2]):
        hint, cell = check.prompt.split('\n')[0], sheet.cell(row, column)
        said = str(cell.value or '').strip()
        if said and not said.endswith('：') and not said.startswith('（') and '.' not in said[:3] and hint != '部门编码＋预算单位':
            continue
        def answer(one):
            values = answers[one]
            turn = used[one] = used.get(one, -1) + 1
            return values[min(turn, len(values) - 1)]
        if hint == '部门编码＋预算单位':
            cell.value = answer('部门编码') + ' ' + said
        elif hint == '项目名称' and said:
            cell.value = said.replace('绩效目标表', answer(hint) + '绩效目标表')
        else:
            cell.value = said + ''.join(answer(one) for one in hint.split('＋'))
book.save('filled.xlsx')
"#;

#[test]
fn a_workbook_that_is_filled_in_is_read_back() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("skeleton-xlsx");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(
        folder.join("new.xlsx"),
        write::xlsx(&made(&[""], TargetColumns::Three)).unwrap(),
    )
    .unwrap();
    std::fs::write(folder.join("answers.json"), serde_json::to_string(&answers()).unwrap())
        .unwrap();
    let has = |python: &&str| {
        let found = Command::new(python).args(["-c", "import openpyxl"]).output();
        found.is_ok_and(|output| output.status.success())
    };
    let python = ["python3", "/usr/bin/python3"].into_iter().find(has).unwrap_or_else(|| {
        panic!("python3 has no module openpyxl: install the package python3-openpyxl")
    });
    let run = Command::new(python).args(["-c", SCRIPT]).current_dir(&folder).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let bytes = std::fs::read(folder.join("filled.xlsx")).unwrap();
    let reading = read::read("filled.xlsx", &bytes);
    assert_filled(&reading.statement);
}
