//! The interpreter of hayro as a source of pages.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::thread;

use hayro_interpret::hayro_syntax::page::Page as Leaf;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, TransformExt, interpret_page,
};
use kurbo::Rect;

use crate::canvas::{Canvas, Spent};
use crate::geometry::units;
use crate::{Area, Bounds, Document, Glyph, Page, PageSource, PagesError, guard, upright};

/// Addresses that the thread of the library may use for its stack; memory is taken only for what it
/// does use. Brackets as deep as `nesting` lets them pass need an eighth of it, or half where nothing
/// is optimised.
const STACK: usize = 256 << 20;

/// Reads with hayro.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hayro;

impl PageSource for Hayro {
    fn read(&self, bytes: &[u8], bounds: Bounds) -> Result<Document, PagesError> {
        guard::check(bytes, bounds)?;
        let (sender, receiver) = mpsc::sync_channel(1);
        let bytes = bytes.to_vec();
        let work = move || {
            // The library indexes and unwraps: no file is known to make it panic, any may.
            let read = catch_unwind(AssertUnwindSafe(|| read(bytes, bounds)));
            // Nobody listens any more when the time was up.
            let _ = sender.send(read.unwrap_or(Err(PagesError::Unreadable)));
        };
        let thread = thread::Builder::new().name("pdf".to_owned()).stack_size(STACK);
        thread.spawn(work).map_err(|_| PagesError::Unreadable)?;
        receiver.recv_timeout(bounds.time).unwrap_or(Err(PagesError::Endless))
    }
}

fn read(bytes: Vec<u8>, bounds: Bounds) -> Result<Document, PagesError> {
    let pdf = Pdf::new(bytes).map_err(fault)?;
    guard::check_streams(&pdf, pdf.data().as_ref(), bounds)?;
    let leaves = pdf.pages();
    if leaves.is_empty() {
        return Err(PagesError::Damaged("no pages".to_owned()));
    }
    let cache = InterpreterCache::new();
    let mut document = Document { count: leaves.len(), ..Document::default() };
    let mut steps = bounds.steps;
    for leaf in leaves.iter().take(bounds.pages) {
        let (canvas, end) = draw(leaf, &cache, steps);
        steps = canvas.steps;
        document.pages.push(page(leaf, canvas, end == End::Broken));
        if end == End::Spent {
            break;
        }
    }
    document.is_cut = document.pages.len() < document.count || steps == 0;
    Ok(document)
}

fn fault(error: LoadPdfError) -> PagesError {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => PagesError::Encrypted,
        LoadPdfError::Decryption(_) => PagesError::Protected,
        LoadPdfError::Invalid => PagesError::Damaged("no structure".to_owned()),
    }
}

/// How the drawing of a page ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Whole,
    Broken,
    Spent,
}

/// Draws a page as far as the steps go.
fn draw<'a>(leaf: &Leaf<'a>, cache: &InterpreterCache<'a>, steps: u64) -> (Canvas, End) {
    let mut canvas = Canvas::new(steps);
    let (width, height) = leaf.render_dimensions();
    let area = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let transform = leaf.initial_transform(true).to_kurbo();
    if guard::check_page(leaf).is_err() {
        return (Canvas::new(0), End::Spent);
    }
    let settings = InterpreterSettings::default();
    let mut context = Context::new(transform, area, cache, leaf.xref(), settings);
    let drawn = catch_unwind(AssertUnwindSafe(|| interpret_page(leaf, &mut context, &mut canvas)));
    let end = match drawn {
        Ok(()) if leaf.raw().contains_key("Contents") && leaf.page_stream().is_none() => {
            End::Broken
        }
        Ok(()) => End::Whole,
        Err(thrown) if thrown.is::<Spent>() => End::Spent,
        Err(_) => End::Broken,
    };
    (canvas, end)
}

fn page(leaf: &Leaf<'_>, canvas: Canvas, is_broken: bool) -> Page {
    let (width, height) = leaf.render_dimensions();
    let (width, height) = (units(f64::from(width)), units(f64::from(height)));
    let on_page = Area { left: 0, top: 0, right: width, bottom: height };
    let turns = upright::turns(&canvas.glyphs);
    let mut seen = HashSet::new();
    let glyphs = canvas.glyphs.iter();
    let glyphs = glyphs.map(|one| Glyph { stance: upright::stance(one, turns), ..one.glyph });
    let glyphs = glyphs.filter(|glyph| on_page.holds(glyph.area.middle()));
    // What is filled and stroked is drawn twice at the same place.
    let glyphs = glyphs.filter(|glyph| seen.insert((glyph.sign, glyph.area))).collect();
    let Canvas { rulings, images, .. } = canvas;
    let mut page = Page { width, height, glyphs, rulings, images, is_broken };
    upright::turn_back(&mut page, turns);
    page
}
