//! What does not add up in a scoring scheme, and where it stands.

use ground::Decimal;

use crate::entries::Misplaced;
use crate::scoring::{Band, LevelBand, ScoringScheme, TargetKind, Way, WayRule, WeightLayout};

/// First levels, as the model's `Dimension` is written in JSON.
const DIMENSIONS: [&str; 4] = ["cost", "output", "benefit", "satisfaction"];
/// Levels of judgement, as the model's `Level` is written in JSON.
const LEVELS: [&str; 3] = ["reached", "partly", "missed"];
const KINDS: [(TargetKind, &str); 5] = [
    (TargetKind::Quantity, "数量"),
    (TargetKind::Rate, "比率"),
    (TargetKind::Duration, "时长"),
    (TargetKind::Deadline, "期限"),
    (TargetKind::Qualitative, "定性"),
];

/// The first thing that is wrong.
pub(crate) fn of(scheme: &ScoringScheme) -> Option<Misplaced> {
    head(scheme)
        .or_else(|| execution(scheme))
        .or_else(|| beyond(scheme))
        .or_else(|| each(&scheme.weights, |at, layout| weights(scheme, at, layout)))
        .or_else(|| each(&scheme.ways, |at, one| way(scheme, at, one)))
        .or_else(|| uncovered(scheme))
        .or_else(|| grades(scheme))
}

fn each<T>(all: &[T], fault: impl Fn(usize, &T) -> Option<Misplaced>) -> Option<Misplaced> {
    all.iter().enumerate().find_map(|(at, one)| fault(at, one))
}

fn found(path: impl Into<String>, message: impl Into<String>) -> Option<Misplaced> {
    Some(Misplaced { path: path.into(), message: message.into() })
}

fn head(scheme: &ScoringScheme) -> Option<Misplaced> {
    if scheme.points <= Decimal::ZERO {
        return found("points", "总分应当大于0");
    }
    if scheme.decimals > 4 {
        return found("decimals", "得分最多保留4位小数");
    }
    if scheme.weights.is_empty() {
        return found("title", "没有写各类指标的分值（weights）");
    }
    None
}

fn execution(scheme: &ScoringScheme) -> Option<Misplaced> {
    let rule = &scheme.execution;
    if rule.points < Decimal::ZERO || rule.points >= scheme.points {
        return found("execution.points", "执行率分值应当不小于0、小于总分");
    }
    if !is_share(rule.without_budget) {
        return found("execution.without_budget", "比例应当在0到100之间");
    }
    if rule.bands.is_empty() { None } else { bands("execution.bands", &rule.bands) }
}

fn beyond(scheme: &ScoringScheme) -> Option<Misplaced> {
    if scheme.beyond.warn_from < Decimal::ONE_HUNDRED {
        return found("beyond.warn_from", "提示线应当不低于100");
    }
    let deduct = scheme.beyond.deduct?;
    if deduct.above < Decimal::ONE_HUNDRED {
        return found("beyond.deduct.above", "扣分线应当不低于100");
    }
    if is_share(deduct.down_to) {
        None
    } else {
        found("beyond.deduct.down_to", "比例应当在0到100之间")
    }
}

fn weights(scheme: &ScoringScheme, at: usize, layout: &WeightLayout) -> Option<Misplaced> {
    let path = format!("weights.{at}");
    let sum: Decimal = layout.groups.iter().map(|group| group.points).sum();
    let due = scheme.points - scheme.execution.points;
    if sum != due {
        let points = scheme.points;
        let text = format!("各类指标分值合计为{sum}，加上执行率应为{points}，即这里应为{due}");
        return found(path, text);
    }
    if layout.groups.iter().any(|group| group.points.is_sign_negative()) {
        return found(path, "分值不能小于0");
    }
    let keys: Vec<&String> = layout.groups.iter().flat_map(|group| &group.dimensions).collect();
    for (nth, key) in keys.iter().enumerate() {
        if !DIMENSIONS.contains(&key.as_str()) {
            return found(path, format!("没有“{key}”这一类指标"));
        }
        if keys.iter().skip(nth + 1).any(|other| other == key) {
            return found(path, format!("“{key}”出现了两次"));
        }
    }
    let homeless = layout.groups.iter().find(|group| {
        let to = &group.absent_to;
        let elsewhere = keys.contains(&to) && !group.dimensions.contains(to);
        !to.is_empty() && !elsewhere
    });
    homeless.and_then(|group| {
        found(path, format!("absent_to 写的“{}”不在同一组分值的其他各类里", group.absent_to))
    })
}

