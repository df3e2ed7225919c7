//! Official forms: every sheet fits its view, every form is printed whole by every renderer.

pub(crate) mod all;

use ground::{Decimal, Money};
use rulebook::{FormKind, FormSheet, Standing};
use write::document::Block;
use write::forms::data::{Data, excesses};
use write::forms::person::{IdNumber, PublicName};
use write::forms::views::{
    AidRoster, AppraisalMarks, AppraisalReport, ApprovalForm, DepartmentGoals, DepartmentReport,
    MonitoringForm, OpinionForm, PlanPoint, ProjectGoals, PublicList, RectificationNotice,
    RectificationReply, SelfEvaluation,
};
use write::forms::{Form, FormError, check, example, form, unshown, views};

use crate::support;
use all::{Filled, all, book, printed, sheet};

/// Every sheet of a form, and what is wrong with them.
fn faults<F: Form>(kind: FormKind) -> Vec<String> {
    let sheets: Vec<&FormSheet> =
        book().forms().iter().filter(|sheet| sheet.form == kind).collect();
    assert!(!sheets.is_empty(), "{kind:?} has no sheet");
    let wrong = sheets.iter().filter_map(|sheet| check::<F>(sheet).err());
    let hidden = unshown::<F>(&sheets);
    wrong.map(|error| error.to_string()).chain(hidden).collect()
}

#[test]
fn every_sheet_fits_its_view_and_every_field_is_shown() {
    let faults = [
        faults::<ProjectGoals>(FormKind::ProjectGoals),
        faults::<DepartmentGoals>(FormKind::DepartmentGoals),
        faults::<OpinionForm>(FormKind::Opinion),
        faults::<ApprovalForm>(FormKind::Approval),
        faults::<MonitoringForm>(FormKind::Monitoring),
        faults::<SelfEvaluation>(FormKind::SelfEvaluation),
        faults::<DepartmentReport>(FormKind::DepartmentReport),
        faults::<RectificationNotice>(FormKind::Rectification),
        faults::<RectificationReply>(FormKind::RectificationReply),
        faults::<AppraisalReport>(FormKind::AppraisalReport),
        faults::<AppraisalMarks>(FormKind::AppraisalMarks),
        faults::<AidRoster>(FormKind::AidRoster),
        faults::<PublicList>(FormKind::PublicList),
    ];
    assert_eq!(faults.concat(), Vec::<String>::new());
    assert_eq!(all().len(), book().forms().len(), "every sheet has an example");
}

/// A sheet of the embedded rulebook with one text replaced.
fn changed(id: &str, from: &str, to: &str) -> FormSheet {
    let path = format!("{}/../../data/forms/{id}.toml", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{from}");
    let law = "title = \"x\"\nissuer = \"x\"\nstanding = \"practice\"\nchecked = 2026-11-20\n";
    let laws = ["caiyu-2019-136", "pipl-2021", "caijian-2006-468"];
    let laws = laws.map(|law| format!("law/{law}.toml"));
    let text = text.replacen(from, to, 1);
    let mut files: Vec<(&str, &str)> = laws.iter().map(|path| (path.as_str(), law)).collect();
    files.push(("forms/x.toml", &text));
    rulebook::Rulebook::load(&files).unwrap().forms()[0].clone()
}

#[test]
fn a_name_that_the_view_lacks_is_refused() {
    let wrong = changed("monitoring", "{forecast}", "{forcast}");
    let error = form(&wrong, &example::monitoring()).unwrap_err().to_string();
    assert_eq!(error, "表样 data/forms/x.toml 里的“forcast”有误：表里没有这一栏");
    let list = changed("monitoring", "{ text = \"{goals}\"", "{ text = \"{rows}\"");
    assert!(matches!(check::<MonitoringForm>(&list), Err(FormError::Name { .. })));
    let other = sheet(FormKind::Opinion);
    assert!(matches!(check::<MonitoringForm>(other), Err(FormError::Kind { .. })));
    let hides = changed("monitoring", "{clerk}", "");
    assert_eq!(unshown::<MonitoringForm>(&[&hides]), ["clerk"]);
}

/// A limit says how sure it is, so that only a verified one refuses.
#[test]
fn long_words_are_told_with_the_standing_of_their_limit() {
    let mut view = example::monitoring();
    view.rows[2].name = "户".repeat(101);
    let data = Data::of(&view, views::shape(FormKind::Monitoring));
    let standing = |sheet: &FormSheet| {
        let found = excesses(sheet, &data);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].path, "rows[2].name");
        assert!(found[0].message.contains("有 101 字，超过 100 字的上限"), "{}", found[0].message);
        found[0].standing
    };
    assert_eq!(standing(sheet(FormKind::Monitoring)), Standing::Practice);
    let verified = changed("monitoring", "standing = \"practice\"", "standing = \"verified\"");
    assert_eq!(standing(&verified), Standing::Verified);
}

