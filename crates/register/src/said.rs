//! What is said of a row: the finding of a cell or a row, and the codes of the engine's own checks.

use ground::{RuleCode, Severity};
use serde::{Deserialize, Serialize};

/// One thing that is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowFinding {
    /// Which check speaks: `REG…` of the engine, or a code of the definition.
    pub code: RuleCode,
    /// How grave it is. A row with an error is not taken in.
    pub severity: Severity,
    /// The input it speaks of (its place in `Definition::inputs`); `None` where it is the row as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input: Option<usize>,
    /// One Chinese sentence that says what is wrong. It may quote what stands in the cell: whoever may not see
    /// the field must not be shown it, see [`RowFinding::quotes`].
    pub message: String,
    /// One Chinese line that says what to do; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub help: String,
    /// Whether the message quotes a value.
    #[serde(default)]
    pub quotes: bool,
}

/// A check that the engine makes of every register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EngineCheck {
    /// Permanent code.
    pub code: RuleCode,
    /// The fault in Chinese, as a heading.
    pub title: &'static str,
    /// How grave it is.
    pub severity: Severity,
}

macro_rules! checks {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $severity:ident, $title:literal;)*) => {
        $($(#[$doc])* pub const $name: EngineCheck = EngineCheck {
            code: RuleCode::new($code),
            title: $title,
            severity: Severity::$severity,
        };)*

        /// All checks of the engine, by code.
        pub const ENGINE_CHECKS: &[EngineCheck] = &[$($name),*];
    };
}

checks! {
    /// A field that must be filled is empty.
    MISSING = "REG001", Error, "必填项空缺";
    /// The cell cannot be read as what the field is.
    UNREADABLE = "REG002", Error, "内容不符合这一项的类型";
    /// A day that the calendar does not have, or a text that is no day.
    NO_DATE = "REG003", Error, "日期读不出来";
    /// The cell can be read in more than one way; one was chosen.
    DOUBTFUL = "REG004", Warning, "写法有歧义，已按一种理解";
    /// Below the least or above the most.
    OUT_OF_RANGE = "REG005", Error, "超出允许范围";
    /// More decimals than the field has, or less than a fen.
    TOO_PRECISE = "REG006", Error, "小数位数过多";
    /// The text is too long.
    TOO_LONG = "REG007", Error, "文字过长";
    /// Not in the code list.
    UNKNOWN_CODE = "REG008", Error, "不在选项之中";
    /// In the code list, but not in use on the day of the row.
    CODE_NOT_IN_FORCE = "REG009", Warning, "选项在当时尚未启用或已停用";
    /// Shape, birth date or check digit of an identity document is wrong.
    WRONG_ID = "REG010", Error, "证件号码有误";
    /// The region of an ID number is in no province.
    ID_REGION = "REG011", Warning, "证件号码的地区未列入行政区划代码表";
    /// A spreadsheet has turned a long number into a float and lost digits.
    DIGITS_LOST = "REG012", Error, "长数字被表格软件改坏";
    /// A unified social credit code is wrong.
    WRONG_CREDIT_CODE = "REG013", Error, "统一社会信用代码有误";
    /// No telephone number.
    WRONG_PHONE = "REG014", Error, "电话号码有误";
    /// The digits of a bank card do not fit together.
    CARD_CHECK = "REG015", Warning, "银行卡号校验不符";
    /// No known region.
    UNKNOWN_REGION = "REG016", Error, "行政区划不明";
    /// Not a document number as it should be written.
    DOCUMENT_NUMBER = "REG017", Warning, "发文字号不规范";
    /// Two rows have the same key.
    DUPLICATE = "REG018", Error, "与另一行重复";
    /// The cell holds an error of a formula.
    CELL_ERROR = "REG019", Error, "单元格是公式错误";
    /// A check of the definition could not be computed.
    NOT_COMPUTED = "REG020", Note, "无法计算";
    /// A name that holds signs no name has.
    ODD_NAME = "REG021", Warning, "姓名含有不寻常的字符";
    /// A number of 15 digits was turned into one of 18.
    OLD_ID = "REG022", Note, "15位身份证号已换算为18位";
    /// A state that the register does not have.
    UNKNOWN_STATE = "REG023", Error, "没有这种状态";
    /// The holder of an identity document is not yet born, or older than people become.
    ODD_AGE = "REG024", Warning, "证件号码中的出生日期不合常理";
    /// The row names an entry of another register that is not there.
    NOT_THERE = "REG025", Warning, "关联的记录没有登记";
    /// The row names an entry of another register whose state is none in force.
    NOT_IN_FORCE = "REG026", Warning, "关联的记录已不在有效状态";
}

impl EngineCheck {
    /// A finding of this check about an input.
    pub(crate) fn at(
        &self,
        input: usize,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> RowFinding {
        RowFinding {
            code: self.code,
            severity: self.severity,
            input: Some(input),
            message: message.into(),
            help: help.into(),
            quotes: false,
        }
    }
}

impl RowFinding {
    /// Says that the message quotes what stands in the cell.
    pub(crate) fn quoting(mut self) -> RowFinding {
        self.quotes = true;
        self
    }

    /// The message for someone who may not see the value that it quotes.
    pub fn without_value(&self) -> &str {
        if !self.quotes {
            return &self.message;
        }
        let title = ENGINE_CHECKS.iter().find(|check| check.code == self.code);
        title.map_or("此处内容有误", |check| check.title)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_order_and_once() {
        assert!(ENGINE_CHECKS.windows(2).all(|pair| pair[0].code < pair[1].code));
    }
}
