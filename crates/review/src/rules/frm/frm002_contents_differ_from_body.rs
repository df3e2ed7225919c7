//! FRM002: the contents and the body do not name the same things, or not in the same order.

use std::collections::HashSet;

use ground::{Facet, Finding, Format, LegalRef, Mark, RuleCode, RuleInfo, Severity, Words};
use model::leaves::Locus;
use model::numbering::{leading_number, without_number};
use model::statement::{Contents, ContentsEntry, NumberStyle, Project, Statement};

use crate::rules::telling::list;
use crate::wording::is_letter;
use crate::{Rule, Subject};

pub(super) const RULE: Rule = Rule {
    info: RuleInfo {
        code: RuleCode::new("FRM002"),
        name: "contents_differ_from_body",
        title: "目录与正文不一致",
        severity: Severity::Warning,
        facet: Facet::Completeness,
        basis: &[LegalRef { law: "logic", article: "同一文本前后一致" }],
        since: "0.1.0",
    },
    manual: include_str!("frm002_contents_differ_from_body.md"),
    check,
};

/// A title in the contents or in the body, with the keys under which it is found.
struct Titled<'s> {
    words: &'s Words,
    keys: Vec<String>,
}

fn check(subject: &Subject<'_>, findings: &mut Vec<Finding>) {
    let statement = subject.statement;
    let Some(contents) = &statement.contents else { return };
    let (mut sections, projects) = halves(contents);
    if projects.is_empty() {
        return;
    }
    let known = other_headings(statement);
    sections.retain(|entry| !entry.keys.iter().any(|key| known.contains(key)));
    if !sections.is_empty() {
        compare(subject, &sections, &sections_of(statement), findings);
    }
    let in_body: Vec<Titled<'_>> = statement.projects.iter().filter_map(project_title).collect();
    compare(subject, &projects, &in_body, findings);
}

/// The lines for the sections of the first part and those for projects; lines for parts left out.
fn halves(contents: &Contents) -> (Vec<Titled<'_>>, Vec<Titled<'_>>) {
    let is_second = |entry: &ContentsEntry| entry.is_part && entry.title.text.contains("项目");
    let divided = contents.entries.iter().any(is_second);
    let (mut sections, mut projects) = (Vec::new(), Vec::new());
    let mut in_second = false;
    for entry in &contents.entries {
        in_second |= is_second(entry);
        let key = key(&entry.title.text);
        if entry.is_part || key.is_empty() {
            continue;
        }
        let arabic = leading_number(&entry.title.text)
            .is_some_and(|lead| matches!(lead.style, NumberStyle::Dot | NumberStyle::Comma));
        let is_project = if divided { in_second } else { arabic };
        let half = if is_project { &mut projects } else { &mut sections };
        half.push(Titled { words: &entry.title, keys: vec![key] });
    }
    (sections, projects)
}

/// What is left of a title without its number, signs, blanks, and the words at the end that every
/// table's title has.
fn key(text: &str) -> String {
    let signs = without_number(text).chars().filter(|c| is_letter(*c));
    let key: String = signs.map(narrowed).collect();
    let mut short = key.as_str();
    for end in ["申报表", "表", "绩效目标", "目标", "支出", "项目"] {
        short = short.strip_suffix(end).filter(|rest| !rest.is_empty()).unwrap_or(short);
    }
    short.into()
}

fn narrowed(c: char) -> char {
    let half = match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            char::from_u32(c as u32 - 0xfee0).unwrap_or(c)
        }
        _ => c,
    };
    half.to_ascii_uppercase()
}

fn project_title(project: &Project) -> Option<Titled<'_>> {
    let names = [project.heading.as_ref(), project.name.as_ref()];
    let mut names = names.into_iter().flatten().filter(|words| !words.is_blank()).peekable();
    let words = *names.peek()?;
    Some(Titled { words, keys: names.map(|name| key(&name.text)).collect() })
}

