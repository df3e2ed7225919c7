//! `jiheng score`: a year without statements, and a statement that is not there, on both databases.

use testkit::database::Database;

use crate::outside::{err, folder, jiheng, out, status};

#[test]
fn a_year_is_listed_and_a_missing_statement_told() {
    for database in Database::both() {
        let here = folder(&format!("score-{}", database.kind));
        let score = |arguments: &[&str]| {
            jiheng(&here, &[&["score", "--database", &database.address], arguments].concat())
        };
        let listed = score(&["--year", "2026"]);
        assert_eq!(status(&listed), 0, "{}", err(&listed));
        assert_eq!(out(&listed), "部门  状态  得分  等级  待办  标识\n");
        assert_eq!(out(&score(&["--year", "2026", "--json"])), "[]\n");
        let missing = score(&["--statement", "nowhere"]);
        assert_eq!(status(&missing), 2);
        assert!(err(&missing).contains("找不到这份绩效文本"), "{}", err(&missing));
        assert_eq!(status(&score(&[])), 2);
        assert_eq!(status(&score(&["--year", "26"])), 2);
    }
}
