//! COD: project codes.

crate::rule::family! {
    cod001_project_code_malformed,
    cod002_project_code_check_character_wrong,
    cod003_project_code_region_differs,
    cod004_project_code_year_differs,
    cod005_project_code_repeated,
}
