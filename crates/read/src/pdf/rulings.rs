//! Rulings of a page put straight: snapped to common positions, joined, and gathered into frames.

use pages::{Area, POINT, Ruling};

/// Rulings nearer than this are one: the two sides of a drawn line, a double line.
const NEAR: i32 = 3 * POINT;

/// A page with more pieces of rulings than this is a drawing.
const MOST: usize = 6000;

/// A ruling along one axis: its position on the other, where it begins and ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) at: i32,
    pub(super) from: i32,
    pub(super) to: i32,
}

impl Segment {
    /// Whether the ruling covers most of the way between two points.
    pub(super) fn covers(&self, from: i32, to: i32) -> i32 {
        (self.to.min(to) - self.from.max(from)).max(0)
    }
}

/// Rulings that hang together.
#[derive(Clone, Debug, Default)]
pub(super) struct Frame {
    pub(super) across: Vec<Segment>,
    pub(super) down: Vec<Segment>,
}

impl Frame {
    /// The box around it.
    pub(super) fn area(&self) -> Area {
        let xs = self.across.iter().flat_map(|s| [s.from, s.to]);
        let xs: Vec<i32> = xs.chain(self.down.iter().map(|s| s.at)).collect();
        let ys = self.down.iter().flat_map(|s| [s.from, s.to]);
        let ys: Vec<i32> = ys.chain(self.across.iter().map(|s| s.at)).collect();
        let edge = |found: Option<&i32>| found.copied().unwrap_or(0);
        Area {
            left: edge(xs.iter().min()),
            top: edge(ys.iter().min()),
            right: edge(xs.iter().max()),
            bottom: edge(ys.iter().max()),
        }
    }
}

/// The frames on a page, from top to bottom.
pub(super) fn frames(rulings: &[Ruling]) -> Vec<Frame> {
    if rulings.len() > 4 * MOST {
        return Vec::new();
    }
    let (mut across, mut down) = (Vec::new(), Vec::new());
    for ruling in rulings {
        match *ruling {
            Ruling::Across { y, left, right } => {
                across.push(Segment { at: y, from: left, to: right });
            }
            Ruling::Down { x, top, bottom } => down.push(Segment { at: x, from: top, to: bottom }),
        }
    }
    let (across, down) = (straight(across), straight(down));
    if across.len() + down.len() > MOST {
        return Vec::new();
    }
    let mut frames = connected(&across, &down);
    frames.sort_by_key(|frame| (frame.area().top, frame.area().left));
    frames
}

/// Snaps rulings to common positions and joins those that touch end to end.
fn straight(mut segments: Vec<Segment>) -> Vec<Segment> {
    segments.sort_by_key(|segment| segment.at);
    let mut snapped = Vec::with_capacity(segments.len());
    let mut rest = segments.as_slice();
    while let Some(first) = rest.first() {
        // Never wider than a double line, so that a fine pattern does not run into one position.
        let count = rest.iter().take_while(|segment| segment.at - first.at <= NEAR).count();
        let (group, behind) = rest.split_at(count);
        let at = group.last().map_or(first.at, |last| i32::midpoint(first.at, last.at));
        snapped.extend(joined(group, at));
        rest = behind;
    }
    snapped
}

fn joined(group: &[Segment], at: i32) -> Vec<Segment> {
    let mut group: Vec<Segment> = group.to_vec();
    group.sort_by_key(|segment| (segment.from, segment.to));
    let mut joined: Vec<Segment> = Vec::new();
    for segment in group {
        match joined.last_mut() {
            Some(last) if segment.from <= last.to + NEAR => last.to = last.to.max(segment.to),
            _ => joined.push(Segment { at, ..segment }),
        }
    }
    joined
}

/// Gathers rulings that cross or touch.
fn connected(across: &[Segment], down: &[Segment]) -> Vec<Frame> {
    let mut sets = Sets::new(across.len() + down.len());
    for (index, line) in across.iter().enumerate() {
        // Both lists are in the order of their positions.
        let begin = down.partition_point(|other| other.at < line.from - NEAR);
        let near = down.iter().enumerate().skip(begin);
        for (other, post) in near.take_while(|(_, post)| post.at <= line.to + NEAR) {
            if post.from - NEAR <= line.at && line.at <= post.to + NEAR {
                sets.join(index, across.len() + other);
            }
        }
    }
    let mut frames: Vec<(usize, Frame)> = Vec::new();
    let mut place: Vec<Option<usize>> = vec![None; across.len() + down.len()];
    for index in 0..across.len() + down.len() {
        let root = sets.root(index);
        let known = place.get(root).copied().flatten();
        let at = known.unwrap_or_else(|| {
            frames.push((root, Frame::default()));
            frames.len() - 1
        });
        if let Some(slot) = place.get_mut(root) {
            *slot = Some(at);
        }
        let Some((_, frame)) = frames.get_mut(at) else { continue };
        match across.get(index) {
            Some(line) => frame.across.push(*line),
            None => frame.down.extend(down.get(index - across.len())),
        }
    }
    frames.into_iter().map(|(_, frame)| frame).collect()
}

/// Sets that grow together.
#[derive(Debug)]
pub(super) struct Sets(Vec<usize>);

impl Sets {
    /// So many sets of one member each.
    pub(super) fn new(count: usize) -> Sets {
        Sets((0..count).collect())
    }

    /// The member that stands for the set of this one.
    pub(super) fn root(&mut self, member: usize) -> usize {
        let mut at = member;
        while let Some(&above) = self.0.get(at)
            && above != at
        {
            let next = self.0.get(above).copied().unwrap_or(above);
            if let Some(slot) = self.0.get_mut(at) {
                *slot = next;
            }
            at = above;
        }
        at
    }

    /// Makes one set of two. The lesser member stands for it.
    pub(super) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if let Some(slot) = self.0.get_mut(a.max(b)) {
            *slot = a.min(b);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn across(y: i32, left: i32, right: i32) -> Ruling {
        Ruling::Across { y, left, right }
    }

    fn down(x: i32, top: i32, bottom: i32) -> Ruling {
        Ruling::Down { x, top, bottom }
    }

    #[test]
    fn the_sides_of_drawn_lines_are_one_ruling() {
        let found = frames(&[
            across(1000, 0, 5000),
            across(1050, 0, 5000),
            across(1025, 5100, 9000),
            across(4000, 0, 9000),
            down(0, 1000, 4000),
            down(9000, 1000, 4000),
            across(7000, 0, 9000),
        ]);
        let sizes: Vec<_> = found.iter().map(|f| (f.across.len(), f.down.len())).collect();
        assert_eq!(sizes, [(2, 2), (1, 0)]);
        assert_eq!(found[0].area(), Area { left: 0, top: 1000, right: 9000, bottom: 4000 });
    }

    #[test]
    fn frames_apart_are_two() {
        let frame = |top| [across(top, 0, 900), across(top + 900, 0, 900), down(0, top, top + 900)];
        let all: Vec<Ruling> = frame(9000).into_iter().chain(frame(0)).collect();
        let tops: Vec<i32> = frames(&all).iter().map(|frame| frame.area().top).collect();
        assert_eq!(tops, [0, 9000]);
    }
}
