//! Handing a questionnaire out: how many are asked, links made, and the end of it.

use rand::RngExt;
use register::{ColumnRole, FieldType, Kind as RegisterKind, Personal};
use store::Cell;
use store::registers::aggregate::{Aggregate, Figure, aggregate};
use store::registers::conditions::{Condition, Test};
use store::surveys::{self, Survey, SurveyState};
use store::{Scope, Tx};

use super::results::{self, Results, Withheld};
use super::{changed, in_state, note, questions, read};
use crate::registers::Register;
use crate::registers::listing::{Filter, Question, Standing};
use crate::{Asker, Faults, Office, OfficeError, Permission};

/// The most links that are made at once: they are printed at once.
pub const MOST_LINKS: i64 = 2_000;
/// The most sheets of paper.
const MOST_PAPERS: i64 = 100_000;
/// Signs of tokens: none that looks like another.
const SIGNS: &[u8] = b"23456789abcdefghjkmnpqrstuvwxyz";
/// 79 bits.
const TOKEN_SIGNS: usize = 16;

/// Which entries of a register name the people who are asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beneficiaries {
    /// The first day of the entries; empty: from the beginning.
    pub from: String,
    /// The last day; empty: to the end.
    pub to: String,
    /// A field that must hold a value, by name; empty: all entries.
    pub field: String,
    /// The value.
    pub value: String,
}

/// How many people the entries name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The register's title.
    pub title: String,
    /// Entries that fit.
    pub entries: i64,
    /// Different people: by their documents, each entry without one being a person.
    pub people: i64,
    /// Entries without a document's number among them.
    pub without_number: i64,
}

/// How many are handed out, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HandOut {
    /// Links.
    pub tokens: String,
    /// Sheets of paper without a link.
    pub papers: String,
    /// The people to ask, if they come from a register.
    pub of: Option<Beneficiaries>,
}

impl Office {
    /// How many different people the entries of the questionnaire's register name.
    ///
    /// # Errors
    /// If the asker may not see them, or asks by a field that does not exist or is not for the asker.
    pub async fn survey_people(
        &self,
        asker: &Asker,
        id: &str,
        of: &Beneficiaries,
    ) -> Result<Asked, OfficeError> {
        let shown = self.survey(asker, id).await?;
        let all = self.registers().await?;
        let register = all.get(&shown.survey.register)?;
        let (mut tx, sight) =
            self.sight_into(asker, &shown.survey.owner, Permission::ReadRegisters).await?;
        let question = question(register, of)?;
        let asked = self.asked(&mut tx, register, &sight, &question, &[]).await?;
        let column = number_column(register)?;
        let figures = vec![Figure::Count, Figure::CountDistinct(column.clone())];
        let mut wanted =
            Aggregate { conditions: asked.conditions, figures, ..Aggregate::default() };
        let table = &register.book.table;
        let counts = aggregate(&mut tx, &sight.scope(), table, &wanted).await?;
        wanted.conditions.push(Condition::new(&column, Test::Empty));
        wanted.figures.truncate(1);
        let without = aggregate(&mut tx, &sight.scope(), table, &wanted).await?;
        let count = |groups: &[store::registers::aggregate::Group], at: usize| {
            let cell = groups.first().and_then(|group| group.figures.get(at));
            if let Some(Cell::Number(number)) = cell { *number } else { 0 }
        };
        let without_number = count(&without, 0);
        Ok(Asked {
            title: register.definition.title.clone(),
            entries: count(&counts, 0),
            people: count(&counts, 1) + without_number,
            without_number,
        })
    }

