//! A sheet of the editor: a part of a draft as fields, rows and findings.

use model::draft::{Draft, DraftIndicator, DraftParagraph, DraftProject, label_of_field};
use office::beside::Aside;
use office::drafts::Opened;
use office::live::Located;

use super::finding::{FindingView, finding, id};
use super::sheet::Sheet;

/// A field to type into.
#[derive(Clone, Debug)]
pub(crate) struct FieldView {
    pub(crate) path: String,
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) value: String,
    /// The id of the list of suggestions; empty: there is none.
    pub(crate) list: &'static str,
    /// Whether it takes one line only.
    pub(crate) is_line: bool,
    pub(crate) beside: Beside,
}

/// What is shown under a field, and changes while one types.
#[derive(Clone, Debug)]
pub(crate) struct Beside {
    pub(crate) id: String,
    pub(crate) understood: Option<String>,
    pub(crate) not_understood: Option<String>,
    pub(crate) last: Option<String>,
    /// The target that is proposed from the years before, why, and the button that takes it over.
    pub(crate) next: Option<(String, String, String)>,
    /// What the results of the year before mean for the budget.
    pub(crate) applied: Option<String>,
    pub(crate) findings: Vec<FindingView>,
}

/// A group of fields, and a list of pieces to which one can add.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(crate) id: String,
    pub(crate) title: String,
    /// The path by which the block itself is moved or removed; empty: it stays.
    pub(crate) acts: String,
    pub(crate) fields: Vec<FieldView>,
    /// Pieces that are moved or removed one by one.
    pub(crate) items: Vec<FieldView>,
    /// The path of the list; empty: nothing is added here.
    pub(crate) add: String,
    pub(crate) add_label: &'static str,
    /// The path of another list to which one can add here, and the words for it; empty: there is none.
    pub(crate) more: (String, &'static str),
}

/// A row of an indicator table.
#[derive(Clone, Debug)]
pub(crate) struct RowView {
    pub(crate) path: String,
    pub(crate) id: String,
    pub(crate) number: usize,
    pub(crate) fields: Vec<FieldView>,
}

/// A spending plan: points with their cumulative shares.
#[derive(Clone, Debug)]
pub(crate) struct PlanView {
    pub(crate) add: String,
    pub(crate) points: Vec<RowView>,
}

/// An indicator table.
#[derive(Clone, Debug)]
pub(crate) struct TableView {
    pub(crate) title: String,
    pub(crate) add: String,
    pub(crate) rows: Vec<RowView>,
}

/// The sheet that is shown.
#[derive(Clone, Debug, Default)]
pub(crate) struct SheetView {
    /// The path of the project; empty: it is no project.
    pub(crate) project: String,
    pub(crate) number: usize,
    pub(crate) title: String,
    pub(crate) blocks: Vec<Block>,
    /// Sums of a project.
    pub(crate) budget: Vec<FieldView>,
    /// Its spending plan.
    pub(crate) plan: Option<PlanView>,
    /// Goals of a project, after its budget.
    pub(crate) goals: Option<Block>,
    pub(crate) table: Option<TableView>,
    pub(crate) findings: Vec<FindingView>,
}

/// What fields are made with.
struct Desk<'o> {
    draft: &'o Draft,
    findings: &'o [Located],
    aside: Aside<'o>,
    base: &'o str,
}

/// The sheet of a draft that was opened.
pub(crate) fn sheet(opened: &Opened, at: Sheet, base: &str) -> SheetView {
    let draft = &opened.draft;
    let findings = &opened.live.findings;
    let desk = Desk { draft, findings, aside: Aside::of(opened), base };
    let mut view = match at {
        Sheet::Cover => desk.cover(),
        Sheet::Overall => desk.overall(),
        Sheet::Project(number) => desk.project(number),
        Sheet::Rest => desk.rest(),
    };
    let here = findings.iter().filter(|found| Sheet::of_path(&found.path) == at);
    let elsewhere = findings.iter().filter(|found| Sheet::of_path(&found.path) != at);
    view.findings = here.chain(elsewhere).map(|found| finding(found, base)).collect();
    view
}

