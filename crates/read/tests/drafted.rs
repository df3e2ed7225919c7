//! A draft is understood as it is typed, field by field, and every span leads back to its field.

use ground::{Format, Money, Span};
use model::draft::{
    Draft, DraftCheckpoint, DraftGoal, DraftIndicator, DraftParagraph, DraftProject, DraftSubGoal,
};
use model::leaves::Locus;
use model::statement::{Aspect, Dimension, Statement};
use model::target::Target;
use read::drafted;

fn row(dimension: &str, aspect: &str, target: &str) -> DraftIndicator {
    DraftIndicator {
        dimension: dimension.into(),
        aspect: aspect.into(),
        name: "培训人数".into(),
        description: "参加培训的人数".into(),
        target: target.into(),
        basis: "《培训办法》（临工发[2026]第3号）".into(),
        ..DraftIndicator::default()
    }
}

fn draft() -> Draft {
    let share =
        |month, share: &str| DraftCheckpoint { month, label: String::new(), share: share.into() };
    let project = DraftProject {
        code: "990321 26P00110010001X".into(),
        name: "职工培训".into(),
        total: "190.00".into(),
        other: "5000元".into(),
        plan: vec![share(6, "50%"), share(12, "100％")],
        goals: vec![
            DraftGoal::new("1、开展培训。"),
            DraftGoal::new(""),
            DraftGoal::new("2、3月底前验收；1.不再分开"),
        ],
        indicators: vec![
            row("产出指标", "数量指标", "≥500 人"),
            row("", "", "项目名称"),
            row("产出指标", "质量指标", "一级指标\n≥95%"),
        ],
        ..DraftProject::default()
    };
    let mut draft = Draft {
        year: "2026".into(),
        department: "临河县总工会".into(),
        title: "临河县总工会2026年部门预算绩效文本".into(),
        projects: vec![project],
        ..Draft::default()
    };
    draft.overall.paragraphs = ["（一）主要职责", " ", "预算项目共1个，项目支出共计190万元。"]
        .map(DraftParagraph::new)
        .into();
    draft.sub_goals.items = vec![
        DraftSubGoal {
            title: "（一）培训：全员".into(),
            paragraphs: vec![DraftParagraph::new("绩效目标：办好。绩效指标：500人。")],
            ..DraftSubGoal::default()
        },
        DraftSubGoal {
            paragraphs: vec![DraftParagraph::new("（二）慰问。走访。")],
            ..DraftSubGoal::default()
        },
    ];
    draft
}

#[test]
fn fields_mean_what_is_typed() {
    let typed = drafted(&draft());
    let statement = &typed.reading.statement;
    assert_eq!(typed.reading.source.format, Format::Typed);
    assert_eq!(statement.plan_year(), Some(2026));
    assert_eq!(statement.department.as_ref().unwrap().text, "临河县总工会");
    assert_eq!(statement.region.code.as_deref(), Some("990321"));
    assert_eq!(statement.region.name.as_ref().unwrap().text, "临河县");
    assert_eq!(statement.stated_total.as_ref().unwrap().value, Money::from_wan(190.into()));
    let project = &statement.projects[0];
    assert_eq!(project.code.as_ref().unwrap().value.as_ref().unwrap().serial, "00110010001");
    assert_eq!(project.total(), Money::from_wan(190.into()));
    assert_eq!(project.budget.other.as_ref().unwrap().value, Money::from_yuan(5000.into()));
    assert!(project.budget.fiscal.as_ref().unwrap().is_blank());
    let plan: Vec<(u8, &str, String)> = project
        .plan
        .iter()
        .map(|it| (it.month, it.label.text.as_str(), it.share.value.unwrap().to_string()))
        .collect();
    assert_eq!(plan, [(6, "6月底", "50".to_owned()), (12, "12月底", "100".to_owned())]);
    let goals: Vec<&str> = project.goals.iter().map(|goal| goal.words.text.as_str()).collect();
    assert_eq!(goals, ["开展培训。", "3月底前验收；1.不再分开"]);
}

#[test]
fn labels_typed_as_values_are_values() {
    let typed = drafted(&draft());
    let rows = &typed.reading.statement.projects[0].indicators;
    assert_eq!(rows[0].target_text(), "≥500人");
    assert!(matches!(rows[0].target(), Some(Target::Quantity(_))));
    assert_eq!(rows[1].target_text(), "项目名称");
    assert_eq!(rows[1].target(), Some(&Target::Qualitative));
    assert_eq!(
        (rows[1].dimension(), rows[1].aspect()),
        (Some(Dimension::Output), Some(Aspect::Quantity))
    );
    assert_eq!(rows[2].target_text(), "一级指标≥95%");
    assert_eq!(rows[2].aspect(), Some(Aspect::Quality));
    let cited = rows[2].basis.as_ref().unwrap().value.as_ref().unwrap();
    assert_eq!(cited[0].number.as_ref().unwrap().to_string(), "临工发〔2026〕3号");
}