#[test]
fn secrets_do_not_stand_on_public_forms() {
    let public = changed("aid-roster", "readers = \"office\"", "readers = \"everyone\"");
    let error = check::<AidRoster>(&public).unwrap_err().to_string();
    assert!(error.contains("id_number") && error.contains("不得公开"), "{error}");
}

/// All that a renderer wrote, as one text.
fn outputs(filled: &Filled) -> Vec<(&'static str, String)> {
    let document = &filled.document;
    let packed = |bytes: Vec<u8>| support::parts(&bytes).into_values().collect::<String>();
    vec![
        ("txt", write::txt(document)),
        ("html", write::html(document)),
        ("docx", packed(write::docx(document).unwrap())),
        ("xlsx", packed(write::xlsx(document).unwrap())),
    ]
}

/// Every value of the example as its JSON has it, printed as the form prints it.
#[test]
fn nothing_of_a_view_is_missing() {
    for filled in all() {
        let values = printed(&filled.json);
        assert!(values.len() > 10, "{}", filled.sheet.id);
        for (format, output) in outputs(&filled) {
            for value in &values {
                let is_number = |line: &str| format == "xlsx" && holds_number(&output, line);
                let missing =
                    value.lines().find(|line| !output.contains(*line) && !is_number(line));
                let id = &filled.sheet.id;
                assert!(missing.is_none(), "{id}.{format} lacks {missing:?}");
            }
        }
    }
}

/// Whether a sheet holds what is printed as `24.00` or `66.67%` as a number.
fn holds_number(sheets: &str, printed: &str) -> bool {
    let (text, divisor) = match printed.strip_suffix('%') {
        Some(share) => (share, Decimal::ONE_HUNDRED),
        None => (printed, Decimal::ONE),
    };
    let Ok(number) = text.parse::<Decimal>() else { return false };
    sheets.contains(&format!("<v>{}</v>", (number / divisor).normalize()))
}

#[test]
fn texts_of_all_forms() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/forms");
    let mut wrong = Vec::new();
    for filled in all() {
        let path = folder.join(format!("{}.txt", filled.sheet.id));
        let text = write::txt(&filled.document);
        if std::env::var_os("JIHENG_BLESS").is_some() {
            std::fs::write(&path, &text).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        if kept != text {
            wrong.push(format!("{}:\n{text}", filled.sheet.id));
        }
    }
    assert!(wrong.is_empty(), "set JIHENG_BLESS=1 to keep the new texts\n{}", wrong.join("\n"));
}

#[test]
fn what_is_masked_is_whole_in_no_output() {
    let roster = example::roster();
    let document = form(sheet(FormKind::PublicList), &example::public_list()).unwrap();
    let filled = Filled { document, ..all().pop().unwrap() };
    for (format, output) in outputs(&filled) {
        for row in &roster.rows {
            let id = String::from(row.id_number.clone());
            assert!(output.contains(&format!("{}********{}", &id[..6], &id[14..])), "{format}");
            assert!(output.contains(&id[..6]) && !output.contains(&id), "{format}");
            assert!(!output.contains(&id[6..14]), "{format} shows a birthday");
            assert!(!output.contains(&row.phone), "{format} shows a telephone");
            let account = String::from(row.account.clone().unwrap());
            assert!(!output.contains(&account), "{format} shows an account");
        }
        assert!(!output.contains(&roster.rows[2].name), "{format} shows a masked name");
        assert!(output.contains(&roster.rows[0].name), "{format}");
    }
}