    /// Hands a questionnaire out: makes its links, whose tokens are given here and never again.
    ///
    /// # Errors
    /// If the asker does not keep it, it is out already, or more are handed out than people are to be asked.
    pub async fn open_survey(
        &self,
        asker: &Asker,
        id: &str,
        seen: i64,
        out: &HandOut,
    ) -> Result<Vec<String>, OfficeError> {
        self.refuse_readers(asker).await?;
        let asked = match &out.of {
            Some(of) => Some(self.survey_people(asker, id, of).await?),
            None => None,
        };
        let (tokens, papers) = numbers(out, asked.as_ref())?;
        let (mut deed, survey) = self.at_survey(asker, id, seen).await?;
        in_state(&survey, SurveyState::Draft, "发放")?;
        if survey.closes < deed.now.day().to_string() {
            let said = format!("截止日期{}已经过了，请先改日期再发放", survey.closes);
            return Err(OfficeError::Conflict(said));
        }
        let made = self.make_tokens(&mut deed.tx, &survey, tokens).await?;
        let basis = asked.map_or_else(|| "按人数发放".to_owned(), |asked| said(&asked, out));
        let detail = format!("链接{tokens}个，纸质{papers}份；{basis}");
        let state = SurveyState::Open;
        let survey = Survey { state, tokens, papers, issue: 1, basis, ..survey };
        changed(deed, survey, "发放问卷", detail).await?;
        Ok(made)
    }

    /// Hands out more links and sheets of a questionnaire that is being answered; gives the new tokens.
    ///
    /// # Errors
    /// If the asker does not keep it, or it is not being answered.
    pub async fn extend_survey(
        &self,
        asker: &Asker,
        id: &str,
        seen: i64,
        out: &HandOut,
    ) -> Result<Vec<String>, OfficeError> {
        let (mut deed, survey) = self.at_survey(asker, id, seen).await?;
        in_state(&survey, SurveyState::Open, "追加发放")?;
        let (tokens, papers) = numbers(out, None)?;
        let made = self.make_tokens(&mut deed.tx, &survey, tokens).await?;
        let detail = format!("链接{tokens}个，纸质{papers}份");
        let survey = Survey {
            tokens: survey.tokens + tokens,
            papers: survey.papers + papers,
            issue: survey.issue + 1,
            basis: format!("{}；追加{}份", survey.basis, tokens + papers),
            ..survey
        };
        changed(deed, survey, "追加发放问卷", detail).await?;
        Ok(made)
    }

    /// Makes links anew in the place of those that nobody has used: a printed sheet was lost. The old ones
    /// no longer open anything.
    ///
    /// # Errors
    /// If the asker does not keep it, it is not being answered, or all links were used.
    pub async fn reissue_survey(
        &self,
        asker: &Asker,
        id: &str,
        seen: i64,
    ) -> Result<Vec<String>, OfficeError> {
        let (mut deed, survey) = self.at_survey(asker, id, seen).await?;
        in_state(&survey, SurveyState::Open, "重做链接")?;
        let unused = surveys::remove_unused(&mut deed.tx, &deed.scope, id).await?;
        let unused = i64::try_from(unused).unwrap_or(i64::MAX);
        if unused == 0 {
            let said = "链接都用过了，没有可以重做的。人数增加了请用“追加发放”";
            return Err(OfficeError::Conflict(said.to_owned()));
        }
        let made = self.make_tokens(&mut deed.tx, &survey, unused).await?;
        let survey = Survey { issue: survey.issue + 1, ..survey };
        changed(deed, survey, "重做问卷链接", format!("未用的链接{unused}个作废重做")).await?;
        Ok(made)
    }

    /// Ends a questionnaire: no answer is taken any more, results are shown.
    ///
    /// # Errors
    /// If the asker does not keep it, or it is not being answered.
    pub async fn close_survey(
        &self,
        asker: &Asker,
        id: &str,
        seen: i64,
    ) -> Result<(), OfficeError> {
        let (mut deed, survey) = self.at_survey(asker, id, seen).await?;
        in_state(&survey, SurveyState::Open, "结束")?;
        surveys::settle(&mut deed.tx, &survey).await?;
        let returned = surveys::returned(&mut deed.tx, &deed.scope, id).await?;
        let detail = format!("发放{}份，回收{}份", survey.tokens + survey.papers, returned.all());
        let survey = Survey { state: SurveyState::Closed, ..survey };
        changed(deed, survey, "结束问卷", detail).await
    }

