//! What must be true of an entry.

use ground::Decimal;
use rust_decimal::prelude::ToPrimitive;
use toml::Spanned;

use super::part::Reading;
use super::raw::{RawTest, Words};
use crate::definition::{Given, Kept, Test};
use crate::known::{Field, Holds, Register};

const FORMS: &str = "可用：in、not_in、filled、at_least、at_most、by_deadline、no_later_than";

impl Reading<'_, '_, '_> {
    /// Conditions, all of which must be true.
    pub(super) fn tests(&mut self, raw: &[Spanned<RawTest>], of: &Register) -> Vec<Test> {
        raw.iter().filter_map(|one| self.test(one, of)).collect()
    }

    fn test(&mut self, raw: &Spanned<RawTest>, of: &Register) -> Option<Test> {
        let test = raw.get_ref();
        let forms = [
            test.within.is_some(),
            test.not_in.is_some(),
            test.filled.is_some(),
            test.at_least.is_some(),
            test.at_most.is_some(),
            test.by_deadline.is_some(),
            test.no_later_than.is_some(),
        ];
        if forms.iter().filter(|is_there| **is_there).count() != 1 {
            self.faults.over(&raw.span(), "条件要写一种比较，只写一种", FORMS);
            return None;
        }
        if test.plus_days.is_some() && test.no_later_than.is_none() {
            self.faults.over(&raw.span(), "plus_days 只与 no_later_than 同写", "");
        }
        let field = self.field(&test.field, of)?;
        let lists = [&test.within, &test.not_in];
        if lists.into_iter().flatten().any(Vec::is_empty) {
            self.faults.over(&raw.span(), format!("“{}”没有写与什么比较", field.label), "");
        }
        if let Some(values) = &test.within {
            return Some(Test::In(field.clone(), self.values(values, &field)));
        }
        if let Some(values) = &test.not_in {
            return Some(Test::NotIn(field.clone(), self.values(values, &field)));
        }
        if let Some(filled) = test.filled {
            return Some(if filled { Test::Filled(field) } else { Test::Empty(field) });
        }
        if let Some(least) = &test.at_least {
            return Some(Test::AtLeast(field.clone(), self.limit(least, &field)?));
        }
        if let Some(most) = &test.at_most {
            return Some(Test::AtMost(field.clone(), self.limit(most, &field)?));
        }
        let field = self.day(&test.field, of)?;
        if let Some(other) = &test.no_later_than {
            let than = self.day(other, of)?;
            let plus_days = test.plus_days.unwrap_or_default();
            return Some(Test::NotLater { field, than, plus_days });
        }
        if test.by_deadline == Some(false) {
            self.faults.over(&raw.span(), "by_deadline 只写 true", "");
        }
        Some(Test::ByDeadline(field))
    }

    /// Values to compare with: codes, words, `yes` and `no`.
    fn values(&mut self, raw: &[Words], field: &Field) -> Vec<Given> {
        let mut values = Vec::new();
        for word in raw {
            let text = word.get_ref();
            let given = |kept, said: &str| Given { kept, said: said.to_owned() };
            let found = match &field.holds {
                Holds::Code(codes) => codes
                    .iter()
                    .find(|(key, _)| key == text)
                    .map(|(key, label)| given(Kept::Text(key.clone()), label)),
                Holds::Text => Some(given(Kept::Text(text.clone()), text)),
                Holds::YesNo if text == "yes" => Some(given(Kept::Number(1), "是")),
                Holds::YesNo if text == "no" => Some(given(Kept::Number(0), "否")),
                _ => None,
            };
            match found {
                Some(found) => values.push(found),
                None => {
                    let keys = match &field.holds {
                        Holds::Code(codes) => codes.iter().map(|(key, _)| &**key).collect(),
                        Holds::YesNo => vec!["yes", "no"],
                        _ => Vec::new(),
                    };
                    let message = format!("“{}”不能与“{text}”比较", field.label);
                    self.faults.over(&word.span(), message, format!("可用：{}", keys.join("、")));
                }
            }
        }
        values
    }

    /// A number (of money in 元) or a day to compare with.
    fn limit(&mut self, raw: &Spanned<toml::Value>, field: &Field) -> Option<Given> {
        let said = match raw.get_ref() {
            toml::Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let kept = match &field.holds {
            Holds::Number { .. } | Holds::Money => {
                let number: Option<Decimal> = said.replace('_', "").parse().ok();
                let power = Decimal::from(10_i64.pow(field.decimals().min(9)));
                let whole = number.and_then(|number| number.checked_mul(power));
                whole.filter(Decimal::is_integer).and_then(|whole| whole.to_i64()).map(Kept::Number)
            }
            Holds::Day | Holds::Period => {
                said.parse::<ground::Day>().ok().map(|day| Kept::Text(day.to_string()))
            }
            _ => None,
        };
        if kept.is_none() {
            let message = format!("“{}”不能与“{said}”比大小", field.label);
            self.faults.over(
                &raw.span(),
                message,
                "数写小数位不多于字段的，金额以元计，日期如 2025-05-01",
            );
        }
        kept.map(|kept| Given { kept, said })
    }
}
