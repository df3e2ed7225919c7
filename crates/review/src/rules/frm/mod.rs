//! FRM: the form of the text: parts, contents, fields, numbers, repetitions.

crate::rule::family! {}
