//! Long bytes: sealed in pieces, so that all processors can work at them.

use std::panic::resume_unwind;
use std::thread;

use super::{BESIDE, NotOurs, Vault};

/// What long bytes begin with that were sealed in pieces.
const WAY: u8 = 2;
/// Bytes of a piece before it is sealed.
const PIECE: usize = 1 << 20;

impl Vault {
    /// Seals long bytes that belong to `place`. Each of their pieces belongs to its turn among so many.
    pub fn seal_long(&self, place: &str, bytes: &[u8]) -> Vec<u8> {
        let mut pieces: Vec<&[u8]> = bytes.chunks(PIECE).collect();
        if pieces.is_empty() {
            pieces.push(&[]);
        }
        let mut all = Vec::with_capacity(1 + bytes.len() + pieces.len() * BESIDE);
        all.push(WAY);
        let seal = |turn: &str, piece: &[u8]| self.seal_bytes(turn, piece);
        side_by_side(place, &pieces, seal, |sealed| all.extend_from_slice(&sealed));
        all
    }

    /// The bytes that were sealed for `place`, in pieces or as one.
    ///
    /// # Errors
    /// As [`Vault::unseal`]; also if pieces are missing or stand in another order.
    pub fn unseal_long(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, NotOurs> {
        let Some((&WAY, rest)) = sealed.split_first() else {
            return self.unseal_bytes(place, sealed);
        };
        let pieces: Vec<&[u8]> = rest.chunks(PIECE + BESIDE).collect();
        if pieces.is_empty() {
            return Err(NotOurs);
        }
        let (mut all, mut wrong) = (Vec::with_capacity(rest.len()), None);
        let unseal = |turn: &str, piece: &[u8]| self.unseal_bytes(turn, piece);
        side_by_side(place, &pieces, unseal, |piece| match piece {
            Ok(piece) => all.extend_from_slice(&piece),
            Err(error) => wrong = Some(error),
        });
        wrong.map_or(Ok(all), Err)
    }
}

/// Does some work with each piece, as many at a time as there are processors, and hands on what came out in order.
fn side_by_side<T: Send>(
    place: &str,
    pieces: &[&[u8]],
    work: impl Fn(&str, &[u8]) -> T + Sync,
    mut take: impl FnMut(T),
) {
    let at_once = thread::available_parallelism().map_or(1, usize::from);
    let turns = pieces.iter().enumerate().map(|(at, piece)| {
        let turn = format!("{place}/{at}/{}", pieces.len());
        (turn, *piece)
    });
    let turns: Vec<(String, &[u8])> = turns.collect();
    let work = &work;
    for some in turns.chunks(at_once) {
        thread::scope(|scope| {
            let threads: Vec<_> =
                some.iter().map(|(turn, piece)| scope.spawn(move || work(turn, piece))).collect();
            for thread in threads {
                take(thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_come_out_whole_in_order_and_in_their_place() {
        let vault = Vault::passing();
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 7] {
            let bytes: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
            let sealed = vault.seal_long("staged/a", &bytes);
            assert_eq!(vault.unseal_long("staged/a", &sealed).as_ref(), Ok(&bytes), "{length}");
            assert_eq!(vault.unseal_long("staged/b", &sealed), Err(NotOurs), "{length}");
            let one = PIECE + BESIDE;
            for left in [0, 1, 2, 1 + one, 1 + 2 * one, sealed.len() - 1] {
                let left = sealed.get(..left).filter(|left| left.len() < sealed.len());
                let Some(left) = left else { continue };
                assert_eq!(vault.unseal_long("staged/a", left), Err(NotOurs), "{length}");
            }
            if length > 2 * PIECE {
                let mut other = sealed.clone();
                let (first, rest) = other[1..].split_at_mut(one);
                first.swap_with_slice(&mut rest[..one]);
                assert_eq!(vault.unseal_long("staged/a", &other), Err(NotOurs));
            }
        }
        let whole = vault.seal_bytes("staged/a", b"an earlier one");
        assert_eq!(vault.unseal_long("staged/a", &whole).as_deref(), Ok(&b"an earlier one"[..]));
    }
}
