//! 抽查: which self-evaluations are checked again, chosen by hand or by lot.
//!
//! A lot can be drawn again by anybody: all that were reported are put in the order of the SM3 of seed and statement, and
//! the first are taken. The seed stands in the audit trail.

use store::evaluations::{self, Evaluation, State};
use store::{Scope, organisations};

use crate::acts::needed;
use crate::deed::Note;
use crate::{Asker, Office, OfficeError, Permission};

/// How a sample is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// These statements, for this reason.
    ByHand {
        /// The statements.
        statements: Vec<String>,
        /// Why these.
        reason: String,
    },
    /// So many by lot.
    ByLot {
        /// How many.
        count: usize,
        /// The seed; blank: one that nobody can guess.
        seed: String,
    },
}

/// Seeds are no longer than this, in characters.
const LONGEST_SEED: usize = 64;

impl Office {
    /// Chooses self-evaluations of a year that were reported for a re-check; gives their statements.
    ///
    /// # Errors
    /// If the asker may not, none is left to choose from, or one that is named cannot be chosen.
    pub async fn sample_evaluations(
        &self,
        asker: &Asker,
        year: i64,
        choice: &Choice,
    ) -> Result<Vec<String>, OfficeError> {
        let mut deed = self.begin(asker, Permission::RecheckEvaluations).await?;
        deed.tx.alone(crate::acts::lock(&format!("evaluations/{year}"))).await?;
        let all = evaluations::of_year(&mut deed.tx, &deed.scope, year).await?;
        let open: Vec<&Evaluation> = all.iter().filter(|it| it.state == State::Reported).collect();
        if open.is_empty() {
            let said = format!("{year}年没有已报财政、还没有抽查的自评");
            return Err(OfficeError::Conflict(said));
        }
        let (chosen, how) = match choice {
            Choice::ByHand { statements, reason } => {
                let reason = needed(reason, "选定的理由")?;
                (by_hand(&open, statements)?, format!("人工选定：{reason}"))
            }
            Choice::ByLot { count, seed } => {
                let seed = seed_of(seed)?;
                let how = format!("随机抽取：种子“{seed}”，从{}份里抽{count}份", open.len());
                (by_lot(&open, *count, &seed)?, how)
            }
        };
        let now = deed.now.to_string();
        let mut names = Vec::new();
        for it in &chosen {
            let changed = Evaluation {
                state: State::Recheck,
                revision: it.revision + 1,
                sampled_at: now.clone(),
                sampled_by: asker.name.clone(),
                sampled_how: how.clone(),
                changed_at: now.clone(),
                ..(*it).clone()
            };
            let written = evaluations::update(&mut deed.tx, &changed, it.revision).await;
            written.map_err(OfficeError::missing("这份自评"))?;
            let step = evaluations::Step {
                number: next(&mut deed.tx, &it.statement).await?,
                act: "抽中复核".to_owned(),
                from: it.state,
                to: State::Recheck,
                reason: how.clone(),
                by_user: asker.user.clone(),
                by_name: asker.name.clone(),
                at: now.clone(),
            };
            evaluations::step(&mut deed.tx, &it.owner, &it.statement, &step).await?;
            let owner = organisations::get(&mut deed.tx, &Scope::everything(), &it.owner).await?;
            names.push(owner.name);
        }
        let note = Note {
            act: "抽查绩效自评",
            owner: asker.home.clone(),
            kind: "绩效自评",
            object: year.to_string(),
            detail: format!("{how}；抽中：{}", names.join("、")),
            ..Note::default()
        };
        let ids = chosen.iter().map(|it| it.statement.clone()).collect();
        deed.done(note).await?;
        Ok(ids)
    }
}

async fn next(tx: &mut store::Tx, statement: &str) -> Result<i64, OfficeError> {
    let way = evaluations::steps(tx, &Scope::everything(), statement).await?;
    Ok(way.last().map_or(1, |last| last.number + 1))
}

fn by_hand<'e>(
    open: &[&'e Evaluation],
    statements: &[String],
) -> Result<Vec<&'e Evaluation>, OfficeError> {
    if statements.is_empty() {
        return Err(OfficeError::Invalid("请至少选一份自评".to_owned()));
    }
    let find = |id: &String| {
        let found = open.iter().find(|it| it.statement == *id).copied();
        found.ok_or_else(|| {
            let said = "选中的自评里有的不是“已报财政”，没有抽查。请刷新后再选";
            OfficeError::Conflict(said.to_owned())
        })
    };
    statements.iter().map(find).collect()
}

fn by_lot<'e>(
    open: &[&'e Evaluation],
    count: usize,
    seed: &str,
) -> Result<Vec<&'e Evaluation>, OfficeError> {
    if count == 0 || count > open.len() {
        let said = format!("抽取份数请填1到{}", open.len());
        return Err(OfficeError::field("count", said));
    }
    let mut all = open.to_vec();
    all.sort_by_key(|it| store::digest(format!("{seed}/{}", it.statement).as_bytes()));
    all.truncate(count);
    Ok(all)
}

fn seed_of(typed: &str) -> Result<String, OfficeError> {
    let seed = crate::acts::allowed(typed, "种子")?;
    match seed.chars().count() {
        0 => Ok(store::new_secret().chars().take(16).collect()),
        length if length > LONGEST_SEED || seed.contains('\n') => {
            let said = format!("种子最多{LONGEST_SEED}字，写在一行里");
            Err(OfficeError::field("seed", said))
        }
        _ => Ok(seed),
    }
}
