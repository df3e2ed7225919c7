//! Tables for tests of imports: invented people, and what must be told of none of them.

use std::fmt::Write as _;

use office::beginning::Upload;
use office::registers::importing::{Choices, Confirmed, Outcome, Preview, Twins};
use office::registers::listing::Question;
use office::{Asker, OfficeError};
use register::check_digit;
use store::people::Role;
use store::registers::list::{Count, Counting};

use crate::support::{Town, UNION};

pub(crate) const HEADS: &str = "序号,户主姓名,身份证号,手机号,家庭住址,家庭人口,家庭年收入,年刚性支出,致困原因,\
                     困难类别,建档日期,核查日期";
pub(crate) const ADDRESS: &str = "东山市临河县城关镇一里";

/// The number of the identity document of the person with this number.
pub(crate) fn identity(person: usize) -> String {
    let body =
        format!("9903211980{:02}{:02}{:03}", person / 28 % 12 + 1, person % 28 + 1, person % 997);
    let digit = check_digit(&body).expect("seventeen digits");
    format!("{body}{digit}")
}

pub(crate) fn name(person: usize) -> String {
    let given: Vec<char> = "安邦昌德恩芳光和吉康礼明宁平庆荣善泰文贤兴雅远正志".chars().collect();
    let at = |place: usize| given[place % given.len()];
    format!("赵{}{}", at(person), at(person / given.len()))
}

pub(crate) fn phone(person: usize) -> String {
    format!("139{:08}", 20_000_000 + person)
}

/// A table of households; `persons` says how many live in each.
pub(crate) fn households(count: usize, persons: impl Fn(usize) -> usize) -> String {
    let mut text = format!("临河县困难职工档案,,,,,,,,,,,\n{HEADS}\n");
    for at in 0..count {
        let _ = writeln!(
            text,
            "{},{},{},{},{ADDRESS}{}号,{},18000,9000,患病,深度困难,2025年3月1日,2025.2.20",
            at + 1,
            name(at),
            identity(at),
            phone(at),
            at + 1,
            persons(at),
        );
    }
    text.push_str("合计,,,,,,,,,,,\n");
    text
}

pub(crate) fn members(count: usize) -> String {
    let mut text = String::from("姓名,身份证号码,手机,所在工会,入会时间\n");
    for at in 0..count {
        let (name, id, phone) = (name(at), identity(at), phone(at));
        let _ = writeln!(text, "{name},{id},{phone},临河县城关镇工会,2019-05-{:02}", at % 28 + 1);
    }
    text
}

pub(crate) struct Sent<'t> {
    pub(crate) town: &'t Town,
    pub(crate) clerk: Asker,
    pub(crate) register: &'static str,
    pub(crate) staged: String,
}

pub(crate) async fn send<'t>(
    town: &'t Town,
    register: &'static str,
    file: &str,
    bytes: impl Into<Vec<u8>>,
) -> Result<Sent<'t>, OfficeError> {
    let clerk = town.somebody(Role::Clerk);
    let upload = Upload { name: file.into(), bytes: bytes.into() };
    let staged = town.office.stage_import(&clerk, register, UNION, upload).await?;
    Ok(Sent { town, clerk, register, staged })
}

impl Sent<'_> {
    pub(crate) async fn look(&self, choices: &Choices) -> std::sync::Arc<Preview> {
        let (office, staged) = (&self.town.office, &self.staged);
        let preview =
            office.preview_register_import(&self.clerk, self.register, UNION, staged, choices);
        preview.await.expect("a preview")
    }

    pub(crate) async fn take(
        &self,
        choices: &Choices,
        expected: u64,
    ) -> Result<Confirmed, OfficeError> {
        let (office, staged) = (&self.town.office, &self.staged);
        let (clerk, register) = (&self.clerk, self.register);
        office.confirm_register_import(clerk, register, UNION, staged, choices, expected).await
    }

    pub(crate) async fn taken(&self, choices: &Choices) -> Outcome {
        match self.take(choices, 1).await.expect("imported") {
            Confirmed::Done(outcome) => outcome,
            Confirmed::Begun(job) => panic!("{job} was begun"),
        }
    }
}

pub(crate) async fn count(town: &Town, register: &str) -> i64 {
    let question = Question { take: 1, counting: Counting::Whole, ..Question::default() };
    let clerk = town.somebody(Role::Clerk);
    let lines = town.office.list_entries(&clerk, register, UNION, &question).await.expect("a list");
    match lines.count {
        Count::Exactly(count) => count,
        other => panic!("{other:?}"),
    }
}

/// Nothing personal of the first people stands in it.
pub(crate) fn tells_nothing(text: &str) {
    for at in 0..600 {
        for secret in [name(at), identity(at), phone(at), format!("{ADDRESS}{}号", at + 1)] {
            assert!(!text.contains(&secret), "{secret} stands in {text}");
        }
    }
    assert!(!text.contains("18,000"), "{text}");
}

pub(crate) async fn trail(town: &Town) -> String {
    let auditor = town.somebody(Role::Auditor);
    let filter = store::audit::Filter { take: 1000, ..store::audit::Filter::default() };
    format!("{:?}", town.office.list_trail(&auditor, &filter).await.expect("a trail"))
}

pub(crate) fn choosing(twins: Twins) -> Choices {
    Choices { twins, ..Choices::default() }
}
