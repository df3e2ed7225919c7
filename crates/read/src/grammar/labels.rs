//! The labels that stand in every such text, in all their wordings: what the grammar is anchored on.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use model::statement::{Aspect, Dimension};

/// A label of a project table's head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Label {
    /// 项目编码, 项目编号, 项目代码
    Code,
    /// 项目名称
    Name,
    /// 预算规模及资金用途: holds other labels, has no value of its own.
    Scale,
    /// 预算数
    Total,
    /// 其中：财政资金
    Fiscal,
    /// 其他资金
    Other,
    /// 资金用途
    Purpose,
    /// 资金支出计划（%）
    Plan,
    /// 3月底
    Checkpoint(u8),
    /// 绩效目标
    Goals,
    /// 单位编码, 预算单位
    Unit,
    /// 一级指标 and the other columns of the indicator table.
    Header(Header),
    /// Known to stand in such tables, of no use here.
    Known,
}

/// A column heading of the indicator table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Header {
    /// 一级指标
    Dimension,
    /// 二级指标
    Aspect,
    /// 三级指标
    Name,
    /// 绩效指标描述
    Description,
    /// 计算符号
    Operator,
    /// 指标值
    Target,
    /// 计量单位
    Unit,
    /// 指标值确定依据
    Basis,
    /// Any other column: 备注, 权重.
    Other,
}

#[rustfmt::skip]
const LABELS: &[(&str, Label)] = &[
    ("项目编码", Label::Code), ("项目编号", Label::Code), ("项目代码", Label::Code),
    ("项目名称", Label::Name), ("预算项目名称", Label::Name),
    ("预算规模及资金用途", Label::Scale), ("预算规模及用途", Label::Scale), ("预算规模和资金用途", Label::Scale),
    ("预算规模与资金用途", Label::Scale), ("预算规模", Label::Scale), ("资金规模及用途", Label::Scale), ("项目资金", Label::Scale),
    ("预算数", Label::Total), ("预算金额", Label::Total), ("预算总额", Label::Total), ("年度预算数", Label::Total),
    ("预算安排数", Label::Total), ("年度资金总额", Label::Total), ("资金总额", Label::Total), ("预算资金", Label::Total), ("项目预算", Label::Total),
    ("其中财政资金", Label::Fiscal), ("财政资金", Label::Fiscal), ("其中财政拨款", Label::Fiscal), ("财政拨款", Label::Fiscal),
    ("财政性资金", Label::Fiscal), ("其中财政性资金", Label::Fiscal), ("其中财政预算资金", Label::Fiscal),
    ("其他资金", Label::Other), ("其它资金", Label::Other), ("自筹资金", Label::Other), ("其他", Label::Other),
    ("资金用途", Label::Purpose), ("用途", Label::Purpose), ("资金使用方向", Label::Purpose), ("项目用途", Label::Purpose),
    ("资金支出计划", Label::Plan), ("支出计划", Label::Plan),
    ("资金使用计划", Label::Plan), ("用款计划", Label::Plan),
    ("资金支付计划", Label::Plan), ("资金支出进度", Label::Plan), ("支出进度计划", Label::Plan),
    ("绩效目标", Label::Goals), ("年度绩效目标", Label::Goals), ("项目绩效目标", Label::Goals), ("年度目标", Label::Goals),
    ("年度总体目标", Label::Goals), ("总体目标", Label::Goals), ("绩效目标内容", Label::Goals),
    ("预算单位", Label::Unit), ("单位编码及名称", Label::Unit), ("部门编码及名称", Label::Unit), ("项目单位", Label::Unit), ("实施单位", Label::Unit),
    ("一级指标", Label::Header(Header::Dimension)), ("一级绩效指标", Label::Header(Header::Dimension)), ("指标类型", Label::Header(Header::Dimension)),
    ("二级指标", Label::Header(Header::Aspect)), ("二级绩效指标", Label::Header(Header::Aspect)),
    ("三级指标", Label::Header(Header::Name)), ("三级绩效指标", Label::Header(Header::Name)), ("三级指标名称", Label::Header(Header::Name)),
    ("指标名称", Label::Header(Header::Name)), ("绩效指标名称", Label::Header(Header::Name)), ("绩效指标", Label::Header(Header::Name)),
    ("绩效指标描述", Label::Header(Header::Description)), ("指标描述", Label::Header(Header::Description)), ("指标解释", Label::Header(Header::Description)),
    ("指标内容", Label::Header(Header::Description)), ("指标说明", Label::Header(Header::Description)), ("绩效指标说明", Label::Header(Header::Description)),
    ("绩效指标描述指标内容", Label::Header(Header::Description)), ("指标描述及计算公式", Label::Header(Header::Description)), ("绩效指标描述及计算方法", Label::Header(Header::Description)), ("绩效指标解释", Label::Header(Header::Description)),
    ("计算符号", Label::Header(Header::Operator)), ("运算符号", Label::Header(Header::Operator)), ("比较符号", Label::Header(Header::Operator)), ("符号", Label::Header(Header::Operator)),
    ("指标值", Label::Header(Header::Target)), ("绩效指标值", Label::Header(Header::Target)), ("目标值", Label::Header(Header::Target)),
    ("值", Label::Header(Header::Target)), ("年度指标值", Label::Header(Header::Target)), ("指标目标值", Label::Header(Header::Target)), ("年度目标值", Label::Header(Header::Target)),
    ("单位文字描述", Label::Header(Header::Unit)), ("计量单位", Label::Header(Header::Unit)), ("度量单位", Label::Header(Header::Unit)), ("指标单位", Label::Header(Header::Unit)),
    ("指标值确定依据", Label::Header(Header::Basis)), ("确定依据", Label::Header(Header::Basis)), ("指标值设定依据", Label::Header(Header::Basis)),
    ("指标值依据", Label::Header(Header::Basis)), ("指标确定依据", Label::Header(Header::Basis)), ("目标值确定依据", Label::Header(Header::Basis)), ("依据", Label::Header(Header::Basis)),
    ("设定依据", Label::Header(Header::Basis)), ("指标值来源", Label::Header(Header::Basis)), ("指标依据", Label::Header(Header::Basis)),
    ("备注", Label::Header(Header::Other)), ("权重", Label::Header(Header::Other)), ("分值", Label::Header(Header::Other)), ("指标方向性", Label::Header(Header::Other)),
    ("指标性质", Label::Header(Header::Other)), ("序号", Label::Known), ("合计", Label::Known),
];