fn way(scheme: &ScoringScheme, at: usize, way: &Way) -> Option<Misplaced> {
    let path = format!("ways.{at}");
    if scheme.ways.iter().take(at).any(|other| other.id == way.id) {
        return found(format!("{path}.id"), format!("“{}”出现了两次", way.id));
    }
    if let Some(key) = way.dimensions.iter().find(|key| !DIMENSIONS.contains(&key.as_str())) {
        return found(format!("{path}.dimensions"), format!("没有“{key}”这一类指标"));
    }
    if let Some((_, name)) =
        KINDS.iter().find(|(kind, _)| way.targets.contains(kind) && !way.can_score(*kind))
    {
        return found(format!("{path}.targets"), format!("{name}指标不能用这种方式计分"));
    }
    let rule = format!("{path}.rule");
    match &way.rule {
        WayRule::Direct {} => None,
        WayRule::Proportion { pass: None, .. } => None,
        WayRule::Proportion { pass: Some(pass), .. } => {
            let fits = *pass > Decimal::ZERO && *pass < Decimal::ONE_HUNDRED;
            if fits { None } else { found(rule, "及格线应当大于0、小于100") }
        }
        WayRule::Bands { bands: all, .. } => bands(&rule, all),
        WayRule::Levels { levels: all } => levels(&rule, all),
        WayRule::Days { late } => {
            let longer = late.is_sorted_by(|one, next| one.days < next.days);
            let falls = late.is_sorted_by(|one, next| one.share >= next.share);
            let fits = late.iter().all(|band| band.days > 0 && is_share(band.share));
            if longer && falls && fits {
                None
            } else {
                found(rule, "逾期各档天数应当从少到多、大于0，比例从高到低、在0到100之间")
            }
        }
    }
}

fn bands(path: &str, bands: &[Band]) -> Option<Misplaced> {
    let descends = bands.is_sorted_by(|one, next| one.from > next.from);
    let falls = bands.is_sorted_by(|one, next| one.share >= next.share);
    if !descends || !falls || bands.last().is_none_or(|last| !last.from.is_zero()) {
        return found(path, "各档应当从高到低，比例不升，最低一档从0起");
    }
    let wrong = bands.iter().any(|band| !is_share(band.share));
    if wrong { found(path, "比例应当在0到100之间") } else { None }
}

fn levels(path: &str, levels: &[LevelBand]) -> Option<Misplaced> {
    if !levels.iter().map(|band| band.level.as_str()).eq(LEVELS) {
        return found(path, "应当依次写 reached、partly、missed 三档");
    }
    let first = levels.first().is_some_and(|band| band.to == Decimal::ONE_HUNDRED);
    let last = levels.last().is_some_and(|band| band.from.is_zero());
    let joined = levels.is_sorted_by(|one, next| one.from == next.to && one.from > next.from);
    if !first || !last || !joined {
        return found(path, "三档应当从100到0首尾相接，不留空档");
    }
    let outside = levels.iter().enumerate().find(|(at, band)| {
        let stated = band.unless_stated;
        let below = if *at == 0 { stated <= band.to } else { stated < band.to };
        stated < band.from || !below
    });
    outside.and_then(|(_, band)| {
        found(path, format!("“{}”未说明比例时的取值应当在本档之内", band.name))
    })
}

