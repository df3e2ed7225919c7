//! The plain fields of every piece of a draft, by name: what paths, comparing and merging go over.

use super::{
    Draft, DraftCheckpoint, DraftEntry, DraftGoal, DraftIndicator, DraftParagraph, DraftPart,
    DraftProject, DraftSubGoal, DraftSubGoals,
};

/// A piece of a draft with named fields of text.
pub trait Fields {
    /// Names of the fields, in the order of the form.
    const NAMES: &'static [&'static str];

    /// The field of this name.
    fn field(&self, name: &str) -> Option<&String>;

    /// The field of this name, to be changed.
    fn field_mut(&mut self, name: &str) -> Option<&mut String>;
}

macro_rules! fields {
    ($($type:ty: $($field:ident)*;)*) => {$(
        impl Fields for $type {
            const NAMES: &'static [&'static str] = &[$(stringify!($field)),*];

            fn field(&self, name: &str) -> Option<&String> {
                match name {
                    $(stringify!($field) => Some(&self.$field),)*
                    _ => None,
                }
            }

            fn field_mut(&mut self, name: &str) -> Option<&mut String> {
                match name {
                    $(stringify!($field) => Some(&mut self.$field),)*
                    _ => None,
                }
            }
        }
    )*};
}

fields! {
    Draft: year region department title compiled_by reviewed_by;
    DraftEntry: title page;
    DraftPart: heading;
    DraftParagraph: text;
    DraftSubGoals: heading;
    DraftSubGoal: title;
    DraftProject: heading unit_code unit_name money_unit code_label code name total fiscal other purpose;
    DraftCheckpoint: label share;
    DraftGoal: text;
    DraftIndicator: dimension aspect name description target basis;
}

/// What the official form calls a field of a cover, a project or a row; blank for the text of a
/// paragraph, which has no name.
pub fn label_of_field(name: &str) -> &'static str {
    match name {
        "year" => "年度",
        "region" => "行政区划代码",
        "department" => "部门名称",
        "title" => "标题",
        "compiled_by" => "编制单位",
        "reviewed_by" => "审核单位",
        "page" => "页码",
        "heading" => "标题",
        "unit_code" => "单位编码",
        "unit_name" => "单位名称",
        "money_unit" => "金额单位",
        "code_label" => "编码栏的名称",
        "code" => "项目编码",
        "total" => "预算数",
        "fiscal" => "财政资金",
        "other" => "其他资金",
        "purpose" => "资金用途",
        "label" => "时间节点",
        "share" => "支出比例",
        "dimension" => "一级指标",
        "aspect" => "二级指标",
        "description" => "绩效指标描述",
        "target" => "指标值",
        "basis" => "指标值确定依据",
        _ => "",
    }
}
