//! 帮扶资金发放花名册, kept by the office, and 公示名单, put up in public.

use ground::{Day, Money};

use crate::forms::person::{BankAccount, IdNumber, MaskedId, PublicName};
use crate::forms::value::view;

view! {
    /// 帮扶资金发放花名册: who gets how much, by name; for the office and the bank alone.
    AidRoster {
        /// Year of the aid.
        year: i16,
        /// The union that pays.
        department: String,
        /// From which money, e.g. 中央财政专项帮扶资金.
        source: String,
        /// 生活救助, 医疗救助, 助学救助
        aid: String,
        /// Who gets it.
        rows: Vec<RosterEntry>,
        /// How many they are.
        count: u32,
        /// How much they get together.
        total: Money,
        /// Who approved it.
        head: String,
        /// Who checked it.
        reviewer: String,
        /// Who drew it up.
        clerk: String,
        /// When.
        date: Option<Day>,
    }

    /// Who gets aid.
    RosterEntry {
        /// 姓名
        name: String,
        /// 身份证号码
        id_number: IdNumber,
        /// 工作单位
        employer: String,
        /// 困难类别: 深度困难, 相对困难, 意外致困.
        category: String,
        /// 发放金额
        amount: Money,
        /// 开户银行
        bank: String,
        /// 银行账号
        account: Option<BankAccount>,
        /// 联系电话
        phone: String,
    }

    /// 公示名单. It has no field for what is never published: illness, telephone, address, account.
    PublicList {
        /// Year of the aid.
        year: i16,
        /// The union that publishes.
        department: String,
        /// What is published, e.g. 困难职工生活救助对象.
        subject: String,
        /// First day.
        from: Day,
        /// Last day.
        until: Day,
        /// Who is on it.
        rows: Vec<PublicEntry>,
        /// How many they are.
        count: u32,
        /// How much they get together.
        total: Money,
        /// Telephone for objections: the office's.
        hotline: String,
        /// Day of publication.
        date: Day,
    }

    /// Who is named in public.
    PublicEntry {
        /// The name, whole or masked as usage has it.
        name: PublicName,
        /// The ID number, masked.
        id_number: MaskedId,
        /// 工作单位
        employer: String,
        /// 困难类别
        category: String,
        /// 救助项目: 生活救助, 医疗救助, 助学救助.
        aid: String,
        /// 拟发放金额
        amount: Money,
    }
}

impl AidRoster {
    /// How many rows there are and how much they come to; `None` if 64 bits do not hold it.
    pub fn sums(rows: &[RosterEntry]) -> Option<(u32, Money)> {
        let total = rows.iter().try_fold(Money::ZERO, |sum, row| sum.checked_add(row.amount))?;
        Some((u32::try_from(rows.len()).ok()?, total))
    }
}

impl RosterEntry {
    /// What may be published of it.
    pub fn published(&self, name: PublicName, aid: &str) -> PublicEntry {
        PublicEntry {
            name,
            id_number: self.id_number.masked(),
            employer: self.employer.clone(),
            category: self.category.clone(),
            aid: aid.into(),
            amount: self.amount,
        }
    }
}
