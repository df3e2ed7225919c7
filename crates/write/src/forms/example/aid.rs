//! People who do not exist, and the aid that they get.

use ground::Money;
use jiff::civil::date;

use super::UNION;
use crate::forms::person::{BankAccount, IdNumber, PublicName};
use crate::forms::views::{AidRoster, PublicList, RosterEntry};

const FAMILIES: [&str; 12] =
    ["甄", "贾", "宓", "尚", "欧阳", "柏", "水", "云", "苏", "司马", "凌", "乐"];
const GIVEN: [&str; 10] =
    ["一凡", "小安", "明", "文静", "学林", "春生", "秀兰", "志远", "桂香", "平"];
const EMPLOYERS: [&str; 3] =
    ["临河县第一纺织厂", "临河县公共交通有限公司", "临河县环境卫生服务中心"];
const CATEGORIES: [&str; 3] = ["深度困难", "相对困难", "意外致困"];

/// 帮扶资金发放花名册 of six people
pub fn roster() -> AidRoster {
    roster_of(6)
}

/// 帮扶资金发放花名册 of so many people
pub fn roster_of(people: usize) -> AidRoster {
    let rows: Vec<RosterEntry> = (0..people).filter_map(entry).collect();
    let (count, total) = AidRoster::sums(&rows).unwrap_or_default();
    AidRoster {
        year: 2026,
        department: UNION.into(),
        source: "中央财政专项帮扶资金".into(),
        aid: "困难职工生活救助".into(),
        rows,
        count: Some(count),
        total: Some(total),
        head: "周正".into(),
        reviewer: "罗明".into(),
        clerk: "何清".into(),
        date: Some(date(2026, 6, 18)),
    }
}

fn entry(at: usize) -> Option<RosterEntry> {
    let pick = |all: &[&'static str]| all.get(at % all.len().max(1)).copied();
    let id =
        format!("990321{}{:02}{:02}{:03}X", 1970 + at % 30, at % 12 + 1, at % 28 + 1, at % 999);
    let account = format!("6299000000{at:09}");
    Some(RosterEntry {
        name: format!("{}{}", pick(&FAMILIES)?, pick(&GIVEN)?),
        id_number: IdNumber::try_from(id).ok()?,
        employer: pick(&EMPLOYERS)?.into(),
        category: pick(&CATEGORIES)?.into(),
        amount: Money::from_fen(100 * i64::try_from(2000 + at % 11 * 100).ok()?),
        bank: "临河农村信用联社".into(),
        account: BankAccount::try_from(account).ok(),
        phone: format!("199{at:08}"),
    })
}

/// 公示名单 of those on the roster; every third name is masked.
pub fn public_list() -> PublicList {
    let AidRoster { rows, count, total, .. } = roster();
    let published = rows.iter().enumerate().map(|(at, row)| {
        let masked = at % 3 == 2;
        let name = if masked { PublicName::family_name } else { PublicName::whole };
        row.published(name(&row.name), "生活救助")
    });
    PublicList {
        year: 2026,
        department: UNION.into(),
        subject: "困难职工生活救助对象".into(),
        from: date(2026, 6, 1),
        until: date(2026, 6, 8),
        rows: published.collect(),
        count,
        total,
        hotline: "0990-5550101".into(),
        date: date(2026, 6, 1),
    }
}
