//! 帮扶资金发放花名册, kept by the office, and 公示名单, put up in public.

use ground::{Day, Money};

use crate::forms::person::{BankAccount, IdNumber, MaskedId, PublicName};
use crate::forms::value::view;

view! {
    /// 帮扶资金发放花名册: who gets how much, by name; for the office and the bank alone.
    AidRoster {
        /// Year of the aid.
        year: i16 = "年度",
        /// The union that pays.
        department: String = "发放单位",
        /// From which money, e.g. 中央财政专项帮扶资金.
        source: String = "资金来源",
        /// 生活救助, 医疗救助, 助学救助
        aid: String = "救助项目",
        /// Who gets it.
        rows: Vec<RosterEntry> = "发放明细",
        /// How many they are.
        count: Option<u32> = "人数",
        /// How much they get together.
        total: Option<Money> = "合计（元）",
        /// Who approved it.
        head: String = "审批人",
        /// Who checked it.
        reviewer: String = "审核人",
        /// Who drew it up.
        clerk: String = "制表人",
        /// When.
        date: Option<Day> = "制表日期",
    }

    /// Who gets aid.
    RosterEntry {
        /// 姓名
        name: String = "姓名",
        /// 身份证号码
        id_number: IdNumber = "身份证号码",
        /// 工作单位
        employer: String = "工作单位",
        /// 困难类别: 深度困难, 相对困难, 意外致困.
        category: String = "困难类别",
        /// 发放金额
        amount: Money = "发放金额（元）",
        /// 开户银行
        bank: String = "开户银行",
        /// 银行账号
        account: Option<BankAccount> = "银行账号",
        /// 联系电话
        phone: String = "联系电话",
    }
    => required { name }

    /// 公示名单. It has no field for what is never published: illness, telephone, address, account.
    PublicList {
        /// Year of the aid.
        year: i16 = "年度",
        /// The union that publishes.
        department: String = "公示单位",
        /// What is published, e.g. 困难职工生活救助对象.
        subject: String = "公示内容",
        /// First day.
        from: Day = "公示开始日期",
        /// Last day.
        until: Day = "公示结束日期",
        /// Who is on it.
        rows: Vec<PublicEntry> = "公示名单",
        /// How many they are.
        count: Option<u32> = "人数",
        /// How much they get together.
        total: Option<Money> = "合计（元）",
        /// Telephone for objections: the office's.
        hotline: String = "监督电话",
        /// Day of publication.
        date: Day = "公示日期",
    }

    /// Who is named in public.
    PublicEntry {
        /// The name, whole or masked as usage has it.
        name: PublicName = "姓名",
        /// The ID number, masked.
        id_number: MaskedId = "身份证号码（隐去第7至14位）",
        /// 工作单位
        employer: String = "工作单位",
        /// 困难类别
        category: String = "困难类别",
        /// 救助项目: 生活救助, 医疗救助, 助学救助.
        aid: String = "救助项目",
        /// 拟发放金额
        amount: Money = "拟发放金额（元）",
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
