//! The papers of commendations: the list for public notice, and the roster of those commended.

use ground::{Day, Money};
use register::{Masking, show, show_document, workdays};
use write::document::{
    Block, Cell as Square, Document, Paragraph, Properties, Row, Section, Table,
};
use write::page::{Numbers, Page as Sheet};
use write::style::Style;

use super::{One, REGISTER, Stage, plain_name};
use crate::deed::Note;
use crate::registers::Register;
use crate::registers::sight::Sight;
use crate::registers::values::money;
use crate::{Asker, Office, OfficeError, Permission};

/// How a list is published.
#[derive(Clone, Debug)]
pub struct Published {
    /// The first day.
    pub from: Day,
    /// The last day.
    pub until: Day,
    /// The telephone for objections.
    pub hotline: String,
}

/// The columns of a list: heading and width.
type Heads<'h> = &'h [(&'h str, u32)];

impl Office {
    /// 公示名单 of those who were checked and are to be commended: names, units and titles, no numbers. Noted.
    ///
    /// # Errors
    /// If the asker does not keep the register, there is nothing to publish, or the days are wrong.
    pub async fn commendation_public_list(
        &self,
        asker: &Asker,
        owner: &str,
        year: i16,
        published: &Published,
    ) -> Result<Document, OfficeError> {
        const HEADS: Heads = &[
            ("序号", 8),
            ("姓名或集体名称", 26),
            ("推荐单位", 26),
            ("称号级别", 12),
            ("拟授予称号", 28),
        ];
        let all = self.registers().await?;
        let register = all.get(REGISTER)?;
        let (mut tx, sight) = self.sight_into(asker, owner, Permission::WriteRegisters).await?;
        let Published { from, until, hotline } = published;
        if until < from {
            return Err(OfficeError::field("until", "公示结束日期早于开始日期"));
        }
        let today = self.now().day();
        let mut found = self.looked_through_year(&mut tx, &all, &sight, year, today).await?;
        drop(tx);
        found.retain(|one| matches!(one.stage, Stage::Checked | Stage::Noticed));
        if found.is_empty() {
            let said = "没有已审核、等待公示或公示中的推荐，没有什么可打印的";
            return Err(OfficeError::Conflict(said.to_owned()));
        }
        self.noted(asker, &sight, "打印公示名单", year, "拟表彰对象公示名单", found.len()).await?;
        let rows = found.iter().enumerate().map(|(at, one)| {
            let shown = |name: &str| plain(register, one, name);
            let name = plain_name(register, &one.entry).to_owned();
            vec![(at + 1).to_string(), name, shown("unit"), shown("level"), shown("title")]
        });
        let days = workdays(*from, *until);
        let objections = match hotline.trim() {
            "" => format!("公示期间如有异议，请向{}反映。", sight.owner.name),
            hotline => format!("公示期间如有异议，请向{}反映，电话：{hotline}。", sight.owner.name),
        };
        let list = List {
            title: format!("{}{year}年拟表彰对象公示名单", sight.owner.name),
            said: format!(
                "公示时间：{from}至{until}，共{days}个工作日　　共{}名（个）",
                found.len()
            ),
            note: objections,
            heads: HEADS,
            rows: rows.collect(),
            page: Sheet::official(Numbers::From(1)),
        };
        Ok(list.document(&sight, *from))
    }

    /// The roster of those commended, with their awards. It holds whole numbers, and is noted.
    ///
    /// # Errors
    /// If the asker may not see personal data, or nobody was commended.
    pub async fn commendation_roster(
        &self,
        asker: &Asker,
        owner: &str,
        year: i16,
    ) -> Result<Document, OfficeError> {
        const HEADS: Heads = &[
            ("序号", 5),
            ("姓名或集体名称", 15),
            ("证件号码", 18),
            ("推荐单位", 17),
            ("级别", 7),
            ("荣誉称号", 15),
            ("命名文号", 14),
            ("命名日期", 10),
            ("奖金（元）", 9),
            ("签领", 8),
        ];
        let all = self.registers().await?;
        let register = all.get(REGISTER)?;
        let (mut tx, sight) = self.sight_into(asker, owner, Permission::WriteRegisters).await?;
        asker.require_at(Permission::ReadPersonal, &sight.owner.path)?;
        let today = self.now().day();
        let mut found = self.looked_through_year(&mut tx, &all, &sight, year, today).await?;
        drop(tx);
        found.retain(|one| matches!(one.stage, Stage::Awarded | Stage::Paid));
        if found.is_empty() {
            let said = format!("{year}年还没有已命名的表彰，没有什么可打印的");
            return Err(OfficeError::Conflict(said));
        }
        self.noted(asker, &sight, "导出个人信息", year, "表彰名册", found.len()).await?;
        let reward = |one: &One| money(register, &one.entry, "reward");
        let sum = found.iter().filter_map(reward);
        let sum = sum.fold(Money::ZERO, |sum, one| sum.checked_add(one).unwrap_or(sum));
        let rows = found.iter().enumerate().map(|(at, one)| {
            let shown = |name: &str| plain(register, one, name);
            let number = show_document(register.value(&one.entry, "person"), Masking::Plain);
            vec![
                (at + 1).to_string(),
                plain_name(register, &one.entry).to_owned(),
                number.to_string(),
                shown("unit"),
                shown("level"),
                shown("title"),
                shown("document"),
                shown("awarded_on"),
                reward(one).map_or_else(String::new, register::yuan),
                String::new(),
            ]
        });
        let list = List {
            title: format!("{}{year}年表彰名册", sight.owner.name),
            said: format!(
                "共{}名（个）　　一次性奖金合计{}元　　制表日期：{today}",
                found.len(),
                register::yuan(sum)
            ),
            note: "本名册含个人信息，只供表彰和发放奖金使用，用后归档。".to_owned(),
            heads: HEADS,
            rows: rows.collect(),
            page: Sheet::official(Numbers::From(1)).landscape(),
        };
        Ok(list.document(&sight, today))
    }

    async fn noted(
        &self,
        asker: &Asker,
        sight: &Sight,
        act: &'static str,
        year: i16,
        paper: &str,
        count: usize,
    ) -> Result<(), OfficeError> {
        let note = Note {
            act,
            owner: sight.owner.id.clone(),
            kind: "台账",
            object: REGISTER.to_owned(),
            detail: format!("{year}年{paper}：{count}条"),
            ..Note::default()
        };
        self.note(asker, note, store::audit::Outcome::Done).await
    }
}

/// A paper that is a list.
struct List<'l> {
    title: String,
    /// What stands above the table.
    said: String,
    /// What stands below it.
    note: String,
    heads: Heads<'l>,
    rows: Vec<Vec<String>>,
    page: Sheet,
}

impl List<'_> {
    fn document(self, sight: &Sight, on: Day) -> Document {
        let heads = self.heads.iter().map(|(head, _)| Square::label(*head)).collect();
        let mut rows = vec![Row::new(heads)];
        rows.extend(self.rows.iter().map(|row| {
            Row::new(row.iter().map(|text| Square::of(Style::CellCentred, text)).collect())
        }));
        let table = Table {
            caption: self.title.clone(),
            widths: self.heads.iter().map(|(_, width)| *width).collect(),
            header_rows: 1,
            rows,
        };
        let blocks = vec![
            Paragraph::new(Style::TableTitle, self.title.clone()).into(),
            Paragraph::new(Style::TableNote, self.said).into(),
            Block::Table(table),
            Paragraph::new(Style::TableNote, self.note).into(),
        ];
        let properties = Properties {
            title: self.title.clone(),
            subject: "评选表彰".to_owned(),
            author: sight.owner.name.clone(),
            created: Some(on),
            ..Properties::default()
        };
        let section = Section { name: "名单".to_owned(), page: self.page, blocks };
        Document { properties, sections: vec![section] }
    }
}

fn plain(register: Register<'_>, one: &One, name: &str) -> String {
    let Some((place, field)) = register.definition.field(name) else { return String::new() };
    let lists = register.all.definitions().lists();
    show(field, one.entry.value(place), Masking::Plain, lists).to_string()
}
