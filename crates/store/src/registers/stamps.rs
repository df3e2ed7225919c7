//! Stamps: whether entries have changed since something was found of them.
//!
//! Every transaction that changes entries of a register leaves a new stamp at each block of entries that it touched;
//! new entries need none, for their numbers are behind the last one that was known. As long as the stamps and the last
//! numbers of the registers that were asked are the same, what was found of them holds; where a few have changed, only
//! those blocks and the new entries are to be asked. One more stamp changes with every transaction that writes to any
//! register: as long as it is the same, so are all. Stamps are random: they are compared and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use sea_query::{Cond, Expr, ExprTrait, OnConflict, Query, UnionType};

use super::conditions::Owners;
use crate::{Scope, StoreError, Tx};

/// So many entries of an owner's register are a block, by their numbers. It was 16,384 once: what stamps were left then
/// says as much as others, since it is only asked whether a stamp is still the same.
pub const BLOCK: i64 = 1 << 12;

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

/// What stands for no register: its stamp changes with every other one.
const ANY: &str = "";

/// What stands for a block where an owner's last number is told.
const LAST: i64 = -1;

/// The stamps of the registers of some owners, and of their definitions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stamps {
    all: BTreeMap<String, BTreeMap<Block, i64>>,
    /// The last number that an owner's entry of a register got.
    last: BTreeMap<String, BTreeMap<String, i64>>,
    /// Of each register what its stamps and last numbers come to.
    stands: BTreeMap<String, u64>,
}

/// What a transaction has written to.
#[derive(Debug, Default)]
pub(crate) struct Touched(BTreeSet<(String, String, i64)>);

impl Block {
    /// Those of an owner's entries from one number to another.
    pub(crate) fn of(owner: &str, (first, last): (i64, i64)) -> impl Iterator<Item = Block> {
        (first / BLOCK..=last / BLOCK).map(move |number| Block { owner: owner.to_owned(), number })
    }

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
        let last = Query::select()
            .columns(["owner", "register"])
            .expr(Expr::cust(LAST.to_string()))
            .column("last")
            .from("entry_numbers")
            .cond_where(scope.of(("entry_numbers", "owner")))
            .to_owned();
        let query = Query::select()
            .columns(["owner", "register", "block", "stamp"])
            .from("entry_stamps")
            .cond_where(Cond::any().add(scope.of(("entry_stamps", "owner"))).add(of_nobody))
            .union(UnionType::All, last)
            .to_owned();
        let mut stamps = Stamps::default();
        for row in tx.all(&query).await? {
            let (owner, register) = (row.text("owner")?, row.text("register")?);
            match row.number("block")? {
                LAST => {
                    let of_register = stamps.last.entry(register).or_default();
                    of_register.insert(owner, row.number("stamp")?);
                }
                number => {
                    let of_register = stamps.all.entry(register).or_default();
                    of_register.insert(Block { owner, number }, row.number("stamp")?);
                }
            }
        }
        stamps.sum_up();
        Ok(stamps)
    }

    /// Every figure of a register asks what its stamps come to.
    fn sum_up(&mut self) {
        let registers: BTreeSet<&String> = self.all.keys().chain(self.last.keys()).collect();
        let stand = |register: &&String| {
            let mut hasher = DefaultHasher::new();
            self.all.get(*register).hash(&mut hasher);
            self.last.get(*register).hash(&mut hasher);
            ((*register).clone(), hasher.finish())
        };
        self.stands = registers.iter().map(stand).collect();
    }

    /// What [`Stamps::newest`] was when they were found.
    pub fn newest_then(&self) -> Option<i64> {
        let any = Block { owner: NOBODY.to_owned(), number: 0 };
        self.all.get(ANY)?.get(&any).copied()
    }

    /// What is another number, or a first one, once anything was written to any register.
    ///
    /// # Errors
    /// If the database says no.
    pub async fn newest(tx: &mut Tx) -> Result<Option<i64>, StoreError> {
        let query = Query::select()
            .column("stamp")
            .from("entry_stamps")
            .and_where(Expr::col("owner").eq(NOBODY))
            .and_where(Expr::col("register").eq(ANY))
            .to_owned();
        tx.first(&query).await?.map(|row| row.number("stamp")).transpose()
    }

    /// Whose entries of a register are in sight.
    pub(crate) fn owners(&self, register: &str) -> Owners {
        Owners(self.last(register).map(|(owner, _)| owner.to_owned()).collect())
    }

    /// The owners of entries of a register, in order, and the last number that was given to one of theirs.
    pub fn last(&self, register: &str) -> impl Iterator<Item = (&str, i64)> {
        let all = self.last.get(register).into_iter().flatten();
        all.map(|(owner, last)| (owner.as_str(), *last))
    }

    /// Those of a register by block.
    pub fn blocks(&self, register: &str) -> impl Iterator<Item = (&Block, i64)> {
        let all = self.all.get(register).into_iter().flatten();
        all.filter(|(block, _)| block.owner != NOBODY).map(|(block, stamp)| (block, *stamp))
    }

    /// The stamp of a register's definition, if it was ever changed.
    pub fn definition(&self, register: &str) -> Option<i64> {
        let all = self.all.get(register)?;
        all.get(&Block { owner: NOBODY.to_owned(), number: 0 }).copied()
    }

    /// What is another number once anything in one of these registers has changed.
    pub fn stand<'a>(&self, registers: impl IntoIterator<Item = &'a str>) -> u64 {
        let mut hasher = DefaultHasher::new();
        for register in registers {
            register.hash(&mut hasher);
            self.stands.get(register).hash(&mut hasher);
        }
        hasher.finish()
    }
}

impl Touched {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Notes the entries from one number to another.
    pub(crate) fn entries(&mut self, owner: &str, register: &str, numbers: (i64, i64)) {
        for Block { owner, number } in Block::of(owner, numbers) {
            self.0.insert((owner, register.to_owned(), number));
        }
    }

    /// Notes that there are new entries, of whatever register: their numbers tell which.
    pub(crate) fn new_entries(&mut self) {
        self.0.insert((NOBODY.to_owned(), ANY.to_owned(), 0));
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
    pub(crate) async fn stamp(mut self, tx: &mut Tx) -> Result<(), StoreError> {
        if self.is_empty() {
            return Ok(());
        }
        self.new_entries();
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