#[test]
fn a_long_roster_repeats_its_head_and_leaves_nobody_out() {
    let view = example::roster_of(300);
    let document = form(sheet(FormKind::AidRoster), &view).unwrap();
    let tables = document.sections[0].blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let tables: Vec<_> = tables.collect();
    assert_eq!((tables.len(), tables[0].rows.len(), tables[0].header_rows), (1, 302, 1));
    let text = write::txt(&document);
    for row in &view.rows {
        assert_eq!(text.matches(&String::from(row.id_number.clone())).count(), 1);
    }
    let sum: i64 = view.rows.iter().map(|row| row.amount.fen()).sum();
    assert_eq!(view.total, Some(Money::from_fen(sum)));
    assert!(text.contains(&format!("合计\t300人\t{}.00\t", sum / 100)), "{text}");
    let parts = support::parts(&write::docx(&document).unwrap());
    assert_eq!(parts["word/document.xml"].matches("<w:tblHeader/>").count(), 1);
}

/// A workbook is printed on pages one wide with its head on each, calculates, and shows all words.
#[test]
fn workbooks_are_set_up_for_print() {
    let mut view = example::roster_of(300);
    view.rows[7].employer = "很长的单位名称".repeat(200);
    let document = form(sheet(FormKind::AidRoster), &view).unwrap();
    let parts = support::parts(&write::xlsx(&document).unwrap());
    let (book, sheet) = (&parts["xl/workbook.xml"], &parts["xl/worksheets/sheet1.xml"]);
    assert!(book.contains("_xlnm.Print_Titles") && book.contains("$4:$4"), "{book}");
    assert!(book.contains("_xlnm.Print_Area"), "{book}");
    for said in ["<pane ySplit=\"4\"", "fitToHeight=\"0\"", "orientation=\"landscape\""] {
        assert!(sheet.contains(said), "{said}");
    }
    assert!(sheet.contains("<v>2100</v>"), "sums are numbers");
    // The long name is higher than any row: its cells are merged over several.
    let numbers = sheet.matches("<row ").count();
    assert!(numbers > 4 + 302 + 1, "{numbers}");
}

#[test]
fn blank_forms_have_rows_to_write_in() {
    let view = MonitoringForm { funds: Vec::new(), rows: Vec::new(), ..example::monitoring() };
    let document = form(sheet(FormKind::Monitoring), &view).unwrap();
    let Block::Table(table) = &document.sections[0].blocks[2] else { panic!("no table") };
    assert_eq!((table.rows.len(), table.header_rows), (2 + 1 + 3 + 2, 0));
    let Block::Table(rows) = &document.sections[0].blocks[4] else { panic!("no table") };
    assert_eq!((rows.rows.len(), rows.header_rows), (2 + 12, 2));
    let columns = |row: &Vec<write::document::Placed<'_>>| row.iter().map(|p| p.cell.columns).sum();
    assert!(table.grid().iter().all(|row| {
        let all: u16 = columns(row);
        all == 13
    }));
    let roster = AidRoster {
        rows: Vec::new(),
        count: Some(0),
        total: Some(Money::ZERO),
        ..example::roster()
    };
    let text = write::txt(&form(sheet(FormKind::AidRoster), &roster).unwrap());
    assert!(text.contains("合计\t0人\t0.00\t"), "{text}");
}

#[test]
fn long_and_hostile_texts_stay_whole() {
    let long = "很长的说明，<b>&\"引号\"=1+1\t".repeat(300);
    let mut view = example::monitoring();
    view.rows[0].explanation = long.clone();
    view.project = "{year}".into();
    let document = form(sheet(FormKind::Monitoring), &view).unwrap();
    let text = write::txt(&document);
    assert!(text.contains(&long.replace('\t', " ")) && text.contains("项目名称\t{year}\t"));
    assert!(write::html(&document).contains("很长的说明，&lt;b&gt;&amp;"));
    let parts = support::parts(&write::docx(&document).unwrap());
    assert!(parts["word/document.xml"].contains("很长的说明，&lt;b&gt;&amp;"));
}

