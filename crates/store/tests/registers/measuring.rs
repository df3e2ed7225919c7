//! Figures of measures agree with a second computation: a plain walk over rows in memory, kept by hand at every moment.

use std::collections::BTreeSet;

use store::registers::conditions::{Condition, Test};
use store::registers::crossing::Wanted;
use store::registers::imports::{self, File, Importing, Undoing};
use store::registers::measuring::{
    Also, Asked, By, Empty, Figure, Persons, Piece, Related, Take, evidence, figures, figures_by,
};
use store::registers::{Book, Making, Table, entries, people};
use store::{Cell, Scope, StoreError, Tx};
use testkit::database::Database;

use super::plain::{Row, World, computed, computed_by, shares};
use super::questions::{distinct, of, of_households, of_payments};
use super::world::{household, opened, payment, registers, text};

/// Numbers as if by chance, the same in every run.
pub(crate) struct Chance(pub(crate) u64);

/// What may be there once: household, day, kind.
pub(crate) type Known = BTreeSet<[String; 3]>;

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        (self.0 >> 33) % most
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        let at = usize::try_from(self.below(of.len() as u64)).expect("small");
        *of.get(at).expect("one")
    }

    /// A cell, and now and then nothing.
    fn or_nothing(&mut self, cell: Cell) -> Cell {
        if self.below(6) == 0 { Cell::Nothing } else { cell }
    }
}

pub(crate) fn moment(at: usize) -> String {
    format!("2026-03-{:02}T{:02}:00:00.000Z", 1 + at / 24, at % 24)
}

fn household_cells(chance: &mut Chance) -> Vec<Cell> {
    let number = format!("H{}", chance.below(1_000_000));
    let members = i64::try_from(chance.below(5)).expect("small");
    let hash = format!("p{}", chance.below(6));
    let mut cells = household(&number, chance.one(&["张", "李", "王"]), members, &hash);
    for at in [1, 2, 3, 4] {
        let cell = cells.get_mut(at).expect("a cell");
        *cell = chance.or_nothing(cell.clone());
    }
    cells
}

fn payment_cells(chance: &mut Chance, known: &mut Known) -> Vec<Cell> {
    let day = format!("202{}-0{}-1{}", 4 + chance.below(2), 1 + chance.below(4), chance.below(10));
    let fen = i64::try_from(chance.below(900)).expect("small") - 100;
    let to = format!("张{}", chance.below(3));
    let mut cells = payment(&to, &day, fen, chance.one(&["生活", "医疗", "助学"]));
    let later = format!("202{}-0{}-15", 4 + chance.below(2), 1 + chance.below(4));
    let hash = text(&format!("p{}", chance.below(7)));
    for (at, cell) in [(0, text(chance.one(&["张", "李", "王"]))), (4, text(&later)), (5, hash)]
    {
        *cells.get_mut(at).expect("a cell") = cell;
    }
    for cell in &mut cells {
        *cell = chance.or_nothing(cell.clone());
    }
    let once = [0, 1, 3].map(|at| format!("{:?}", cells.get(at).expect("a cell")));
    if !known.insert(once) {
        *cells.first_mut().expect("a household") = Cell::Nothing;
    }
    cells
}

