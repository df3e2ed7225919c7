//! The columns of a sheet: the edges of all tables on it, so that each finds its own among them.

/// Width of a sheet in pixels: that of an upright page, so that it is printed in its own size.
pub(super) const UPRIGHT: u32 = 620;
/// Width of a sheet in pixels whose pages lie on their side.
pub(super) const LYING: u32 = 920;
/// Edges nearer to each other than this are one, in pixels.
const NEAR: u32 = 10;

/// Edges of columns in pixels, the left and the right edge of the sheet among them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    edges: Vec<u32>,
    /// Width of the sheet.
    whole: u32,
}

impl Columns {
    /// The columns that tables with these widths need on a sheet so many pixels wide.
    pub(super) fn of<'t>(tables: impl Iterator<Item = &'t [u32]>, whole: u32) -> Columns {
        let mut edges = vec![0, whole];
        for widths in tables {
            let own = own_edges(widths, whole);
            let narrow = own.iter().zip(own.iter().skip(1)).any(|(a, b)| b - a < 2 * NEAR);
            // Edges of one table are never taken for one, however near they are.
            let is_known = |edge: &u32, edges: &[u32]| {
                !narrow && edges.iter().any(|known| known.abs_diff(*edge) < NEAR)
            };
            let new: Vec<u32> = own.into_iter().filter(|edge| !is_known(edge, &edges)).collect();
            edges.extend(new);
        }
        if edges.len() == 2 {
            // Some programs fit a sheet to the page only where it has several columns.
            edges.push(whole / 2);
        }
        edges.sort_unstable();
        edges.dedup();
        Columns { edges, whole }
    }

    /// Widths of the columns.
    pub(super) fn pixels(&self) -> Vec<u32> {
        let pairs = self.edges.iter().zip(self.edges.iter().skip(1));
        pairs.map(|(left, right)| right - left).collect()
    }

    /// For each edge of a table with these widths the number of the column that begins there.
    pub(super) fn places(&self, widths: &[u32]) -> Vec<u16> {
        let mut next = 0;
        let place = |edge: &u32| {
            let left = self.edges.iter().enumerate().skip(next);
            let found = left.min_by_key(|(_, known)| known.abs_diff(*edge));
            let at = found.map_or(next, |(at, _)| at);
            next = at + 1;
            u16::try_from(at).unwrap_or(u16::MAX)
        };
        own_edges(widths, self.whole).iter().map(place).collect()
    }

    /// The last column.
    pub(super) fn last(&self) -> u16 {
        u16::try_from(self.edges.len().saturating_sub(2)).unwrap_or(u16::MAX)
    }

    /// Width of the columns from `first` to `last` in pixels.
    pub(super) fn width(&self, first: u16, last: u16) -> u32 {
        let edge = |at: usize| self.edges.get(at).copied().unwrap_or(self.whole);
        edge(usize::from(last) + 1).saturating_sub(edge(usize::from(first)))
    }
}

/// Edges of a table as wide as the sheet.
fn own_edges(widths: &[u32], whole: u32) -> Vec<u32> {
    let total: u64 = widths.iter().map(|width| u64::from(*width)).sum::<u64>().max(1);
    let mut sum = 0;
    let mut edges = vec![0];
    for width in widths {
        sum += u64::from(*width);
        edges.push(u32::try_from(sum * u64::from(whole) / total).unwrap_or(whole));
    }
    edges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_share_the_edges_that_are_near() {
        let tables: [&[u32]; 2] = [&[1, 1, 2], &[100, 302, 398]];
        let columns = Columns::of(tables.into_iter(), UPRIGHT);
        assert_eq!(columns.pixels(), [77, 78, 155, 310]);
        assert_eq!(columns.places(tables[0]), [0, 2, 3, 4]);
        assert_eq!(columns.places(tables[1]), [0, 1, 3, 4]);
        assert_eq!((columns.last(), columns.width(0, 1)), (3, 155));
        assert_eq!(Columns::of(std::iter::empty(), LYING).pixels(), [LYING / 2, LYING / 2]);
    }

    #[test]
    fn narrow_columns_stay_apart() {
        let tables: [&[u32]; 2] = [&[1, 1], &[178, 2, 2, 178]];
        let columns = Columns::of(tables.into_iter(), UPRIGHT);
        let places = columns.places(tables[1]);
        assert!(places.windows(2).all(|pair| pair[0] < pair[1]), "{places:?}");
    }
}
