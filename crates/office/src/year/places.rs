//! By what an indicator is known while its text changes: project, level and name.

use std::collections::BTreeMap;

use model::statement::Indicator;

/// Gives indicators their keys, those of one name in a project a number.
#[derive(Debug, Default)]
pub struct Names {
    given: BTreeMap<String, usize>,
}

impl Names {
    /// The key of the next indicator of a project, which is known by its code or name.
    pub fn of(&mut self, project: &str, indicator: &Indicator) -> String {
        let aspect = indicator.aspect.as_ref().map_or("", |leaf| leaf.text());
        let plain = [project, aspect, indicator.name()].map(packed).join("/");
        let times = self.given.entry(plain.clone()).or_default();
        *times += 1;
        match *times {
            1 => plain,
            more => format!("{plain}#{more}"),
        }
    }
}

/// Without blanks, and without the sign that parts keys.
fn packed(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_whitespace() && *sign != '/' && *sign != '#').collect()
}

#[cfg(test)]
mod tests {
    use ground::Words;
    use model::statement::{Aspect, Leaf};

    use super::*;

    fn indicator(aspect: &str, name: &str) -> Indicator {
        let words = |text: &str| Words { text: text.to_owned(), ..Words::default() };
        Indicator {
            aspect: Some(Leaf::new(words(aspect), None::<Aspect>)),
            name: Some(words(name)),
            ..Indicator::default()
        }
    }

    #[test]
    fn a_key_stays_the_same_wherever_the_row_stands() {
        let mut names = Names::default();
        let one = indicator("数量指标", "活动 次数");
        assert_eq!(names.of("P1", &one), "P1/数量指标/活动次数");
        assert_eq!(names.of("P2", &one), "P2/数量指标/活动次数");
        assert_eq!(names.of("P1", &one), "P1/数量指标/活动次数#2");
        assert_eq!(names.of("P1", &indicator("质量指标", "a/b#2")), "P1/质量指标/ab2");
    }
}