fn sections_of(statement: &Statement) -> Vec<Titled<'_>> {
    let overall = statement.overall.as_ref().map(|part| &part.heading);
    let sub_goals = statement.sub_goals.as_ref().map(|part| &part.heading);
    let safeguards = statement.safeguards.as_ref().map(|part| &part.heading);
    let headings = [overall, sub_goals, safeguards].into_iter().flatten();
    headings.map(|words| Titled { words, keys: vec![key(&words.text)] }).collect()
}

/// Headings that the contents may list but need not; and the parts whose absence is FRM001's.
fn other_headings(statement: &Statement) -> HashSet<String> {
    let narratives = [&statement.overall, &statement.safeguards].into_iter().flatten();
    let headings = narratives.flat_map(|part| part.paragraphs.iter().filter(|p| p.is_heading));
    let mut known: HashSet<String> = headings.map(|paragraph| key(&paragraph.words.text)).collect();
    let items = statement.sub_goals.iter().flat_map(|part| &part.items);
    known.extend(items.map(|item| key(&item.title.text)));
    known.extend(statement.unplaced.iter().map(|words| key(&words.text)));
    let missing = [
        (statement.overall.is_none(), "总体绩效目标"),
        (statement.sub_goals.is_none(), "分项绩效目标"),
        (statement.safeguards.is_none(), "工作保障措施"),
    ];
    known.extend(missing.iter().filter(|(missing, _)| *missing).map(|(_, name)| key(name)));
    known
}

