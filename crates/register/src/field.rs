//! A field of a register: what it holds, who may see it, whose privacy it touches.

use serde::{Deserialize, Serialize};

use crate::expression::Formula;
use crate::value::{Grain, Value};

/// A field of a definition.
#[derive(Clone, Debug)]
pub struct Field {
    /// ASCII name: column of the table, name in expressions.
    pub name: String,
    /// Chinese label.
    pub label: String,
    /// Other headings under which sheets carry it.
    pub synonyms: Vec<String>,
    /// What it holds.
    pub holds: FieldType,
    /// Whether a row without it is refused.
    pub required: bool,
    /// Who may see it.
    pub visibility: Visibility,
    /// Which kind of personal data it is.
    pub personal: Personal,
    /// What to fill in, in Chinese; may be empty.
    pub help: String,
    /// The field whose value an empty cell has: a household's head where the beneficiary is one.
    pub same_as: Option<usize>,
    /// What an empty cell means.
    pub default: Option<Value>,
    /// Least value allowed.
    pub least: Option<Value>,
    /// Greatest value allowed.
    pub most: Option<Value>,
    /// Its name in the version before, if it was renamed.
    pub was: Option<String>,
}

/// What a field holds.
#[derive(Clone, Debug)]
pub enum FieldType {
    /// Words, at most so many characters.
    Text {
        /// Most characters.
        longest: u32,
    },
    /// An exact number.
    Number {
        /// Most decimals; it is stored as a whole number of this many decimals.
        decimals: u32,
        /// Unit in Chinese; may be empty.
        unit: String,
    },
    /// Money, in fen.
    Money {
        /// The unit in which clerks write it unless the heading or the cell says otherwise.
        unit: MoneyUnit,
    },
    /// A day.
    Date,
    /// A period; of one length, if one is given.
    Period {
        /// The length.
        grain: Option<Grain>,
    },
    /// One of a code list.
    Code {
        /// Name of the list in `data/code-lists/`.
        list: String,
    },
    /// A person: a name, and an identity document in a column of its own.
    Person {
        /// The column of the document.
        document: DocumentColumn,
    },
    /// An entry of another register.
    Entry {
        /// The other register.
        register: String,
        /// The field of it by which rows name the entry.
        by: String,
        /// How a cell is read: as the field it names.
        key: EntryKey,
    },
    /// A region by name or code.
    Region,
    /// The number of an official document.
    DocumentNumber,
    /// The number of an identity document.
    IdNumber,
    /// Unified social credit code.
    CreditCode,
    /// Mobile or landline telephone.
    Phone,
    /// Bank card or account.
    BankCard,
    /// Files.
    Attachment,
    /// Yes or no.
    YesNo,
    /// Computed from other fields of the row; never typed.
    Computed {
        /// The expression.
        formula: Box<Formula>,
        /// What comes out, one of the plain kinds.
        result: Box<FieldType>,
    },
}

/// The second column of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentColumn {
    /// Its Chinese label.
    pub label: String,
    /// Other headings.
    pub synonyms: Vec<String>,
    /// Whether a person without it is refused.
    pub required: bool,
}

/// As what the key of an entry of another register is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKey {
    /// Words: a file number, a name.
    Text,
    /// The identity document of the person who is its key.
    IdNumber,
    /// A unified social credit code.
    CreditCode,
    /// A document number.
    DocumentNumber,
}

/// The unit in which money is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MoneyUnit {
    /// 元
    #[serde(rename = "元")]
    Yuan,
    /// 万元
    #[serde(rename = "万元")]
    Wan,
}

/// Who may see a field; each level includes those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// 可公开
    Public,
    /// 本单位
    Inside,
    /// 经办及负责人
    Handling,
    /// 须单独授权
    Sealed,
}

/// Kinds of personal data: each says how it is masked and whether it is encrypted where it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Personal {
    /// Not personal.
    None,
    /// A name.
    Name,
    /// An identity document.
    Identity,
    /// Telephone and the like.
    Contact,
    /// Bank card or account of a person.
    Account,
    /// Illness, disability.
    Health,
    /// Home address.
    Address,
    /// Who belongs to a family and how it lives.
    Family,
    /// Income and spending of a person or family.
    Income,
}

impl Visibility {
    /// All, the widest first.
    pub const ALL: [Visibility; 4] =
        [Visibility::Public, Visibility::Inside, Visibility::Handling, Visibility::Sealed];