/// Labels by their bare words.
static BY_WORDS: LazyLock<HashMap<&'static str, Label>> =
    LazyLock::new(|| LABELS.iter().copied().collect());

/// The signs that labels begin with, in order.
static FIRST_SIGNS: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut signs: Vec<char> = LABELS.iter().filter_map(|(word, _)| word.chars().next()).collect();
    signs.sort_unstable();
    signs.dedup();
    signs
});

/// No label is longer than this many bytes, brackets and remarks included.
const LONGEST: usize = 60;

/// Words without brackets, colons and blanks: labels are compared so.
pub(crate) fn bare(text: &str) -> Cow<'_, str> {
    match text.find(is_decoration) {
        None => Cow::Borrowed(text),
        Some(at) => {
            let (head, rest) = text.split_at(at);
            Cow::Owned(head.chars().chain(rest.chars().filter(|c| !is_decoration(*c))).collect())
        }
    }
}

fn is_decoration(c: char) -> bool {
    // Most signs are common Chinese characters.
    if matches!(c, '\u{4e00}'..='\u{9fff}') {
        return false;
    }
    c.is_whitespace()
        || matches!(
            c,
            '：' | ':'
                | '（'
                | '('
                | '）'
                | ')'
                | '［'
                | '['
                | '］'
                | ']'
                | '【'
                | '】'
                | '“'
                | '”'
                | '"'
                | '、'
                | '，'
                | ','
                | '．'
                | '.'
                | '%'
                | '％'
                | '﹪'
                | '*'
                | '＊'
        )
}

/// The label that a cell is, if it is nothing but a label.
pub(crate) fn label(text: &str) -> Option<Label> {
    if text.len() > LONGEST || !may_be_label(text) {
        return None;
    }
    let bare = bare(text);
    if let Some(month) = model::checkpoint::month(&bare) {
        return Some(Label::Checkpoint(month));
    }
    let name = bare.strip_suffix("万元").filter(|rest| !rest.is_empty()).unwrap_or(&bare);
    BY_WORDS.get(name).copied()
}

/// Whether a label may begin as this text does. Most words do not, and that is seen at once.
fn may_be_label(text: &str) -> bool {
    let first = text.chars().find(|c| !is_decoration(*c));
    first.is_some_and(|c| {
        let is_checkpoint = matches!(c, '截' | '至') || model::numeral::digit(c).is_some();
        is_checkpoint || FIRST_SIGNS.binary_search(&c).is_ok()
    })
}

/// The label a cell begins with, and the byte at which its value begins in the same cell.
pub(crate) fn leading_label(text: &str) -> Option<(Label, usize)> {
    let begins = behind_of_which(text);
    let text = text.get(begins..).filter(|text| text.len() >= 6 && may_be_label(text))?;
    if let Some((at, colon)) = first_colon(text)
        && let Some(found) = label(text.get(..at).unwrap_or_default())
    {
        return Some((found, begins + at + colon));
    }
    let digit = text.bytes().take(LONGEST).position(|byte| byte.is_ascii_digit())?;
    let found = label(text.get(..digit).unwrap_or_default())?;
    matches!(found, Label::Code | Label::Total | Label::Fiscal | Label::Other)
        .then_some((found, begins + digit))
}

