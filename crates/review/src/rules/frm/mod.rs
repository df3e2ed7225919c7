//! FRM: the form of the text: parts, contents, fields, numbers, repetitions.

mod clauses;
mod placeholder;
mod sequence;

crate::rule::family! {
    frm001_part_missing,
    frm002_contents_differ_from_body,
    frm003_dimension_or_aspect_missing,
    frm004_required_field_blank,
    frm005_template_residue,
    frm006_numbering_broken,
    frm007_text_repeated,
    frm008_label_varies,
}
