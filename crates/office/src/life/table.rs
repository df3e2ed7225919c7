//! The time line of a project as a table.

use super::{Event, Life};

/// The heads of the table.
const HEADS: [&str; 8] = ["日期", "年度", "类别", "事项", "说明", "灯", "办理人", "项目编码"];

impl Life {
    /// The time line as a table, the oldest first, its heads being the first row.
    pub fn table(&self) -> Vec<Vec<String>> {
        let line = |event: &Event| {
            vec![
                event.day.to_string(),
                event.year.to_string(),
                event.kind.label().to_owned(),
                event.title.clone(),
                event.detail.clone(),
                event.light.map_or("", |light| light.label()).to_owned(),
                event.by.clone(),
                self.code.clone(),
            ]
        };
        let heads = HEADS.map(str::to_owned).to_vec();
        std::iter::once(heads).chain(self.events.iter().map(line)).collect()
    }
}
