//! Shared words of a workbook in one piece of memory: there may be millions.

use super::pieces::{Cutter, Stop};
use crate::docx::fault::Fault;
use crate::docx::package::Package;
use crate::sheet::xlsx::strings;
use crate::sheet::xml::{Halt, Step, Xml};

/// A workbook may share words of so many bytes.
const MOST: usize = 512 << 20;
/// And so many words.
const MOST_WORDS: usize = 64 << 20;

/// The words by their numbers.
#[derive(Debug, Default)]
pub(super) struct Shared {
    text: String,
    ends: Vec<u32>,
}

impl Shared {
    /// Reads the part `name`, if there is one.
    pub(super) fn read(
        package: &mut Package<'_>,
        name: &str,
        most: usize,
    ) -> Result<Shared, Fault> {
        let mut shared = Shared::default();
        let Some(part) = package.stream(name)? else { return Ok(shared) };
        let mut cutter = Cutter::new(part, most);
        let fault = |stop| super::workbook::stopped(name, stop, most);
        let names = match cutter.enter("sst", "si") {
            Ok(names) => names,
            // Some programs write the part and nothing in it.
            Err(Stop::CutOff) => return Ok(shared),
            Err(stop) => return Err(fault(stop)),
        };
        while let Some(piece) = cutter.next(&names).map_err(fault)? {
            shared.add(&piece).map_err(|halt| match halt {
                Halt::Doctype => Fault::doctype(name),
                Halt::Malformed => fault(Stop::CutOff),
            })?;
            if shared.text.len() > MOST || shared.ends.len() > MOST_WORDS {
                return Err(Fault::too_large(name, MOST));
            }
        }
        Ok(shared)
    }

    fn add(&mut self, bytes: &[u8]) -> Result<(), Halt> {
        let mut xml = Xml::new(bytes);
        loop {
            match xml.step()? {
                Step::Open(element) if element.name == b"si" => {
                    strings::add_words(&mut xml, &element, &mut self.text)?;
                    self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
                }
                Step::End => return Ok(()),
                _ => {}
            }
        }
    }

    /// The words of this number.
    pub(super) fn get(&self, number: usize) -> Option<&str> {
        let end = |at: usize| self.ends.get(at).and_then(|end| usize::try_from(*end).ok());
        let begin = match number.checked_sub(1) {
            Some(before) => end(before)?,
            None => 0,
        };
        self.text.get(begin..end(number)?)
    }
}