#[test]
fn running_text_is_set_as_it_is_typed() {
    let statement: Statement = drafted(&draft()).reading.statement;
    let overall = statement.overall.as_ref().unwrap();
    assert_eq!(overall.heading.text, "一、总体绩效目标");
    assert_eq!(overall.paragraphs.len(), 2);
    assert!(overall.paragraphs[0].is_heading && !overall.paragraphs[1].is_heading);
    let items = &statement.sub_goals.as_ref().unwrap().items;
    assert_eq!(items[0].title.text, "培训：全员");
    assert_eq!(items[0].goal.as_ref().unwrap().text, "办好。");
    assert_eq!(items[0].promises.as_ref().unwrap().text, "500人。");
    assert_eq!((items[1].title.text.as_str(), items[1].paragraphs.len()), ("慰问", 1));
    assert_eq!(statement.safeguards, None);
}

#[test]
fn spans_lead_back_to_their_fields() {
    let draft = draft();
    let typed = drafted(&draft);
    for (locus, words) in typed.reading.statement.leaves() {
        let path = typed.path(words.at).unwrap();
        let raw = words.raw.as_ref().unwrap_or(&words.text);
        assert_eq!(typed.reading.source.excerpt(words.at), raw, "{path}");
        let field = draft.get(path).unwrap();
        // Labels and headings of the form stand there though nobody typed them; a blank level is the one above.
        assert!(field.contains(raw.as_str()) || field.is_empty(), "{} {path} {raw}", locus.path());
    }
    let target = &typed.reading.statement.projects[0].indicators[2].target.as_ref().unwrap().words;
    assert_eq!(typed.path(target.span(12..16)), Some("projects/0/indicators/2/target"));
    assert_eq!(
        typed.span("projects/0/name").map(|at| typed.path(at)),
        Some(Some("projects/0/name"))
    );
    assert_eq!(typed.span("projects/1/name"), None);
}

#[test]
fn a_draft_of_nothing_is_a_statement_of_nothing() {
    let typed = drafted(&Draft::default());
    assert!(typed.reading.findings.is_empty());
    assert_eq!(typed.reading.statement, Statement::default());
    assert!(typed.path(Span::at(0)).is_some());
    let mut bare = Draft::default();
    bare.projects.push(DraftProject::default());
    bare.indicators.push(DraftIndicator::default());
    let statement = drafted(&bare).reading.statement;
    assert!(statement.projects[0].name.as_ref().unwrap().is_blank());
    assert!(statement.projects[0].goals_field.as_ref().unwrap().is_blank());
}

#[test]
fn without_blanks_leaves_and_fields_have_the_same_paths() {
    let mut draft = draft();
    draft.contents.push(model::draft::DraftEntry::default());
    draft.sub_goals.items.insert(0, DraftSubGoal::default());
    draft.drop_blanks();
    assert_eq!((draft.contents.len(), draft.overall.paragraphs.len()), (0, 2));
    assert_eq!((draft.sub_goals.items.len(), draft.projects[0].goals.len()), (2, 2));
    let typed = drafted(&draft);
    for (locus, words) in typed.reading.statement.leaves() {
        // Title and paragraphs of a sub-goal are one leaf address.
        let is_sub_goal = matches!(locus, Locus::SubGoal(Some(_)));
        let Some(field) = draft.get(&locus.path()).filter(|_| !is_sub_goal) else { continue };
        let tight = |text: &str| text.replace([' ', '\n'], "");
        // A blank level is the one above it.
        let is_said = field.is_empty() || tight(field).contains(&tight(&words.text));
        assert!(is_said, "{} {field} {}", locus.path(), words.text);
    }
}

#[test]
fn a_draft_is_stable_json() {
    let draft = draft();
    let json = serde_json::to_value(&draft).unwrap();
    assert_eq!(json["projects"][0]["indicators"][0]["target"], "≥500 人");
    assert_eq!(serde_json::from_value::<Draft>(json).unwrap(), draft);
    assert_eq!(serde_json::from_str::<Draft>("{}").unwrap(), Draft::default());
    let partial = r#"{"projects": [{"name": "甲", "plan": [{"month": 6}]}]}"#;
    let read: Draft = serde_json::from_str(partial).unwrap();
    assert_eq!((read.projects[0].name.as_str(), read.projects[0].plan[0].month), ("甲", 6));
}

#[test]
fn a_point_of_the_plan_is_at_the_month_that_its_label_names() {
    let mut draft = draft();
    let point = |month: u8, label: &str, share: &str| model::draft::DraftCheckpoint {
        month,
        label: label.into(),
        share: share.into(),
    };
    draft.projects[0].plan = vec![
        point(3, "", "10"),
        point(3, "9月底", "60"),
        point(0, "截至 10 月末", "70"),
        point(0, "", ""),
        point(3, "年底", "100"),
        point(3, "下半年", "100"),
    ];
    let typed = drafted(&draft);
    let plan = &typed.reading.statement.projects[0].plan;
    let months: Vec<u8> = plan.iter().map(|point| point.month).collect();
    assert_eq!(months, [3, 9, 10, 12, 0]);
    assert_eq!(typed.path(plan[4].share.words.at), Some("projects/0/plan/5/share"));
}