fn compare(
    subject: &Subject<'_>,
    listed: &[Titled<'_>],
    in_body: &[Titled<'_>],
    findings: &mut Vec<Finding>,
) {
    let mut partner: Vec<Option<usize>> = vec![None; listed.len()];
    let mut taken = vec![false; in_body.len()];
    let mut take = |test: &dyn Fn(&Titled<'_>, &Titled<'_>) -> bool| {
        let mut pairs = Vec::new();
        for (index, entry) in listed.iter().enumerate() {
            let Some(slot) = partner.get_mut(index).filter(|slot| slot.is_none()) else { continue };
            let mut free = taken.iter_mut().zip(in_body).enumerate();
            let found = free.find(|(_, (taken, title))| !**taken && test(entry, title));
            if let Some((at, (taken, _))) = found {
                *taken = true;
                *slot = Some(at);
                pairs.push((index, at));
            }
        }
        pairs
    };
    let equal = take(&same);
    // A long line of the contents may lose its end when its layout is lost.
    let cut_off = subject.source.format == Format::Text;
    take(&|entry, title| cut_off && is_beginning(entry, title));
    let renamed = take(&same_number);
    for (index, at) in renamed {
        if let (Some(entry), Some(title)) = (listed.get(index), in_body.get(at)) {
            findings.push(differing(entry.words, title.words));
        }
    }
    findings.extend(disordered(listed, in_body, &equal));
    let left = listed.iter().zip(&partner).filter(|(_, partner)| partner.is_none());
    let left: Vec<&Words> = left.map(|(entry, _)| entry.words).collect();
    findings.extend(only_listed(&left));
    let left = in_body.iter().zip(&taken).filter(|(_, taken)| !**taken).map(|(title, _)| title);
    let left: Vec<&Titled<'_>> = left.filter(|title| !loose(subject, title)).collect();
    findings.extend(only_in_body(&left));
}

fn same(entry: &Titled<'_>, title: &Titled<'_>) -> bool {
    entry.keys.iter().any(|key| title.keys.contains(key))
}

fn is_beginning(entry: &Titled<'_>, title: &Titled<'_>) -> bool {
    let begins = |key: &String| title.keys.iter().any(|whole| whole.starts_with(key.as_str()));
    entry.keys.iter().any(|key| key.chars().count() >= 8 && begins(key))
}

fn same_number(entry: &Titled<'_>, title: &Titled<'_>) -> bool {
    let number = |titled: &Titled<'_>| leading_number(&titled.words.text).map(|lead| lead.ordinal);
    number(entry).is_some() && number(entry) == number(title)
}

/// A line of the contents that was not read as one stands among the unplaced text.
fn loose(subject: &Subject<'_>, title: &Titled<'_>) -> bool {
    let unplaced = subject.passages.iter().filter(|passage| passage.locus == Locus::Unplaced);
    unplaced.map(|passage| key(&passage.words.text)).any(|key| {
        let key = key.trim_end_matches(|c: char| c.is_ascii_digit());
        title.keys.iter().any(|own| own == key)
    })
}

fn differing(entry: &Words, title: &Words) -> Finding {
    let message = format!(
        "目录写作“{}”，正文写作“{}”",
        without_number(&entry.text),
        without_number(&title.text)
    );
    RULE.info
        .finding(entry.at, message)
        .help("改成一致；Word 里可以更新目录域")
        .also(title.at, "正文的标题")
}

fn disordered(
    listed: &[Titled<'_>],
    in_body: &[Titled<'_>],
    pairs: &[(usize, usize)],
) -> Option<Finding> {
    let back = pairs.windows(2).find_map(|pair| match pair {
        [(_, before), (index, at)] if at < before => Some((*index, *at)),
        _ => None,
    })?;
    let (entry, title) = (listed.get(back.0)?, in_body.get(back.1)?);
    let message =
        format!("目录的顺序与正文不同：“{}”在正文里靠前", without_number(&entry.words.text));
    let finding = RULE.info.finding(entry.words.at, message).help("按正文的顺序重排目录");
    Some(finding.also(title.words.at, "在正文里的位置"))
}

fn only_listed(entries: &[&Words]) -> Option<Finding> {
    let message = format!("目录列有{}，正文没有", names(entries));
    several(entries, message, "正文缺的补上，已取消的从目录删去")
}

fn only_in_body(titles: &[&Titled<'_>]) -> Option<Finding> {
    let words: Vec<&Words> = titles.iter().map(|title| title.words).collect();
    let message = format!("正文有{}，目录没有列出", names(&words));
    several(&words, message, "补进目录；Word 里可以更新目录域")
}

fn names(all: &[&Words]) -> String {
    let first = list(all.iter().take(3).map(|words| format!("“{}”", without_number(&words.text))));
    if all.len() > 3 { format!("{first}等{}项", all.len()) } else { first }
}

fn several(all: &[&Words], message: String, help: &str) -> Option<Finding> {
    let (first, rest) = all.split_first()?;
    let mut finding = RULE.info.finding(first.at, message).help(help);
    finding.marks.extend(rest.iter().map(|words| Mark::new(words.at)));
    Some(finding)
}

#[cfg(test)]
mod tests {
    use super::key;
    use crate::rules::trial::{base, found};

    #[test]
    fn the_contents_may_list_headings_below_the_sections() {
        let listed = "二、分项绩效目标.....\t2\n";
        assert!(base().contains(listed));
        let more = format!("{listed}（一）做好困难职工帮扶救助.....\t2\n");
        assert_eq!(found(&super::RULE, &base().replace(listed, &more)), []);
        let other = format!("{listed}（一）做好困难企业帮扶救助.....\t2\n");
        assert_eq!(found(&super::RULE, &base().replace(listed, &other)).len(), 1);
    }

    #[test]
    fn a_part_that_is_missing_is_not_reported_twice() {
        let text = base().replace("\n三、工作保障措施\n", "\n");
        assert_eq!(found(&super::RULE, &text), []);
    }

    #[test]
    fn signs_and_widths_do_not_matter() {
        let one = key("2.临财行[2025]6号—下达 2026年补助资金绩效目标表");
        assert_eq!(one, key("（二）临财行〔２０２５〕6号：下达2026年补助资金"));
        assert_eq!(key("一、总体绩效目标"), "总体");
        assert_eq!(key("1.培训项目绩效目标表"), key("培训"));
        assert_eq!(key("绩效目标"), "绩效");
    }
}
