//! Entries of some registers, for tests and to look at: invented people with numbers of a region that is not
//! assigned.

#![allow(dead_code, reason = "each user of it uses another part")]

use office::registers::keeping::{Kept, Typed};
use office::{Asker, Office, OfficeError};
use register::{Definition, check_digit};

/// The number of a person born on the first day of a month: the `at`th of the county.
pub(crate) fn number(at: usize) -> String {
    let body = format!("990321{}{:02}01{:03}", 1965 + at % 30, 1 + at % 12, 11 + at % 900);
    let check = check_digit(&body).map_or(String::new(), |check| check.to_string());
    format!("{body}{check}")
}

/// What a form sends for these labels.
pub(crate) fn typed(definition: &Definition, cells: &[(&str, String)]) -> Typed {
    let place = |label: &str| definition.inputs.iter().position(|input| input.label == label);
    cells.iter().filter_map(|(label, text)| Some((place(label)?, text.clone()))).collect()
}

/// Adds an entry; what is said of it, if it is refused.
pub(crate) async fn add(
    office: &Office,
    asker: &Asker,
    owner: &str,
    register: &str,
    cells: &[(&str, String)],
) -> Result<i64, OfficeError> {
    let all = office.registers().await?;
    let typed = typed(all.get(register)?.definition, cells);
    match office.add_entry(asker, register, owner, &typed).await? {
        Kept::Done { id, .. } => Ok(id),
        Kept::Refused(said) => Err(OfficeError::Invalid(format!("{register} {said:?}"))),
    }
}

const SURNAMES: [&str; 12] =
    ["赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "褚", "卫"];
const NAMES: [&str; 10] =
    ["建国", "秀兰", "志强", "丽华", "春生", "玉梅", "海涛", "小燕", "德明", "桂芳"];
const UNITS: [&str; 6] = [
    "临河县纺织厂",
    "临河县公交公司",
    "望河街道环卫所",
    "临河县第二水泥厂",
    "临河县供销社",
    "城关镇卫生院",
];

/// The name of the `at`th person.
pub(crate) fn name(at: usize) -> String {
    let pick = |list: &[&str], at: usize| {
        list.get(at % list.len()).copied().unwrap_or_default().to_owned()
    };
    pick(&SURNAMES, at * 5 + at / 12) + &pick(&NAMES, at * 3 + at / 10)
}

/// Some households, what they were paid, meetings and notices.
pub(crate) async fn fill(office: &Office, clerk: &Asker, owner: &str) -> Result<(), OfficeError> {
    for at in 1..=6 {
        let cells = [
            ("会议", "主席办公会".to_owned()),
            ("决定编号", format!("主席办公会〔2025〕{at}号")),
            ("会议日期", format!("2025-{at:02}-12")),
            ("决策事项", "帮扶发放".to_owned()),
            ("议题", format!("研究{at}月困难职工帮扶资金发放")),
            ("决定内容", "同意发放".to_owned()),
        ];
        add(office, clerk, owner, "decision", &cells).await?;
    }
    let causes = ["本人或家庭成员患病", "残疾", "意外灾害", "下岗失业", "子女上学"];
    let categories = ["深度困难", "相对困难", "意外致困"];
    for at in 0..64 {
        let pick =
            |list: &[&str]| list.get(at % list.len()).copied().unwrap_or_default().to_owned();
        let cells = [
            ("档案编号", format!("LH-2025-{:03}", at + 1)),
            ("户主姓名", name(at)),
            ("证件号码", number(at)),
            ("联系电话", format!("139{:08}", 12_340_000 + at)),
            ("家庭住址", format!("东山市临河县城关镇{}里{}号", at % 9 + 1, at + 3)),
            ("工作单位", pick(&UNITS)),
            ("健康状况", "健康".to_owned()),
            ("家庭人口", (at % 5 + 1).to_string()),
            ("家庭年收入", (9_000 + at * 730).to_string()),
            ("年刚性支出", (2_000 + at * 210).to_string()),
            ("致困原因", pick(&causes)),
            ("困难类别", pick(&categories)),
            (
                "主要困难",
                "本人长期服药，子女在读高中，家庭负担较重，主要靠一人工资维持生活。".repeat(at % 3),
            ),
            ("建档日期", format!("2025-{:02}-{:02}", at % 9 + 1, at % 27 + 1)),
            ("核查日期", format!("2025-{:02}-{:02}", at % 9 + 1, at % 27 + 1)),
        ];
        add(office, clerk, owner, "household", &cells).await?;
        let kinds = ["生活救助", "医疗救助", "临时救助"];
        let cells = [
            ("受助人姓名", name(at)),
            ("证件号码", number(at)),
            ("救助种类", pick(&kinds)),
            ("发放金额", (1_000 + at * 50).to_string()),
            ("发放日期", format!("2025-{:02}-{:02}", at % 9 + 2, at % 27 + 1)),
            ("批次", format!("2025年第{}批", at % 6 + 1)),
            ("资金来源", "中央财政".to_owned()),
            ("户名", name(at)),
            ("银行账号", format!("62220212345678{at:05}")),
            ("决定编号", format!("主席办公会〔2025〕{}号", at % 6 + 1)),
        ];
        add(office, clerk, owner, "aid", &cells).await?;
    }
    office.reverse_entry(clerk, "aid", owner, 3, "重复发放，收回").await?;
    let all = office.registers().await?;
    let definition = all.get("household")?.definition;
    let change = typed(definition, &[("家庭人口", "4".into()), ("联系电话", "13912349999".into())]);
    let seen = store::registers::entries::Seen { id: 5, version: 1 };
    office.change_entry(clerk, "household", owner, seen, &change, "年度复核，新增一名子女").await?;
    Ok(())
}