/// Does something as if by chance to both registers at a moment, and the same to the world in memory.
pub(crate) async fn happen(
    tx: &mut Tx,
    world: &mut World,
    [file, journal]: [&Table; 2],
    (chance, known): (&mut Chance, &mut Known),
    at: &str,
) {
    let owner = chance.one(&["d1", "d2"]);
    let making = Making { owner, by: "u1", at };
    match chance.below(10) {
        0..=2 => {
            let (cells, state) = (household_cells(chance), chance.one(&["在档", "脱困"]));
            let id = entries::insert(tx, file, making, state, cells.clone()).await.expect("kept");
            world.files.push(Row::new(owner, id, state, cells));
        }
        3..=5 => {
            let cells = payment_cells(chance, known);
            let id = entries::insert(tx, journal, making, "", cells.clone()).await.expect("kept");
            world.journal.push(Row::new(owner, id, "", cells));
        }
        6 => {
            let (one, other) = (chance.below(7), chance.below(7));
            if one != other {
                let (one, other) = (format!("p{one}"), format!("p{other}"));
                people::link(tx, making, (&one, &other), "同一人").await.expect("linked");
                world.links.push((owner.to_owned(), one, other));
            }
        }
        7 if !world.journal.is_empty() => {
            let at = chance.below(world.journal.len() as u64);
            let row = world.journal.remove(usize::try_from(at).expect("small"));
            let mut cells = row.cells.clone();
            if let Some(Cell::Number(fen)) = cells.get_mut(2) {
                *fen = -*fen;
            }
            let making = Making { owner: &row.owner, ..making };
            entries::reverse(tx, journal, making, row.id, cells).await.expect("reversed");
        }
        what if !world.files.is_empty() => {
            let at = usize::try_from(chance.below(world.files.len() as u64)).expect("small");
            let row = world.files.get_mut(at).expect("a row");
            let seen = entries::Seen { id: row.id, version: row.version };
            let making = Making { owner: &row.owner, ..making };
            row.version += 1;
            if what == 8 {
                let mut cells = household_cells(chance);
                *cells.first_mut().expect("a number") = row.cells.first().expect("one").clone();
                let done = entries::change(tx, file, making, seen, cells.clone(), "改").await;
                done.expect("changed");
                row.cells = cells;
            } else if chance.below(2) == 0 {
                let to = chance.one(&["在档", "脱困", "退档"]);
                entries::move_state(tx, file, making, seen, to, "变").await.expect("moved");
                row.state = to.to_owned();
            } else {
                entries::remove(tx, file, making, seen, "删").await.expect("removed");
                world.files.remove(at);
            }
        }
        _ => {}
    }
}