    /// The word for it in definitions.
    pub fn word(self) -> &'static str {
        match self {
            Visibility::Public => "public",
            Visibility::Inside => "inside",
            Visibility::Handling => "handling",
            Visibility::Sealed => "sealed",
        }
    }

    /// The Chinese word.
    pub fn label(self) -> &'static str {
        match self {
            Visibility::Public => "可公开",
            Visibility::Inside => "本单位",
            Visibility::Handling => "经办及负责人",
            Visibility::Sealed => "须单独授权",
        }
    }
}

impl Personal {
    /// All kinds.
    pub const ALL: [Personal; 9] = [
        Personal::None,
        Personal::Name,
        Personal::Identity,
        Personal::Contact,
        Personal::Account,
        Personal::Health,
        Personal::Address,
        Personal::Family,
        Personal::Income,
    ];

    /// The word for it in definitions.
    pub fn word(self) -> &'static str {
        match self {
            Personal::None => "none",
            Personal::Name => "name",
            Personal::Identity => "identity",
            Personal::Contact => "contact",
            Personal::Account => "account",
            Personal::Health => "health",
            Personal::Address => "address",
            Personal::Family => "family",
            Personal::Income => "income",
        }
    }

    /// The Chinese word.
    pub fn label(self) -> &'static str {
        match self {
            Personal::None => "非个人信息",
            Personal::Name => "姓名",
            Personal::Identity => "证件号码",
            Personal::Contact => "联系方式",
            Personal::Account => "银行账号",
            Personal::Health => "健康状况",
            Personal::Address => "住址",
            Personal::Family => "家庭情况",
            Personal::Income => "收入",
        }
    }

    /// Whether it is encrypted where it is kept. Names and sums are not: lists are sorted and searched by the
    /// ones and totalled by the others; their visibility and masking guard them.
    pub fn is_encrypted(self) -> bool {
        matches!(
            self,
            Personal::Identity
                | Personal::Contact
                | Personal::Account
                | Personal::Health
                | Personal::Address
        )
    }

    /// Whether rows are looked up by it: then a keyed hash is kept beside what is encrypted.
    pub fn is_looked_up(self) -> bool {
        matches!(self, Personal::Identity | Personal::Contact | Personal::Account)
    }

    /// Whether it may never be declared 可公开: only names may, and only masked.
    pub fn is_sensitive(self) -> bool {
        !matches!(self, Personal::None | Personal::Name)
    }
}

impl MoneyUnit {
    /// The Chinese word.
    pub fn label(self) -> &'static str {
        match self {
            MoneyUnit::Yuan => "元",
            MoneyUnit::Wan => "万元",
        }
    }
}

impl FieldType {
    /// The word for it in definitions.
    pub fn word(&self) -> &'static str {
        match self {
            FieldType::Text { .. } => "text",
            FieldType::Number { .. } => "number",
            FieldType::Money { .. } => "money",
            FieldType::Date => "date",
            FieldType::Period { .. } => "period",
            FieldType::Code { .. } => "code",
            FieldType::Person { .. } => "person",
            FieldType::Entry { .. } => "entry",
            FieldType::Region => "region",
            FieldType::DocumentNumber => "document_number",
            FieldType::IdNumber => "id_number",
            FieldType::CreditCode => "credit_code",
            FieldType::Phone => "phone",
            FieldType::BankCard => "bank_card",
            FieldType::Attachment => "attachment",
            FieldType::YesNo => "yes_no",
            FieldType::Computed { .. } => "computed",
        }
    }

    /// The Chinese word.
    pub fn label(&self) -> &'static str {
        match self {
            FieldType::Text { .. } => "文字",
            FieldType::Number { .. } => "数字",
            FieldType::Money { .. } => "金额",
            FieldType::Date => "日期",
            FieldType::Period { .. } => "期间",
            FieldType::Code { .. } => "选项",
            FieldType::Person { .. } => "人员",
            FieldType::Entry { .. } => "关联记录",
            FieldType::Region => "行政区划",
            FieldType::DocumentNumber => "发文字号",
            FieldType::IdNumber => "证件号码",
            FieldType::CreditCode => "统一社会信用代码",
            FieldType::Phone => "电话",
            FieldType::BankCard => "银行账号",
            FieldType::Attachment => "附件",
            FieldType::YesNo => "是否",
            FieldType::Computed { .. } => "计算项",
        }
    }

    /// What it holds in the end: of a computed field what comes out of it.
    pub fn plain(&self) -> &FieldType {
        match self {
            FieldType::Computed { result, .. } => result,
            other => other,
        }
    }
}

impl Field {
    /// Whether it is computed and never typed.
    pub fn is_computed(&self) -> bool {
        matches!(self.holds, FieldType::Computed { .. })
    }
}