/// Every kind of target of every first level must find a way.
fn uncovered(scheme: &ScoringScheme) -> Option<Misplaced> {
    let (_, name) = KINDS.iter().find(|(kind, _)| {
        DIMENSIONS.iter().any(|dimension| !scheme.ways.iter().any(|way| way.fits(*kind, dimension)))
    })?;
    found("ways", format!("{name}指标没有计分方式"))
}

fn grades(scheme: &ScoringScheme) -> Option<Misplaced> {
    let descends = scheme.grades.is_sorted_by(|better, worse| better.from > worse.from);
    let reaches_zero = scheme.grades.last().is_none_or(|last| last.from.is_zero());
    if descends && reaches_zero {
        return None;
    }
    found("grades", "等级应当从高到低，最低一档从0分起")
}

fn is_share(share: Decimal) -> bool {
    share >= Decimal::ZERO && share <= Decimal::ONE_HUNDRED
}

#[cfg(test)]
mod tests {
    use crate::Rulebook;
    use crate::entries::load;
    use crate::scoring::ScoringScheme;

    const TEXT: &str = include_str!("../../../data/scoring/self-2020.toml");

    /// What is said of the shipped scheme with one thing changed.
    fn refused(from: &str, to: &str) -> String {
        let wrong = TEXT.replacen(from, to, 1);
        assert_ne!(wrong, TEXT, "{from} does not stand there");
        let loaded = load::<ScoringScheme>(&[("scoring/x.toml", wrong.as_str())]);
        loaded.map(|_| String::new()).unwrap_or_else(|error| error.to_string())
    }

    #[test]
    fn the_narrowest_scheme_in_force_is_taken() {
        let rulebook = Rulebook::embedded().unwrap();
        let id = |year, region| rulebook.scoring(year, region).map(|scheme| scheme.id.as_str());
        assert_eq!(id(2025, "130324"), Some("self-2020"));
        assert_eq!(id(2025, "420100"), Some("self-hubei"));
        assert_eq!(id(2025, "510000"), Some("self-sichuan"));
        assert_eq!(id(2010, "130324"), None);
        assert!(rulebook.scoring_named("deployed-linear").is_some());
    }

    #[test]
    fn exactly_ninety_has_a_grade() {
        let rulebook = Rulebook::embedded().unwrap();
        for scheme in rulebook.scorings().iter().filter(|scheme| !scheme.grades.is_empty()) {
            let name = |points: &str| scheme.grade(points.parse().unwrap()).unwrap().name.clone();
            assert_eq!(name("90"), "优", "{}", scheme.id);
            assert_eq!(
                [name("89.99"), name("80"), name("60"), name("59.99"), name("0")],
                ["良", "良", "中", "差", "差"]
            );
        }
    }

    #[test]
    fn a_wrong_scheme_is_refused_with_line_and_reason() {
        for (from, to, reason) in [
            ("points = \"50\"", "points = \"51\"", "应为90"),
            ("from = \"90\"", "from = \"70\"", "等级应当从高到低"),
            ("absent_to = \"benefit\"", "absent_to = \"cost\"", "absent_to"),
            ("to = \"80\"", "to = \"81\"", "首尾相接"),
            ("targets = [\"deadline\"]", "targets = []", "期限指标没有计分方式"),
            ("decimals = 2", "decimals = 9", "最多保留4位"),
            ("spread = \"aspects\"", "spread = \"as_you_like\"", "spread"),
            ("decimals = 2", "decimals = 2\nunknown = 1", "unknown"),
        ] {
            let said = refused(from, to);
            let line = 1 + TEXT[..TEXT.find(from).unwrap()].matches('\n').count();
            assert!(said.contains(reason), "{from}: {said}");
            assert!(said.contains("x.toml"), "{said}");
            assert!(said.contains('行') || said.contains("line"), "{from} at {line}: {said}");
        }
        assert!(refused("decimals = 2", "decimals = 9").contains("第9行"));
    }
}
