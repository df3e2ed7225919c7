//! Fields: codes that are not shown, results that are, and the contents table among them.

/// No document nests fields deeper; what does is damaged.
const DEEPEST: usize = 100;

/// The fields that are open.
#[derive(Debug, Default)]
pub(crate) struct Fields {
    open: Vec<Field>,
    /// How many of them show their code and not yet their result.
    in_code: usize,
    /// How many of them are contents tables in their results.
    contents: usize,
}

#[derive(Debug, Default)]
struct Field {
    in_result: bool,
    /// The first letters of its code.
    code: String,
    is_contents: bool,
}

impl Fields {
    /// A field begins, with its code first.
    pub(crate) fn begin(&mut self) {
        if self.open.len() >= DEEPEST {
            *self = Fields::default();
        }
        self.open.push(Field::default());
        self.in_code += 1;
    }

    /// A field begins whose code is known.
    pub(crate) fn begin_with(&mut self, code: &str) {
        self.begin();
        self.code(code);
        self.separate();
    }

    /// Part of a field's code; it may come in pieces.
    pub(crate) fn code(&mut self, text: &str) {
        let field = self.open.last_mut().filter(|field| !field.in_result);
        if let Some(field) = field.filter(|field| field.code.len() < 16) {
            field.code.extend(text.chars().filter(|c| !c.is_whitespace()).take(16));
        }
    }

    /// The code of the innermost field ends, its result begins.
    pub(crate) fn separate(&mut self) {
        let Some(field) = self.open.last_mut().filter(|field| !field.in_result) else { return };
        field.in_result = true;
        field.is_contents = field.code.to_ascii_uppercase().starts_with("TOC\\")
            || field.code.eq_ignore_ascii_case("TOC");
        self.contents += usize::from(field.is_contents);
        self.in_code -= 1;
    }

    /// The innermost field ends.
    pub(crate) fn end(&mut self) {
        let Some(field) = self.open.pop() else { return };
        self.contents -= usize::from(field.is_contents);
        self.in_code -= usize::from(!field.in_result);
    }

    /// Text that stands here is shown.
    pub(crate) fn show(&self) -> bool {
        self.in_code == 0
    }

    /// Text that stands here is part of a contents table.
    pub(crate) fn in_contents(&self) -> bool {
        self.contents > 0
    }

    /// A code never runs over paragraphs: one that has no end yet is damaged, and what follows is
    /// text.
    pub(crate) fn end_codes(&mut self) {
        if self.in_code == 0 {
            return;
        }
        self.open.retain(|field| field.in_result);
        self.in_code = 0;
    }

    /// No heading stands in a contents table: one that has no end yet is damaged.
    pub(crate) fn end_contents(&mut self) {
        if self.contents == 0 {
            return;
        }
        self.open.iter_mut().for_each(|field| field.is_contents = false);
        self.contents = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::Fields;

    #[test]
    fn codes_are_not_shown_and_results_are() {
        let mut fields = Fields::default();
        fields.begin();
        fields.code(" T");
        fields.code("OC \\o \"1-3\" ");
        assert!(!fields.show() && !fields.in_contents());
        fields.separate();
        assert!(fields.show() && fields.in_contents());
        fields.begin();
        fields.code("PAGEREF _Toc1 \\h");
        assert!(!fields.show());
        fields.separate();
        fields.end();
        assert!(fields.show() && fields.in_contents());
        fields.end();
        assert!(fields.show() && !fields.in_contents());
        fields.end();
    }

    #[test]
    fn a_field_without_end_hides_one_paragraph_at_most() {
        let mut fields = Fields::default();
        fields.begin();
        fields.end_codes();
        assert!(fields.show());
        fields.begin_with("TOC");
        fields.end_contents();
        assert!(!fields.in_contents());
    }
}
