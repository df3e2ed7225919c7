//! BAS: the basis of targets (指标值确定依据).

mod cited;

crate::rule::family! {
    bas001_basis_missing,
    bas002_document_number_brackets,
    bas003_basis_of_another_subject,
    bas004_basis_is_evidence,
    bas005_basis_unnumbered,
    bas006_basis_old,
}
