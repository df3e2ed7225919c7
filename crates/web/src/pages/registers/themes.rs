//! The themes under which people look for registers.

/// A theme and the names of its registers; a county's own that are in none stand under [`OTHERS`].
pub(super) const THEMES: [(&str, &[&str]); 8] = [
    (
        "帮扶救助",
        &[
            "household",
            "household_member",
            "aid_application",
            "aid",
            "study_aid",
            "campaign",
            "job_fair",
        ],
    ),
    ("会员与组织", &["organisation", "member", "staff"]),
    ("互助保障与普惠", &["mutual_participant", "mutual_claim", "benefit_card", "merchant"]),
    ("劳模与表彰", &["model_worker", "model_service", "commendation"]),
    ("权益与协议", &["agreement", "agreement_enterprise", "congress", "dispute"]),
    ("经费与资产", &["fund_receipt", "remittance", "budget_item", "spending", "asset", "audit"]),
    ("活动与宣传", &["activity", "participation", "proposal", "learning"]),
    ("会议与公示", &["decision", "notice", "document", "task"]),
];

/// Where the rest stands.
pub(super) const OTHERS: &str = "其他";

/// The theme of a register, by its place among the themes: what its definition names, or where the program's own stand.
pub(super) fn theme(register: &str, named: Option<&str>) -> usize {
    let is_its = |(theme, names): &(&str, &[&str])| {
        named.map_or(names.contains(&register), |it| it == *theme)
    };
    THEMES.iter().position(is_its).unwrap_or(THEMES.len())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_register_of_the_program_has_one_theme() {
        let rulebook = rulebook::Rulebook::embedded().expect("the rulebook loads");
        let all = register::Definitions::embedded(&rulebook).expect("the registers load");
        let there: BTreeSet<&str> = all.all().map(|one| one.name.as_str()).collect();
        let named: Vec<&str> = THEMES.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        assert_eq!(named.len(), there.len());
        assert_eq!(named.into_iter().collect::<BTreeSet<_>>(), there);
        assert_eq!(THEMES.map(|(theme, _)| theme), register::THEMES);
        assert_eq!(theme("aid", None), 0);
        assert_eq!(theme("local_1", None), THEMES.len());
        assert_eq!(theme("local_1", Some("会员与组织")), 1);
    }
}