#[test]
fn a_form_is_read_from_json_and_whole_numbers_are_refused() {
    let json = serde_json::to_string(&example::public_list()).unwrap();
    let list: PublicList = serde_json::from_str(&json).unwrap();
    assert_eq!(list, example::public_list());
    let id = String::from(list.rows[0].id_number.clone());
    let whole = json.replacen(&id, "990321197001010001", 1);
    let error = serde_json::from_str::<PublicList>(&whole).unwrap_err().to_string();
    assert!(error.contains("应当隐去第7至14位"), "{error}");
    let unknown = json.replacen("{", "{\"illness\":\"x\",", 1);
    assert!(serde_json::from_str::<PublicList>(&unknown).is_err());
}

/// What a statement says stands on its forms, sums that are none in their own words.
#[test]
fn forms_of_statements_lose_nothing() {
    for seed in 0..12 {
        let statement = support::statement(seed);
        let lines = |text: &str| text.split('\n').map(str::to_owned).collect::<Vec<_>>();
        let whole = DepartmentGoals::of(&statement);
        let text = write::txt(&form(sheet(FormKind::DepartmentGoals), &whole).unwrap());
        let parts = whole.overall.iter().chain(&whole.safeguards);
        for said in parts.chain(whole.tasks.iter().flat_map(|task| &task.content)) {
            assert!(lines(said).iter().all(|line| text.contains(line)), "seed {seed}: {said}");
        }
        for project in &statement.projects {
            let view = ProjectGoals::of(&statement, project);
            assert_eq!(view.indicators.len(), project.indicators.len());
            let text = write::txt(&form(sheet(FormKind::ProjectGoals), &view).unwrap());
            for row in &project.indicators {
                assert!(text.contains(row.name()) && text.contains(row.target_text()), "{seed}");
                assert!(text.contains(row.basis_text()) && text.contains(row.description()));
            }
            for point in &project.plan {
                assert!(text.contains(point.share.text()) && text.contains(&*point.label.text));
            }
            let purpose = project.purpose.as_ref().map_or("", |purpose| &purpose.text);
            assert!(lines(purpose).iter().all(|line| text.contains(line)), "{purpose}\n{text}");
        }
    }
}

/// Points of the plan share the row; those beyond its columns stand in its last cell.
#[test]
fn plans_of_any_length_fit_the_row() {
    let statement = support::statement(1);
    let whole = ProjectGoals::of(&statement, &statement.projects[0]);
    for length in [0, 1, 3, 4, 6] {
        let point = |month: usize| PlanPoint {
            label: format!("节点{month}"),
            share: format!("{month}7%"),
        };
        let view = ProjectGoals { plan: (1..=length).map(point).collect(), ..whole.clone() };
        let document = form(sheet(FormKind::ProjectGoals), &view).unwrap();
        let Some(Block::Table(table)) =
            document.sections[0].blocks.last_chunk::<3>().map(|b| &b[0])
        else {
            panic!("no table")
        };
        for row in table.grid() {
            assert_eq!(row.iter().map(|placed| placed.cell.columns).sum::<u16>(), 6, "{length}");
        }
        let text = write::txt(&document);
        assert!(view.plan.iter().all(|point| text.contains(&point.label)), "{text}");
        assert!(view.plan.iter().all(|point| text.contains(&point.share)), "{text}");
    }
}

#[test]
fn names_and_points_follow_their_sources() {
    assert_eq!(serde_json::to_string(&PublicName::family_name("欧阳明")).unwrap(), "\"欧阳*\"");
    assert!(IdNumber::try_from("1".to_owned()).is_err());
    let view = example::self_evaluation();
    assert_eq!(view.total_points, Some(Decimal::ONE_HUNDRED));
    assert_eq!(view.total_score.unwrap().to_string(), "98.70");
    let (points, score) = OpinionForm::sums(&example::opinion().items);
    assert_eq!((points, score), (Decimal::ONE_HUNDRED, Decimal::from(96)));
}
