//! What the tests of this room share: a rulebook, code lists, and definitions made of a few lines.

use ground::Day;
use register::{Cell, Checked, Checker, CodeLists, Definition, Fault, Known, Matching};
use rulebook::Rulebook;

pub(crate) const TODAY: Day = Day::constant(2025, 6, 1);

/// The data that the program carries.
pub(crate) struct House {
    pub(crate) rulebook: Rulebook,
    pub(crate) lists: CodeLists,
}

impl House {
    pub(crate) fn new() -> House {
        let rulebook = Rulebook::embedded().unwrap();
        let lists = CodeLists::embedded(&rulebook).unwrap();
        House { rulebook, lists }
    }

    /// The definition in a text, or what is wrong with it.
    pub(crate) fn parse(&self, text: &str) -> Result<Definition, Vec<Fault>> {
        let known = Known { rulebook: &self.rulebook, lists: &self.lists };
        Definition::parse(text, "台账", known)
    }

    /// A register whose fields and further sections are given.
    pub(crate) fn register(&self, sections: &str) -> Definition {
        let text = format!("{HEAD}{sections}");
        self.parse(&text).unwrap_or_else(|faults| {
            let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
            panic!("\n{}", lines.join("\n"))
        })
    }

    /// A register of one field `x` of this type.
    pub(crate) fn of(&self, field: &str) -> Definition {
        let personal = match field {
            f if f.contains("\"person\"") => "name",
            f if f.contains("\"id_number\"") => "identity",
            f if f.contains("\"bank_card\"") => "account",
            _ => "none",
        };
        self.register(&format!(
            "called = [\"x\"]\n[[field]]\nname = \"x\"\nlabel = \"甲\"\nvisibility = \"inside\"\n\
             personal = \"{personal}\"\n{field}\n"
        ))
    }

    /// What becomes of a row whose cells stand in the order of the inputs.
    pub(crate) fn row(&self, definition: &Definition, cells: &[Cell]) -> Checked {
        let checker = Checker::new(definition, &self.rulebook, &self.lists, "990321", TODAY);
        checker.row(cells, &Matching::identity(definition))
    }
}

/// The head of every definition here.
pub(crate) const HEAD: &str = "name = \"t\"\ntitle = \"甲\"\nkind = \"file\"\nversion = 1\nabout = \"乙\"\n\
                        source = [\"practice\"]\n";
