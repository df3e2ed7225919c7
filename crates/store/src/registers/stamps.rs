//! Stamps: whether entries have changed since something was found of them.
//!
//! Every transaction that writes to a register leaves a new stamp at each block of entries that it touched. As long as
//! the stamps of the registers that were asked are the same, what was found of them holds; where a few have changed,
//! only those blocks are to be asked again. Stamps are random: they are compared and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use sea_query::{Cond, Expr, ExprTrait, OnConflict, Query};

use crate::{Scope, StoreError, Tx};

/// So many entries of an owner's register are a block, by their numbers.
pub const BLOCK: i64 = 1 << 14;

/// What stands for a register where persons were linked, or taken apart.
pub const LINKS: &str = "person links";

/// So many stamps are written by one query.
const AT_ONCE: usize = 200;

/// A block of entries of a register.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Block {
    /// The owner.
    pub owner: String,
    /// Which one: its entries have numbers from this many times [`BLOCK`] on.
    pub number: i64,
}

/// Who stands for nobody: a register's definition has no owner.
const NOBODY: &str = "";

/// The stamps of the registers of some owners, and of their definitions.
#[derive(Clone, Debug, Default)]
pub struct Stamps(BTreeMap<String, BTreeMap<Block, i64>>);

/// What a transaction has written to.
#[derive(Debug, Default)]
pub(crate) struct Touched(BTreeSet<(String, String, i64)>);

impl Block {
    /// The numbers of its entries, the first and the last.
    pub fn entries(&self) -> (i64, i64) {
        let first = self.number.saturating_mul(BLOCK);
        (first, first.saturating_add(BLOCK - 1))
    }
}

impl Stamps {
    /// The stamps in sight.
    ///
    /// # Errors
    /// If the database says no.
    pub async fn of(tx: &mut Tx, scope: &Scope) -> Result<Stamps, StoreError> {
        let of_nobody = Expr::col(("entry_stamps", "owner")).eq(NOBODY);
        let query = Query::select()
            .columns(["owner", "register", "block", "stamp"])
            .from("entry_stamps")
            .cond_where(Cond::any().add(scope.of(("entry_stamps", "owner"))).add(of_nobody))
            .to_owned();
        let mut stamps: BTreeMap<String, BTreeMap<Block, i64>> = BTreeMap::new();
        for row in tx.all(&query).await? {
            let block = Block { owner: row.text("owner")?, number: row.number("block")? };
            let of_register = stamps.entry(row.text("register")?).or_default();
            of_register.insert(block, row.number("stamp")?);
        }
        Ok(Stamps(stamps))
    }

    /// Those of a register by block.
    pub fn blocks(&self, register: &str) -> impl Iterator<Item = (&Block, i64)> {
        let all = self.0.get(register).into_iter().flatten();
        all.filter(|(block, _)| block.owner != NOBODY).map(|(block, stamp)| (block, *stamp))
    }

    /// The stamp of a register's definition, if it was ever changed.
    pub fn definition(&self, register: &str) -> Option<i64> {
        let all = self.0.get(register)?;
        all.get(&Block { owner: NOBODY.to_owned(), number: 0 }).copied()
    }

    /// What is another number once anything in one of these registers has changed.
    pub fn stand<'a>(&self, registers: impl IntoIterator<Item = &'a str>) -> u64 {
        let mut hasher = DefaultHasher::new();
        for register in registers {
            register.hash(&mut hasher);
            self.0.get(register).hash(&mut hasher);
        }
        hasher.finish()
    }
}

impl Touched {
    /// Notes the entries from one number to another.
    pub(crate) fn entries(&mut self, owner: &str, register: &str, (first, last): (i64, i64)) {
        for block in first / BLOCK..=last / BLOCK {
            self.0.insert((owner.to_owned(), register.to_owned(), block));
        }
    }

    /// Notes that persons of an organisation were linked, or taken apart.
    pub(crate) fn links(&mut self, owner: &str) {
        self.0.insert((owner.to_owned(), LINKS.to_owned(), 0));
    }

    /// Notes that the definition of a register has changed, and with it perhaps all its entries.
    pub(crate) fn definition(&mut self, register: &str) {
        self.0.insert((NOBODY.to_owned(), register.to_owned(), 0));
    }

    /// Writes new stamps: the last thing before a transaction is kept, and always in the same order, so that nobody
    /// waits for them long, and no two for each other.
    pub(crate) async fn stamp(self, tx: &mut Tx) -> Result<(), StoreError> {
        let touched: Vec<_> = self.0.into_iter().collect();
        for some in touched.chunks(AT_ONCE) {
            let mut on = OnConflict::columns(["owner", "register", "block"]);
            on.update_column("stamp");
            let mut query = Query::insert();
            query.into_table("entry_stamps").columns(["owner", "register", "block", "stamp"]);
            for (owner, register, block) in some {
                let (_, stamp) = uuid::Uuid::new_v4().as_u64_pair();
                let stamp = stamp.cast_signed();
                let (owner, register) = (owner.as_str(), register.as_str());
                query.values_panic([owner.into(), register.into(), (*block).into(), stamp.into()]);
            }
            tx.run(query.on_conflict(on)).await?;
        }
        Ok(())
    }
}
