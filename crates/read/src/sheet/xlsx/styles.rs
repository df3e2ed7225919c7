//! The styles of a workbook, as far as they change what cells show.

use std::collections::HashMap;

use crate::sheet::number::Epoch;
use crate::sheet::styles::Styles;
use crate::sheet::xml::{Step, Xml};

/// Reads the part, as far as it is sound.
pub(crate) fn read(bytes: &[u8], epoch: Epoch) -> Styles {
    let mut xml = Xml::new(bytes);
    let (mut formats, mut codes) = (Vec::new(), HashMap::new());
    let mut in_cells = false;
    loop {
        match xml.step() {
            Ok(Step::Open(element)) => match element.name {
                b"cellXfs" => in_cells = !element.is_empty,
                b"xf" if in_cells => formats.push(narrow(element.number("numFmtId"))),
                b"numFmt" => {
                    let code = element.attribute("formatCode").unwrap_or_default();
                    codes.insert(narrow(element.number("numFmtId")), code.into_owned());
                }
                _ => {}
            },
            Ok(Step::Close(b"cellXfs")) => in_cells = false,
            Ok(Step::End) | Err(_) => return Styles::new(epoch, formats, codes),
            Ok(_) => {}
        }
    }
}

fn narrow(number: Option<u32>) -> u16 {
    number.and_then(|number| u16::try_from(number).ok()).unwrap_or(0)
}
