//! How large a draft may be: it comes over the network.

use super::{Draft, DraftIndicator};

/// How large a draft may be. No known statement has a third of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Projects.
    pub projects: usize,
    /// Rows of one indicator table.
    pub rows: usize,
    /// Items of any other list: paragraphs, sub-goals, goals, checkpoints, lines of the contents.
    pub items: usize,
    /// Characters of a field of a table.
    pub field: usize,
    /// Bytes of the whole text.
    pub whole: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Bounds { projects: 200, rows: 200, items: 500, field: 10_000, whole: 4 << 20 }
    }
}

/// No key is longer, in bytes.
const KEY: usize = 64;

impl Draft {
    /// What of the draft is too large, in Chinese; `None` where nothing is.
    pub fn exceeds(&self, bounds: &Bounds) -> Option<String> {
        self.lists_exceed(bounds)
            .or_else(|| self.keys_exceed())
            .or_else(|| self.text_exceeds(bounds))
    }

    fn lists_exceed(&self, bounds: &Bounds) -> Option<String> {
        let sub_goals = &self.sub_goals;
        let lists = [
            ("预算项目", self.projects.len(), bounds.projects),
            ("部门整体指标", self.indicators.len(), bounds.rows),
            ("目录", self.contents.len(), bounds.items),
            ("总体绩效目标的段落", self.overall.paragraphs.len(), bounds.items),
            ("工作保障措施的段落", self.safeguards.paragraphs.len(), bounds.items),
            ("分项绩效目标的段落", sub_goals.preamble.len(), bounds.items),
            ("分项绩效目标", sub_goals.items.len(), bounds.items),
            ("未归入任何部分的段落", self.unplaced.len(), bounds.items),
        ];
        let over = lists.into_iter().find(|(_, count, most)| count > most);
        let over = over.map(|(name, count, most)| too_many(name, count, most));
        let items = || {
            let long = sub_goals.items.iter().find(|item| item.paragraphs.len() > bounds.items)?;
            Some(too_many("一个分项绩效目标的段落", long.paragraphs.len(), bounds.items))
        };
        over.or_else(items).or_else(|| self.tables_exceed(bounds))
    }

    fn tables_exceed(&self, bounds: &Bounds) -> Option<String> {
        self.projects.iter().enumerate().find_map(|(index, project)| {
            let lists = [
                ("指标行", project.indicators.len(), bounds.rows),
                ("绩效目标", project.goals.len(), bounds.items),
                ("支出计划节点", project.plan.len(), bounds.items),
            ];
            let (name, count, most) = lists.into_iter().find(|(_, count, most)| count > most)?;
            Some(too_many(&format!("项目{}的{name}", index + 1), count, most))
        })
    }

    fn keys_exceed(&self) -> Option<String> {
        let row = |row: &DraftIndicator| row.key.len() > KEY;
        let part =
            |paragraphs: &[super::DraftParagraph]| paragraphs.iter().any(|p| p.key.len() > KEY);
        let too_long = part(&self.overall.paragraphs)
            || part(&self.safeguards.paragraphs)
            || part(&self.sub_goals.preamble)
            || part(&self.unplaced)
            || self.sub_goals.items.iter().any(|i| i.key.len() > KEY || part(&i.paragraphs))
            || self.indicators.iter().any(row)
            || self.projects.iter().any(|project| {
                project.key.len() > KEY
                    || project.goals.iter().any(|goal| goal.key.len() > KEY)
                    || project.indicators.iter().any(row)
            });
        too_long.then(|| format!("内部标识超过 {KEY} 个字符，请刷新页面后重试"))
    }

    fn text_exceeds(&self, bounds: &Bounds) -> Option<String> {
        let mut whole = 0;
        for (path, text) in self.fields() {
            whole += text.len();
            // No text has more characters than bytes: most need no counting.
            let count = if text.len() > bounds.field { text.chars().count() } else { 0 };
            if count > bounds.field {
                let label = self.label(&path);
                let most = bounds.field;
                return Some(format!(
                    "{label}有 {count} 字，超过 {most} 字的上限，请删减或分段填写"
                ));
            }
        }
        (whole > bounds.whole).then(|| {
            let (size, most) = (whole >> 10, bounds.whole >> 10);
            format!("全文有 {size} KB，超过 {most} KB 的上限，请删减")
        })
    }
}

fn too_many(name: &str, count: usize, most: usize) -> String {
    format!("{name}有 {count} 条，超过 {most} 条的上限，请删减或分成几份填报")
}

#[cfg(test)]
mod tests {
    use super::super::{DraftParagraph, DraftProject};
    use super::*;

    #[test]
    fn what_is_too_large_is_named_with_its_figures() {
        let bounds = Bounds::default();
        let mut draft = Draft { projects: vec![DraftProject::default(); 200], ..Draft::default() };
        assert_eq!(draft.exceeds(&bounds), None);
        draft.projects.push(DraftProject::default());
        assert_eq!(
            draft.exceeds(&bounds).as_deref(),
            Some("预算项目有 201 条，超过 200 条的上限，请删减或分成几份填报")
        );
        draft.projects.truncate(2);
        draft.projects[1].indicators = vec![DraftIndicator::default(); 201];
        assert!(draft.exceeds(&bounds).unwrap().starts_with("项目2的指标行有 201 条"));
        draft.projects[1].indicators = vec![DraftIndicator::default(); 3];
        draft.projects[1].indicators[2].target = "字".repeat(10_001);
        let told = draft.exceeds(&bounds).unwrap();
        assert!(told.starts_with("项目2第3行指标值有 10001 字"), "{told}");
        draft.projects[1].indicators[2].target = "字".repeat(10_000);
        assert_eq!(draft.exceeds(&bounds), None);
        draft.overall.paragraphs = vec![DraftParagraph::new(&"字".repeat(9_000)); 200];
        assert!(draft.exceeds(&bounds).unwrap().starts_with("全文有 "));
        draft.overall.paragraphs =
            vec![DraftParagraph { key: "k".repeat(65), ..DraftParagraph::default() }];
        assert!(draft.exceeds(&bounds).unwrap().starts_with("内部标识"));
    }
}
