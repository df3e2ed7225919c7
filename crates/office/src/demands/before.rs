//! The same trouble in an earlier year.

use store::demands::{self, Decider, Demand};

use crate::{Asker, Office, OfficeError, Permission};

impl Office {
    /// The demands on an organisation that concern years before this one and that the asker may see, the newest
    /// first.
    ///
    /// # Errors
    /// If the database does not answer.
    pub async fn demanded_before(
        &self,
        asker: &Asker,
        owner: &str,
        year: i64,
    ) -> Result<Vec<Demand>, OfficeError> {
        if !asker.may(Permission::ReadDemands) {
            return Ok(Vec::new());
        }
        let found = async {
            let (mut tx, scope) = self.look(asker, Permission::ReadDemands).await?;
            Ok(demands::before(&mut tx, &scope, owner, year).await?)
        };
        self.remembered_for(asker, format!("demanded/{owner}/{year}"), Box::pin(found)).await
    }
}

/// The newest of the earlier demands that is about the same trouble as this one.
pub(super) fn same<'d>(earlier: &'d [Demand], new: &Demand) -> Option<&'d Demand> {
    earlier.iter().find(|one| is_same(one, new))
}

/// The newest of the earlier demands that a finding of this rule repeats.
pub fn of_rule<'d>(earlier: &'d [Demand], code: &str) -> Option<&'d Demand> {
    earlier.iter().find(|one| one.decider == Decider::Rule && one.code == code)
}

/// What is said of an earlier demand beside one of this year: 上年同类问题, 2023年同类问题.
pub fn said(earlier: &Demand, year: i64) -> String {
    match year - earlier.year {
        1 => "上年同类问题".to_owned(),
        _ => format!("{}年同类问题", earlier.year),
    }
}

/// The same rule or check, or the same kind of trouble with the same project or indicator.
fn is_same(one: &Demand, other: &Demand) -> bool {
    let plain = |words: &str| words.split_whitespace().collect::<String>();
    let is_decided_alike = one.decider != Decider::Nobody
        && (one.decider, one.code.as_str()) == (other.decider, other.code.as_str());
    let (subject, theirs) = (plain(&one.subject), plain(&other.subject));
    is_decided_alike || one.kind == other.kind && !subject.is_empty() && subject == theirs
}
