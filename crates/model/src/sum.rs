//! Sums and shares as they stand in a project's head: `190.00` under 单位：万元, `25%`.

use ground::{Decimal, Money};

use crate::numeral::numeral;
use crate::statement::MoneyUnit;

/// A sum in the table's unit, or in the unit written behind it.
pub fn sum(text: &str, unit: MoneyUnit) -> Option<Money> {
    let negative = text.starts_with(['-', '－']);
    let body = text.trim_start_matches(['-', '－', '￥', '¥']);
    let found = numeral(body)?;
    let value = if negative { -found.value } else { found.value };
    match body.get(found.len..)?.trim() {
        "" => {
            // 100万 carries its factor in the number already.
            let scaled = body.contains(['万', '亿']);
            let factor = Decimal::new(unit.fen(), 2);
            Money::from_yuan(if scaled { value } else { value.checked_mul(factor)? })
        }
        "元" | "元整" => Money::from_yuan(value),
        _ => None,
    }
}

/// The number of a share in percent, with or without its percent sign.
pub fn share(text: &str) -> Option<Decimal> {
    let negative = text.starts_with(['-', '－']);
    let body = text.trim_start_matches(['-', '－', '≥', '≤', '=', '＝']);
    let found = numeral(body)?;
    let rest = body.get(found.len..)?;
    let value = if negative { -found.value } else { found.value };
    matches!(rest, "" | "%" | "％" | "﹪").then_some(value)
}