async fn agree(
    tx: &mut Tx,
    world: &World,
    asked: &[Asked<'_>],
    at: Option<&str>,
    owner: Option<&str>,
) {
    let scope =
        owner.map_or_else(Scope::everything, |one| Scope::below(vec![format!("r1/{one}/")]));
    let world = &world.of(owner);
    let found = figures(tx, &scope, asked, at).await.expect("figures");
    let mut by_twos = Vec::new();
    for two in asked.chunks(2) {
        by_twos.extend(figures(tx, &scope, two, at).await.expect("two figures"));
    }
    assert_eq!(by_twos, found, "{at:?} {owner:?}");
    for (one, figure) in asked.iter().zip(found) {
        let where_ = format!("{at:?} {owner:?} {:?} {:?}", one.take, one.of.conditions);
        assert_eq!(figure, computed(world, one), "{where_}");
        let mut pieces: Vec<Piece> = Vec::new();
        loop {
            let after = pieces.last().map(|last| (last.owner.clone(), last.id));
            let after = after.as_ref().map(|(owner, id)| (owner.as_str(), *id));
            let page = evidence(tx, &scope, one, at, (9, after)).await.expect("evidence");
            assert!(page.len() <= 9);
            let is_last = page.len() < 9;
            pieces.extend(page);
            if is_last {
                break;
            }
        }
        assert_eq!(pieces, shares(world, one), "{where_}");
        adds_up(&pieces, one, &figure);
    }
}

/// The shares of counts and sums add up to the figure.
fn adds_up(pieces: &[Piece], asked: &Asked<'_>, figure: &Figure) {
    let is_sum = !matches!(asked.take, Take::Least(_) | Take::Greatest(_) | Take::Highest { .. });
    let share = |piece: &Piece| if let Cell::Number(share) = piece.share { share } else { 0 };
    if is_sum {
        let sum: i64 = pieces.iter().map(share).sum();
        assert_eq!(figure.value, Cell::Number(sum), "{:?}", asked.take);
    } else {
        assert!(pieces.iter().all(|piece| piece.share == figure.value), "{:?}", asked.take);
    }
}

#[tokio::test]
async fn figures_agree_with_a_walk_over_rows_at_every_moment() {
    for (seed, database) in (1..=2).flat_map(|seed| Database::both().map(move |one| (seed, one))) {
        let store = opened(&database).await;
        let (file, journal) = registers(&store).await;
        let mut tx = store.write().await.expect("tx");
        let mut chance = Chance(seed);
        let (mut world, mut worlds, mut known) = (World::default(), Vec::new(), Known::new());
        for at in 0..60 {
            // Several things happen at one moment.
            for _ in 0..3 {
                let tables = [&file, &journal];
                let by = (&mut chance, &mut known);
                happen(&mut tx, &mut world, tables, by, &moment(at)).await;
            }
            worlds.push(world.clone());
        }
        assert!(world.files.len() > 5 && world.journal.len() > 20, "{world:?}");
        let mut asked = of_payments(&journal, &file);
        asked.extend(of_households(&journal, &file));
        for owner in [None, Some("d1")] {
            agree(&mut tx, &world, &asked, None, owner).await;
            for at in [1, 20, 33, 46, 59] {
                let then = worlds.get(at).expect("a world");
                agree(&mut tx, then, &asked, Some(&moment(at)), owner).await;
            }
        }
        let between = moment(20).replace(":00:00.000", ":59:59.999");
        agree(&mut tx, worlds.get(20).expect("a world"), &asked, Some(&between), None).await;
        agree(&mut tx, &World::default(), &asked, Some("2026-02-28T00:00:00.000Z"), None).await;
        for one in &asked {
            for by in groups(one) {
                for (at, then) in [(None, &world), (Some(33), worlds.get(33).expect("a world"))] {
                    let (moment, everything) = (at.map(moment), Scope::everything());
                    let found = figures_by(&mut tx, &everything, one, &by, moment.as_deref());
                    let found = found.await.expect("groups");
                    assert_eq!(found, computed_by(then, one, &by), "{by:?} {:?}", one.take);
                }
            }
        }
    }
}

/// By what the figures of a question are broken down.
pub(crate) fn groups(asked: &Asked<'_>) -> Vec<By> {
    let is_journal = asked.of.table.book == Book::Journal;
    let column = if is_journal { "select" } else { "name" };
    let mut all = vec![By::Owner, By::Column(column.into())];
    if is_journal {
        all.push(By::Month("paid_on".into()));
    }
    all
}

#[tokio::test]
async fn an_import_that_was_undone_was_known_until_then() {
    for database in Database::both() {
        let store = opened(&database).await;
        let (_, journal) = registers(&store).await;
        let mut tx = store.write().await.expect("tx");
        let rows = ["a", "b"].map(|one| payment(one, "2025-01-02", 100, "生活"));
        let (first, later) = (moment(1), moment(5));
        let making = |at| Making { owner: "d1", by: "u1", at };
        let name = File { name: "发放.xlsx", digest: "d", expected: 2 };
        let importing = Importing::begin(&mut tx, &journal, making(&first), name).await;
        let mut importing = importing.expect("begun");
        for cells in rows {
            importing.writer.push(&mut tx, "", cells).await.expect("pushed");
        }
        let import = importing.finish(&mut tx).await.expect("finished").id;
        let undone = imports::undo(&mut tx, &journal, making(&later), import).await;
        let undone = undone.expect("undone");
        assert!(matches!(undone, Undoing::Done(2)));
        let sum = Take::Sum { column: "amount".into(), empty: 0 };
        let asked = [Asked { of: of(&journal, vec![], vec![]), take: sum }];
        for (at, expected) in
            [(Some(0), 0), (Some(1), 200), (Some(4), 200), (Some(5), 0), (None, 0)]
        {
            let at = at.map(moment);
            let found = figures(&mut tx, &Scope::everything(), &asked, at.as_deref()).await;
            let found = found.expect("a figure").remove(0).value;
            assert_eq!(found, Cell::Number(expected), "{at:?} {}", database.kind);
        }
    }
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused() {
    for database in Database::both() {
        let store = opened(&database).await;
        let (file, journal) = registers(&store).await;
        let mut tx = store.read().await.expect("tx");
        let join = |one: &str, two: &str| vec![(one.to_owned(), two.to_owned())];
        let related = |join| {
            let of = of(&file, vec![], vec![]);
            Also::Related(Related { of, join, persons: vec![], wanted: Wanted::Present })
        };
        let not_later =
            Also::NotLater { column: "amount".into(), than: "paid_on".into(), plus_days: 0 };
        let count = |also| Asked { of: of(&journal, vec![], vec![also]), take: Take::Entries };
        let take = |take| Asked { of: of(&file, vec![], vec![]), take };
        let wrong = [
            count(related(vec![])),
            count(related(join("paid_on", "members"))),
            count(related(join("payee_lookup", "identity"))),
            count(not_later),
            count(Also::AtLeastOrEmpty("amount".into(), text("1"))),
            take(Take::Sum { column: "name".into(), empty: 0 }),
            take(Take::Least("identity".into())),
            take(Take::Greatest("nothing".into())),
            take(distinct("members", Persons::Linked, Empty::LeftOut)),
            take(distinct("members", Persons::AsTheyAre, Empty::OfItsOwn)),
            take(Take::Last { column: "members".into(), on: "members".into(), empty: 0 }),
        ];
        for asked in wrong {
            for at in [None, Some("2026-03-02T01:00:00.000Z")] {
                let everything = Scope::everything();
                let one = std::slice::from_ref(&asked);
                let said = figures(&mut tx, &everything, one, at).await;
                assert!(matches!(said, Err(StoreError::Refused { .. })), "{asked:?} {said:?}");
                let said = evidence(&mut tx, &everything, &asked, at, (9, None)).await;
                assert!(matches!(said, Err(StoreError::Refused { .. })), "{asked:?} {said:?}");
            }
        }
    }
}

#[tokio::test]
async fn versions_from_before_a_definition_changed_are_read_as_they_were_kept() {
    use store::registers::Step;
    use store::registers::definitions::{Installing, revise};
    use store::registers::table::Kind;
    for database in Database::both() {
        let store = opened(&database).await;
        let (file, _) = registers(&store).await;
        let mut tx = store.write().await.expect("tx");
        let (first, second, third) = (moment(1), moment(2), moment(3));
        let making = |at| Making { owner: "d1", by: "u1", at };
        let cells = household("H1", "张", 3, "a");
        let id = entries::insert(&mut tx, &file, making(&first), "在档", cells).await;
        let id = id.expect("kept");
        let seen = entries::Seen { id, version: 1 };
        let moved = entries::move_state(&mut tx, &file, making(&second), seen, "脱困", "变").await;
        moved.expect("moved");
        // From now on households have heads, members are counted by tenths, and there is a town.
        let mut after = file.clone();
        after.columns.push(super::world::column("town", Kind::Text));
        for column in &mut after.columns {
            column.name = column.name.replace("members", "heads");
        }
        let steps = [
            Step::Rename { from: "members".into(), to: "heads".into() },
            Step::Scale { column: "heads".into(), by: 1 },
            Step::Add { column: super::world::column("town", Kind::Text) },
        ];
        let new = Installing { version: 2, text: "新", by: "u1", at: &third };
        revise(&mut tx, &after, &steps, &new).await.expect("revised");
        let (fourth, seen) = (moment(4), entries::Seen { id, version: 2 });
        let moved = entries::move_state(&mut tx, &after, making(&fourth), seen, "返困", "变").await;
        moved.expect("moved");
        let sum = || Take::Sum { column: "heads".into(), empty: 0 };
        let town = Condition::new("town", Test::Empty);
        let asked = [Asked { of: of(&after, vec![town], vec![]), take: sum() }];
        for at in [Some(1), Some(2), Some(3), Some(4), None] {
            let at = at.map(moment);
            let found = figures(&mut tx, &Scope::everything(), &asked, at.as_deref()).await;
            let found = found.expect("a figure").remove(0).value;
            assert_eq!(found, Cell::Number(30), "{at:?} {}", database.kind);
        }
    }
}
