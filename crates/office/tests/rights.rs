//! The rights table as it is committed: `docs/rights.md`.

use std::path::Path;

#[test]
fn the_committed_table_is_that_of_the_code() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rights.md");
    let table = format!(
        "# 权限表\n\n\
         <!-- Written by `JIHENG_WRITE_TABLES=1 cargo test -p jiheng-office --test all rights::`: change \
         crates/office/src/rights.rs instead. -->\n\n\
         角色授在哪个单位，就管到哪个单位和它以下。三位管理员各管一样，谁也替不了谁；编报的不审核，审核的不编报。\n\n{}",
        office::rights::page()
    );
    if std::env::var_os("JIHENG_WRITE_TABLES").is_some() {
        std::fs::write(&file, &table).expect("the table is written");
    }
    assert_eq!(std::fs::read_to_string(&file).expect("docs/rights.md"), table);
}