impl SheetView {
    /// What stands under every field of the sheet.
    pub(crate) fn besides(&self) -> Vec<&Beside> {
        let blocks = self.blocks.iter().chain(&self.goals);
        let fields = blocks.flat_map(|block| block.fields.iter().chain(&block.items));
        let points = self.plan.iter().flat_map(|plan| &plan.points);
        let rows = self.table.iter().flat_map(|table| &table.rows);
        let rows = points.chain(rows).flat_map(|row| &row.fields);
        fields.chain(&self.budget).chain(rows).map(|field| &field.beside).collect()
    }
}

impl Desk<'_> {
    fn cover(&self) -> SheetView {
        let names = ["title", "year", "department", "region", "compiled_by", "reviewed_by"];
        let fields = names.map(|name| self.line(name, label_of_field(name))).into();
        SheetView {
            title: "封面".into(),
            blocks: vec![Block { fields, ..block("cover", "封面") }],
            ..SheetView::default()
        }
    }

    fn overall(&self) -> SheetView {
        let draft = self.draft;
        let mut blocks = vec![self.part("overall", "总体绩效目标", &draft.overall.paragraphs)];
        let preamble = self.paragraphs("sub_goals/preamble", &draft.sub_goals.preamble);
        blocks.push(Block {
            fields: vec![self.line("sub_goals/heading", "标题")],
            items: preamble,
            more: ("sub_goals/preamble".into(), "加一段引言"),
            add: "sub_goals".into(),
            add_label: "加一项分项目标",
            ..block("sub_goals", "分项绩效目标")
        });
        for (index, item) in draft.sub_goals.items.iter().enumerate() {
            let path = format!("sub_goals/{index}");
            let title = format!("分项目标 {}", index + 1);
            blocks.push(Block {
                fields: vec![self.line(&format!("{path}/title"), "标题（带编号）")],
                items: self.paragraphs(&path, &item.paragraphs),
                add: path.clone(),
                add_label: "加一段",
                acts: path.clone(),
                ..block(&path, &title)
            });
        }
        blocks.push(self.part("safeguards", "工作保障措施", &draft.safeguards.paragraphs));
        let table = self.table("indicators", "部门整体绩效指标", &draft.indicators);
        SheetView {
            title: "第一部分 部门整体绩效目标".into(),
            blocks,
            table: Some(table),
            ..SheetView::default()
        }
    }

    fn rest(&self) -> SheetView {
        let contents = (0..self.draft.contents.len())
            .map(|at| self.line(&format!("contents/{at}/title"), &format!("第{}行", at + 1)));
        let contents = Block {
            items: contents.collect(),
            add: "contents".into(),
            add_label: "加一行",
            ..block("contents", "目录")
        };
        let unplaced = Block {
            items: self.paragraphs("unplaced", &self.draft.unplaced),
            add: "unplaced".into(),
            add_label: "加一段",
            ..block("unplaced", "没有归入任何部分的文字")
        };
        SheetView {
            title: "目录和其他文字".into(),
            blocks: vec![contents, unplaced],
            ..SheetView::default()
        }
    }

    fn project(&self, number: usize) -> SheetView {
        let path = format!("projects/{number}");
        let Some(project) = self.draft.projects.get(number) else { return SheetView::default() };
        let names = ["heading", "code", "name", "unit_code", "unit_name", "money_unit"];
        let mut fields: Vec<FieldView> = names
            .iter()
            .map(|name| {
                let label = if *name == "name" { "项目名称" } else { label_of_field(name) };
                self.line(&format!("{path}/{name}"), label)
            })
            .collect();
        fields.push(self.text(&format!("{path}/purpose"), "资金用途"));
        let goals = (0..project.goals.len())
            .map(|at| self.text(&format!("{path}/goals/{at}"), &format!("绩效目标 {}", at + 1)));
        let goals = Block {
            items: goals.collect(),
            add: format!("{path}/goals"),
            add_label: "加一条目标",
            ..block(&format!("{path}/goals"), "绩效目标")
        };
        let name = if project.name.is_empty() { "（还没有名称）" } else { &project.name };
        SheetView {
            project: path.clone(),
            number: number + 1,
            title: format!("{}. {name}", number + 1),
            blocks: vec![Block { fields, ..block(&path, "基本情况") }],
            budget: self.budget(&path, project),
            plan: Some(self.plan(&path, project)),
            goals: Some(goals),
            table: Some(self.table(&format!("{path}/indicators"), "绩效指标", &project.indicators)),
            ..SheetView::default()
        }
    }

    fn budget(&self, path: &str, project: &DraftProject) -> Vec<FieldView> {
        let unit = if project.money_unit.is_empty() { "万元" } else { &project.money_unit };
        let sums = ["total", "fiscal", "other"].map(|name| {
            let label = format!("{}（{unit}）", label_of_field(name));
            self.line(&format!("{path}/{name}"), &label)
        });
        sums.into()
    }

    fn plan(&self, path: &str, project: &DraftProject) -> PlanView {
        let points = project.plan.iter().enumerate().map(|(at, point)| {
            let path = format!("{path}/plan/{at}");
            // A label left blank is that of the form: it stands in the field as it will be printed.
            let label = self.line(&format!("{path}/label"), label_of_field("label"));
            let label = FieldView { value: point.shown_label(), list: "checkpoints", ..label };
            let share = self.line(&format!("{path}/share"), "累计支出（%）");
            RowView { id: id(&path), number: at + 1, fields: vec![label, share], path }
        });
        PlanView { add: format!("{path}/plan"), points: points.collect() }
    }

    fn part(&self, name: &str, title: &str, paragraphs: &[DraftParagraph]) -> Block {
        Block {
            fields: vec![self.line(&format!("{name}/heading"), "标题")],
            items: self.paragraphs(name, paragraphs),
            add: name.into(),
            add_label: "加一段",
            ..block(name, title)
        }
    }

    fn paragraphs(&self, path: &str, paragraphs: &[DraftParagraph]) -> Vec<FieldView> {
        let all = (0..paragraphs.len())
            .map(|at| self.text(&format!("{path}/{at}"), &format!("第 {} 段", at + 1)));
        all.collect()
    }

    fn table(&self, path: &str, title: &str, rows: &[DraftIndicator]) -> TableView {
        let names = ["dimension", "aspect", "name", "description", "target", "basis"];
        let rows = (0..rows.len()).map(|at| {
            let path = format!("{path}/{at}");
            let fields = names.iter().map(|name| {
                let label = if *name == "name" { "三级指标" } else { label_of_field(name) };
                let path = format!("{path}/{name}");
                match *name {
                    "dimension" => FieldView { list: "dimensions", ..self.line(&path, label) },
                    "aspect" => FieldView { list: "aspects", ..self.line(&path, label) },
                    _ => self.text(&path, label),
                }
            });
            RowView { id: id(&path), number: at + 1, fields: fields.collect(), path: path.clone() }
        });
        TableView { title: title.into(), add: path.into(), rows: rows.collect() }
    }

    fn text(&self, path: &str, label: &str) -> FieldView {
        FieldView { is_line: false, ..self.line(path, label) }
    }

    fn line(&self, path: &str, label: &str) -> FieldView {
        let value = self.draft.get(path).unwrap_or_default();
        FieldView {
            path: path.into(),
            id: id(path),
            label: label.into(),
            value: value.into(),
            list: "",
            is_line: true,
            beside: self.beside(path, value),
        }
    }

    /// The target that is proposed, where another one stands there.
    fn next(&self, path: &str, value: &str) -> Option<(String, String, String)> {
        let next = self.aside.next(path).filter(|next| next.text != value.trim())?;
        Some((next.text.clone(), next.because.clone(), format!("take:{path}")))
    }

    fn beside(&self, path: &str, value: &str) -> Beside {
        let findings: Vec<FindingView> = self
            .findings
            .iter()
            .filter(|found| found.path == path)
            .map(|found| finding(found, self.base))
            .collect();
        let meaning = self.aside.meaning(path, value);
        Beside {
            id: format!("b-{}", path.replace('/', "-")),
            understood: meaning.as_ref().and_then(|meaning| meaning.as_ref().ok().cloned()),
            not_understood: meaning.and_then(Result::err),
            last: self.aside.last(path).map(str::to_owned),
            next: self.next(path, value),
            applied: self.aside.applied(path).map(|(applied, by)| {
                format!("{by}结果建议{}。{}", applied.proposal.label(), applied.because)
            }),
            findings,
        }
    }
}

fn block(path: &str, title: &str) -> Block {
    Block {
        id: format!("block-{}", path.replace('/', "-")),
        title: title.into(),
        acts: String::new(),
        fields: Vec::new(),
        items: Vec::new(),
        add: String::new(),
        add_label: "",
        more: (String::new(), ""),
    }
}