    /// What came of a questionnaire.
    ///
    /// # Errors
    /// If it is not in sight.
    pub async fn survey_results(&self, asker: &Asker, id: &str) -> Result<Results, OfficeError> {
        let (mut tx, scope) = self.look(asker, Permission::ReadRegisters).await?;
        let survey = surveys::get(&mut tx, &scope, id).await.map_err(super::missing())?;
        results_of(&mut tx, &scope, &survey).await
    }

    /// The results as a table to take away, and the questionnaire's title.
    ///
    /// # Errors
    /// If it is not in sight.
    pub async fn export_survey(
        &self,
        asker: &Asker,
        id: &str,
    ) -> Result<(String, Vec<Vec<String>>), OfficeError> {
        let results = self.survey_results(asker, id).await?;
        let survey = self.survey(asker, id).await?.survey;
        let note = note("导出问卷结果", &survey, survey.title.clone());
        self.note(asker, note, store::audit::Outcome::Done).await?;
        Ok((survey.title, results::table(&results)))
    }

    /// Refuses those who keep no registers, before anything is counted for them; a refusal is noted.
    async fn refuse_readers(&self, asker: &Asker) -> Result<(), OfficeError> {
        if !asker.may(Permission::WriteRegisters) {
            self.begin(asker, Permission::WriteRegisters).await?;
        }
        Ok(())
    }

    async fn make_tokens(
        &self,
        tx: &mut store::Tx,
        survey: &Survey,
        many: i64,
    ) -> Result<Vec<String>, OfficeError> {
        let tokens: Vec<String> = (0..many).map(|_| token()).collect();
        let hashes = tokens.iter().map(|token| self.token_hash(token)).collect::<Result<_, _>>()?;
        surveys::insert_tokens(tx, survey, hashes).await?;
        Ok(tokens)
    }

    /// The keyed hash of a token: what the database knows of it.
    pub(super) fn token_hash(&self, token: &str) -> Result<String, OfficeError> {
        let vault = self.vault.as_ref().ok_or_else(|| {
            let said = "没有密钥文件，问卷不能发放和填写。请由系统管理员设置密钥文件后重新启动";
            OfficeError::Machine(said.to_owned())
        })?;
        Ok(vault.hash(Personal::None, &format!("survey/{token}")))
    }
}

/// How many links and sheets, as typed. Of people from a register those without a sheet get a link.
fn numbers(out: &HandOut, asked: Option<&Asked>) -> Result<(i64, i64), OfficeError> {
    let mut faults = Faults::default();
    let mut number = |field, text: &str, most: i64| match text.trim() {
        "" => None,
        typed => match typed.parse().ok().filter(|number| (0..=most).contains(number)) {
            Some(number) => Some(number),
            None => {
                faults.add(field, format!("请填0到{most}之间的整数"));
                Some(0)
            }
        },
    };
    let papers = number("papers", &out.papers, MOST_PAPERS).unwrap_or_default();
    let people = asked.map_or(0, |asked| asked.people);
    let tokens = number("tokens", &out.tokens, MOST_LINKS).unwrap_or((people - papers).max(0));
    faults.none()?;
    if tokens > MOST_LINKS {
        let said =
            format!("要做{tokens}个链接，一次最多做{MOST_LINKS}个：请先做一部分，再用“追加发放”");
        return Err(OfficeError::field("tokens", said));
    }
    if tokens + papers == 0 {
        let said = match asked {
            Some(asked) => format!("{}里没有符合条件的人，请改条件或直接填份数", asked.title),
            None => "请填写发放多少份".to_owned(),
        };
        return Err(OfficeError::field("tokens", said));
    }
    if asked.is_some() && tokens + papers > people {
        let all = tokens + papers;
        let said = format!("链接和纸质共{all}份，多于名单上的{people}人，请改份数");
        return Err(OfficeError::field("tokens", said));
    }
    Ok((tokens, papers))
}

