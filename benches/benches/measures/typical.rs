//! Eight measures as indicators are bound to them most, each with the SQL that says the same.

use measure::Arguments;
use office::measuring::Question;

use crate::county::{County, PROJECT};
use crate::year;

/// What counts of a journal.
const STANDING: &str = "e.removed_at IS NULL AND e.reverses IS NULL AND e.reversed_by IS NULL";

/// The questions; the queries behind each give its figures in order.
pub(crate) fn all(county: &County) -> Vec<(Question, Vec<String>)> {
    let own = format!("e.owner = '{}'", county.union);
    let paid =
        format!("{own} AND {STANDING} AND e.f_paid_on BETWEEN '2025-01-01' AND '2025-12-31'");
    let people =
        "COUNT(DISTINCT e.f_beneficiary_lookup) + COUNT(*) - COUNT(e.f_beneficiary_lookup)";
    let need = format!(
        "{own} AND e.removed_at IS NULL AND e.f_filed_on <= '2025-12-31' \
         AND e.state IN ('active', 'relapsed')"
    );
    let whole = |taken: &str, of: &str, by: u32| {
        format!("SELECT CAST(COALESCE({taken}, 0) AS BIGINT), CAST({by} AS BIGINT) FROM {of}")
    };
    let aid = |more: &str| format!("reg_aid e WHERE {paid}{more}");
    let living = " AND e.f_kind = 'living'";
    let medical = " AND e.f_kind = 'medical'";
    let filed = format!(
        " AND e.f_household_lookup IN (SELECT h.f_head_lookup FROM reg_household h \
         WHERE h.owner = '{}' AND h.removed_at IS NULL AND h.f_filed_on <= '2025-12-31' \
         AND h.state IN ('active', 'relapsed', 'lifted', 'closed'))",
        county.union
    );
    let aided = format!(
        " AND e.f_head_lookup IN (SELECT a.f_household_lookup FROM reg_aid a \
         WHERE a.owner = '{}' AND a.removed_at IS NULL AND a.reverses IS NULL \
         AND a.reversed_by IS NULL AND a.f_paid_on BETWEEN '2025-01-01' AND '2025-12-31')",
        county.union
    );
    let spent = format!("reg_spending e WHERE {paid} AND e.f_project = '{PROJECT}'");
    let planned = format!(
        "reg_budget_item e WHERE {own} AND {STANDING} AND e.f_project = '{PROJECT}' \
         AND e.f_year_first BETWEEN '2025-01-01' AND '2025-12-31'"
    );
    let members = format!(
        "reg_member e WHERE {own} AND e.removed_at IS NULL AND e.f_joined_on <= '2025-12-31' \
         AND e.state IN ('active', 'kept')"
    );
    let joined = "COUNT(DISTINCT e.f_person_lookup) + COUNT(*) - COUNT(e.f_person_lookup)";
    let held = format!(
        "reg_activity e WHERE {own} AND e.removed_at IS NULL \
         AND e.f_held_on BETWEEN '2025-01-01' AND '2025-12-31'"
    );
    let household = |more: &str| format!("reg_household e WHERE {need}{more}");
    let none = Arguments::none;
    vec![
        asked("aid_amount", none(), vec![whole("SUM(e.f_amount)", &aid(""), 1_000_000)]),
        asked("aid_persons", none().with("kind", "living"), vec![whole(people, &aid(living), 1)]),
        asked(
            "aid_per_household",
            none().with("kind", "medical"),
            vec![
                whole("SUM(e.f_amount)", &aid(medical), 100),
                whole("COUNT(DISTINCT e.f_household_lookup)", &aid(medical), 1),
            ],
        ),
        asked(
            "aid_precise_rate",
            none(),
            vec![whole(people, &aid(&filed), 1), whole(people, &aid(""), 1)],
        ),
        asked(
            "households_aided_rate",
            none(),
            vec![whole("COUNT(*)", &household(&aided), 1), whole("COUNT(*)", &household(""), 1)],
        ),
        asked(
            "execution_rate",
            none().with("project", PROJECT),
            vec![whole("SUM(e.f_amount)", &spent, 100), whole("SUM(e.f_amount)", &planned, 100)],
        ),
        asked("members", none(), vec![whole(joined, &members, 1)]),
        asked("activity_people", none(), vec![whole("SUM(e.f_people)", &held, 1)]),
    ]
}

fn asked(code: &str, arguments: Arguments, sql: Vec<String>) -> (Question, Vec<String>) {
    (Question { code: code.to_owned(), arguments, period: year(), as_of: None }, sql)
}
