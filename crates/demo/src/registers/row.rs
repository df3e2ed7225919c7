//! A row as people would type it: texts by the name of what they fill.

use register::{Cell, Checked, Checker, Definition, Matching, Part};

/// A row of a register. A field is named as in the definition, the document of a person `person.document`, the state
/// of an entry `state`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row(Vec<(String, String)>);

impl Row {
    /// A row in which nothing stands yet.
    pub fn new() -> Row {
        Row::default()
    }

    /// The same with another text.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "numbers, days and texts are handed over alike"
    )]
    pub(crate) fn with(mut self, name: &str, text: impl ToString) -> Row {
        self.0.push((name.to_owned(), text.to_string()));
        self
    }

    /// The same with a text if there is one.
    pub(super) fn may(self, name: &str, text: Option<impl ToString>) -> Row {
        match text {
            Some(text) => self.with(name, text),
            None => self,
        }
    }

    /// What stands in a field; nothing where it is not filled.
    pub fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| field == name).map_or("", |(_, text)| text)
    }

    /// Sets a field.
    pub(super) fn set(&mut self, name: &str, text: &str) {
        match self.0.iter_mut().find(|(field, _)| field == name) {
            Some((_, old)) => text.clone_into(old),
            None => self.0.push((name.to_owned(), text.to_owned())),
        }
    }

    /// The texts in the order of the definition's inputs.
    ///
    /// # Errors
    /// If it fills what the definition does not have.
    pub fn texts(&self, names: &[String]) -> Result<Vec<&str>, String> {
        let mut texts = vec![""; names.len()];
        for (name, text) in &self.0 {
            let at = names.iter().position(|input| input == name);
            let place = at.and_then(|at| texts.get_mut(at));
            *place.ok_or_else(|| format!("no field “{name}”"))? = text;
        }
        Ok(texts)
    }
}

/// By which names rows fill the inputs of a definition, in their order.
pub fn names(definition: &Definition) -> Vec<String> {
    let field = |at: usize| definition.at(at).map_or("", |field| &field.name);
    let name = |part: Part| match part {
        Part::Field(at) => field(at).to_owned(),
        Part::Document(at) => format!("{}.document", field(at)),
        Part::State => "state".to_owned(),
    };
    definition.inputs.iter().map(|input| name(input.part)).collect()
}

/// The rows as the checker understands them, as if they stood in a sheet.
///
/// # Errors
/// If a row fills what the definition does not have: a mistake in this crate.
pub(crate) fn understood(
    rows: &[Row],
    definition: &Definition,
    checker: &Checker,
) -> Result<Vec<Checked>, String> {
    let names = names(definition);
    let matching = Matching::identity(definition);
    let one = |row: &Row| {
        let texts = row.texts(&names).map_err(|fault| format!("{}: {fault}", definition.name))?;
        let cells: Vec<Cell> = texts.into_iter().map(Cell::Text).collect();
        Ok(checker.row(&cells, &matching))
    };
    rows.iter().map(one).collect()
}