/// 其中：财政资金 has its colon inside: the byte behind that colon, 0 where there is none.
fn behind_of_which(text: &str) -> usize {
    let mut begins = 0;
    while let Some(rest) = text.get(begins..)
        && let Some((at, colon)) = first_colon(rest)
        && rest.get(..at).unwrap_or_default().ends_with("其中")
    {
        begins += at + colon;
    }
    begins
}

/// Where the first colon stands, if it stands near enough to end a label, and its width.
fn first_colon(text: &str) -> Option<(usize, usize)> {
    let found = text.char_indices().take(20).find(|(_, c)| matches!(c, '：' | ':'));
    found.map(|(at, c)| (at, c.len_utf8()))
}

/// Whether the words begin a label that the next cell completes.
pub(crate) fn begins_label(text: &str) -> bool {
    if !may_be_label(text) {
        return false;
    }
    let bare = bare(text);
    bare.chars().count() >= 2
        && LABELS.iter().any(|(word, _)| word.len() > bare.len() && word.starts_with(bare.as_ref()))
}

/// The first level that a cell names.
pub(crate) fn dimension(text: &str) -> Option<Dimension> {
    if text.len() > LONGEST { None } else { bare_dimension(&bare(text)) }
}

/// The second level that a cell names.
pub(crate) fn aspect(text: &str) -> Option<Aspect> {
    if text.len() > LONGEST { None } else { bare_aspect(&bare(text)) }
}

/// Both levels, of which a cell names at most one in earnest.
pub(crate) fn levels(text: &str) -> (Option<Dimension>, Option<Aspect>) {
    if text.len() > LONGEST {
        return (None, None);
    }
    let bare = bare(text);
    (bare_dimension(&bare), bare_aspect(&bare))
}

fn bare_dimension(bare: &str) -> Option<Dimension> {
    let name = bare.strip_suffix("指标").unwrap_or(bare);
    match name {
        "产出" => Some(Dimension::Output),
        "效益" | "效果" => Some(Dimension::Benefit),
        "满意度" => Some(Dimension::Satisfaction),
        "成本" if bare == "成本指标" || bare == "成本" => Some(Dimension::Cost),
        _ => None,
    }
}

fn bare_aspect(bare: &str) -> Option<Aspect> {
    let name = bare.strip_suffix("指标").unwrap_or(bare);
    let found = match name {
        "数量" | "产出数量" => Aspect::Quantity,
        "质量" | "产出质量" => Aspect::Quality,
        "时效" | "产出时效" | "时间" => Aspect::Timeliness,
        "成本" | "产出成本" => Aspect::Cost,
        "经济成本" => Aspect::EconomicCost,
        "社会成本" => Aspect::SocialCost,
        "生态环境成本" | "生态成本" | "环境成本" => Aspect::EcologicalCost,
        "经济效益" | "经济" => Aspect::Economic,
        "社会效益" | "社会" => Aspect::Social,
        "生态效益" | "环境效益" | "生态环境效益" | "生态" => Aspect::Ecological,
        "可持续影响" | "可持续发展" | "可持续性" | "可持续" | "可持续影响效益" => {
            Aspect::Sustainability
        }
        "服务对象满意度"
        | "社会公众或服务对象满意度"
        | "满意度"
        | "服务对象"
        | "社会公众满意度"
        | "公众满意度"
        | "受益对象满意度" => Aspect::Satisfaction,
        _ => return None,
    };
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_in_their_wordings() {
        assert_eq!(label("项目编号"), Some(Label::Code));
        assert_eq!(label("其中：财政资金"), Some(Label::Fiscal));
        assert_eq!(label("资金支出计划（%）"), Some(Label::Plan));
        assert_eq!(label("10 月底"), Some(Label::Checkpoint(10)));
        assert_eq!(label("13月底"), None);
        assert_eq!(label("预算数（万元）"), Some(Label::Total));
        assert_eq!(label("绩效指标描述（指标内容）"), Some(Label::Header(Header::Description)));
        assert_eq!(label("单位（文字描述）"), Some(Label::Header(Header::Unit)));
        assert_eq!(label("工会经费"), None);
    }

    #[test]
    fn labels_with_their_value_in_one_cell() {
        let text = "项目编码：99032126P00110010001X";
        assert_eq!(leading_label(text), Some((Label::Code, "项目编码：".len())));
        assert_eq!(
            leading_label("其中：财政资金100.00"),
            Some((Label::Fiscal, "其中：财政资金".len()))
        );
        assert_eq!(
            leading_label("其中：财政资金：100"),
            Some((Label::Fiscal, "其中：财政资金：".len()))
        );
        assert_eq!(leading_label("用于2个方面"), None);
        assert_eq!(leading_label(&"其中：".repeat(300_000)), None);
        assert!(begins_label("预算规模及") && !begins_label("工会"));
    }
}