/// How the number of people came about.
fn said(asked: &Asked, out: &HandOut) -> String {
    let of = out.of.clone().unwrap_or_default();
    let mut said = format!("{}中", asked.title);
    if !(of.from.is_empty() && of.to.is_empty()) {
        said.push_str(&format!("{}至{}的", of.from.trim(), of.to.trim()));
    }
    said.push_str(&format!("{}条记录，共{}人", asked.entries, asked.people));
    if asked.without_number > 0 {
        said.push_str(&format!("（{}条没有证件号码，按一条一人计）", asked.without_number));
    }
    said
}

/// The entries as lists ask for them.
fn question(register: Register<'_>, of: &Beneficiaries) -> Result<Question, OfficeError> {
    let definition = register.definition;
    let mut filters = Vec::new();
    let (from, to) = (of.from.trim(), of.to.trim());
    if !(from.is_empty() && to.is_empty()) {
        let dated = definition.dated_by.and_then(|place| definition.at(place));
        let dated = dated.ok_or_else(|| {
            let said = format!("{}没有日期，不能按日期选人，请把日期留空", definition.title);
            OfficeError::field("from", said)
        })?;
        let ends = [(from, Filter::AtLeast as fn(String) -> Filter), (to, Filter::AtMost)];
        for (text, filter) in ends.into_iter().filter(|(text, _)| !text.is_empty()) {
            filters.push((dated.name.clone(), filter(text.to_owned())));
        }
    }
    if !of.field.is_empty() && !of.value.trim().is_empty() {
        filters.push((of.field.clone(), Filter::Is(of.value.trim().to_owned())));
    }
    let is_journal = definition.kind == RegisterKind::Journal;
    let standing = if is_journal { Standing::Only } else { Standing::All };
    Ok(Question { filters, standing, ..Question::default() })
}

/// The column of the first person's document by which people are told apart.
fn number_column(register: Register<'_>) -> Result<String, OfficeError> {
    let found = register.book.columns.iter().find(|column| {
        let field = column.field.and_then(|place| register.definition.at(place));
        let is_person =
            field.is_some_and(|field| matches!(field.holds.plain(), FieldType::Person { .. }));
        is_person && column.role == ColumnRole::Lookup
    });
    found.map(|column| column.name.clone()).ok_or_else(|| {
        let said = format!("{}不记证件号码，数不出多少人，请直接填份数", register.definition.title);
        OfficeError::field("register", said)
    })
}

fn token() -> String {
    let mut random = rand::rng();
    let sign = |_| SIGNS.get(random.random_range(0..SIGNS.len())).copied().map_or('2', char::from);
    (0..TOKEN_SIGNS).map(sign).collect()
}

/// What came of a questionnaire.
pub(crate) async fn results_of(
    tx: &mut Tx,
    scope: &Scope,
    survey: &Survey,
) -> Result<Results, OfficeError> {
    let found = match survey.state {
        SurveyState::Draft => Err(Withheld::NotOpened),
        SurveyState::Open => Err(Withheld::StillOpen),
        SurveyState::Closed => {
            let answers = surveys::answers(tx, scope, &survey.id).await?;
            let sheets: Result<Vec<_>, _> =
                answers.iter().map(|answer| serde_json::from_str(&answer.body)).collect();
            let sheets = sheets.map_err(|_| questions::broken("答案"))?;
            results::counted(&read(&survey.questions)?, &sheets)
        }
    };
    let returned = surveys::returned(tx, scope, &survey.id).await?;
    Ok(Results { handed_out: survey.tokens + survey.papers, returned, found })
}
