//! A field of a draft by its path.
//!
//! ```text
//! title  year  region  department  compiled_by  reviewed_by
//! contents/0/title            overall/heading     overall/2
//! sub_goals/heading           sub_goals/preamble/0
//! sub_goals/1/title           sub_goals/1/0       sub_goals/1 (its title, else its first paragraph)
//! safeguards/heading          safeguards/0        indicators/0/target
//! projects/1/name             projects/1/plan/2   projects/1/plan/2/label
//! projects/1/goals/0          projects/1/indicators/3/target
//! unplaced/0
//! ```

use super::{Draft, Fields};

macro_rules! walk {
    ($name:ident, $field:ident, $first:ident, $get:ident, $($mut:ident)?) => {
        fn $name<'d>(draft: &'d $($mut)? Draft, path: &str) -> Option<&'d $($mut)? String> {
            let steps: Vec<&str> = path.split('/').collect();
            let count = |step: &str| step.parse::<usize>().ok();
            match steps.as_slice() {
                ["cover"] => draft.$field("title"),
                [name] => draft.$field(name),
                ["contents", line] => draft.contents.$get(count(line)?)?.$field("title"),
                ["contents", line, name] => draft.contents.$get(count(line)?)?.$field(name),
                ["overall", "heading"] => draft.overall.$field("heading"),
                ["overall", at] => draft.overall.paragraphs.$get(count(at)?)?.$field("text"),
                ["safeguards", "heading"] => draft.safeguards.$field("heading"),
                ["safeguards", at] => draft.safeguards.paragraphs.$get(count(at)?)?.$field("text"),
                ["sub_goals", "heading"] => draft.sub_goals.$field("heading"),
                ["sub_goals", "preamble"] => draft.sub_goals.preamble.$first()?.$field("text"),
                ["sub_goals", "preamble", at] => {
                    draft.sub_goals.preamble.$get(count(at)?)?.$field("text")
                }
                ["sub_goals", item] => {
                    let item = draft.sub_goals.items.$get(count(item)?)?;
                    match item.title.is_empty() && !item.paragraphs.is_empty() {
                        true => item.paragraphs.$first()?.$field("text"),
                        false => item.$field("title"),
                    }
                }
                ["sub_goals", item, "title"] => {
                    draft.sub_goals.items.$get(count(item)?)?.$field("title")
                }
                ["sub_goals", item, at] => {
                    let item = draft.sub_goals.items.$get(count(item)?)?;
                    item.paragraphs.$get(count(at)?)?.$field("text")
                }
                ["indicators", row, name] => draft.indicators.$get(count(row)?)?.$field(name),
                ["projects", at, name] => draft.projects.$get(count(at)?)?.$field(name),
                ["projects", at, "goals", goal] => {
                    draft.projects.$get(count(at)?)?.goals.$get(count(goal)?)?.$field("text")
                }
                ["projects", at, "plan", point] => {
                    draft.projects.$get(count(at)?)?.plan.$get(count(point)?)?.$field("share")
                }
                ["projects", at, "plan", point, name] => {
                    draft.projects.$get(count(at)?)?.plan.$get(count(point)?)?.$field(name)
                }
                ["projects", at, "indicators", row, name] => {
                    let project = draft.projects.$get(count(at)?)?;
                    project.indicators.$get(count(row)?)?.$field(name)
                }
                ["unplaced", at] => draft.unplaced.$get(count(at)?)?.$field("text"),
                _ => None,
            }
        }
    };
}

walk!(walk, field, first, get,);
walk!(walk_mut, field_mut, first_mut, get_mut, mut);

impl Draft {
    /// The field at a path; `None` where the draft has no such field.
    pub fn get(&self, path: &str) -> Option<&str> {
        walk(self, path).map(String::as_str)
    }

    /// Puts `text` into the field at a path; returns what stood there, `None` where the draft has no such
    /// field and nothing was changed.
    pub fn set(&mut self, path: &str, text: &str) -> Option<String> {
        walk_mut(self, path).map(|field| std::mem::replace(field, text.to_owned()))
    }

    /// Every field that the draft has, blank ones included, with its path, in the order of the form.
    pub fn fields(&self) -> Vec<(String, &str)> {
        let mut all = Vec::new();
        push(&mut all, "", self);
        for (index, entry) in self.contents.iter().enumerate() {
            push(&mut all, &format!("contents/{index}/"), entry);
        }
        push(&mut all, "overall/", &self.overall);
        texts(&mut all, "overall", &self.overall.paragraphs, |p| &p.text);
        push(&mut all, "sub_goals/", &self.sub_goals);
        texts(&mut all, "sub_goals/preamble", &self.sub_goals.preamble, |p| &p.text);
        for (index, item) in self.sub_goals.items.iter().enumerate() {
            let path = format!("sub_goals/{index}");
            push(&mut all, &format!("{path}/"), item);
            texts(&mut all, &path, &item.paragraphs, |p| &p.text);
        }
        push(&mut all, "safeguards/", &self.safeguards);
        texts(&mut all, "safeguards", &self.safeguards.paragraphs, |p| &p.text);
        rows(&mut all, "indicators", &self.indicators);
        for (index, project) in self.projects.iter().enumerate() {
            let path = format!("projects/{index}");
            push(&mut all, &format!("{path}/"), project);
            for (point, checkpoint) in project.plan.iter().enumerate() {
                push(&mut all, &format!("{path}/plan/{point}/"), checkpoint);
            }
            texts(&mut all, &format!("{path}/goals"), &project.goals, |goal| &goal.text);
            rows(&mut all, &format!("{path}/indicators"), &project.indicators);
        }
        texts(&mut all, "unplaced", &self.unplaced, |p| &p.text);
        all
    }
}

fn push<'d, T: Fields>(all: &mut Vec<(String, &'d str)>, path: &str, piece: &'d T) {
    for name in T::NAMES {
        all.extend(piece.field(name).map(|text| (format!("{path}{name}"), text.as_str())));
    }
}

fn texts<'d, T>(
    all: &mut Vec<(String, &'d str)>,
    path: &str,
    items: &'d [T],
    text: fn(&T) -> &String,
) {
    let items = items.iter().enumerate();
    all.extend(items.map(|(index, item)| (format!("{path}/{index}"), text(item).as_str())));
}

fn rows<'d>(all: &mut Vec<(String, &'d str)>, path: &str, indicators: &'d [super::DraftIndicator]) {
    for (index, row) in indicators.iter().enumerate() {
        push(all, &format!("{path}/{index}/"), row);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{
        DraftCheckpoint, DraftGoal, DraftIndicator, DraftParagraph, DraftProject, DraftSubGoal,
    };
    use super::*;

    fn draft() -> Draft {
        let row = DraftIndicator { target: "≥95%".into(), ..DraftIndicator::default() };
        let project = DraftProject {
            plan: vec![DraftCheckpoint { month: 3, label: String::new(), share: "25%".into() }],
            goals: vec![DraftGoal::new("1.培训500人。")],
            indicators: vec![row.clone(), row.clone()],
            ..DraftProject::default()
        };
        let runs_on = DraftSubGoal {
            paragraphs: vec![DraftParagraph::new("（一）培训。")],
            ..DraftSubGoal::default()
        };
        let mut draft = Draft { projects: vec![project.clone(), project], ..Draft::default() };
        draft.indicators.push(row);
        draft.sub_goals.items.push(runs_on);
        draft.sub_goals.preamble.push(DraftParagraph::new("以下各项。"));
        draft.overall.paragraphs.push(DraftParagraph::new("一、职责"));
        draft.safeguards.paragraphs.push(DraftParagraph::new("一、加强领导"));
        draft.unplaced.push(DraftParagraph::new("附注"));
        draft.contents.push(super::super::DraftEntry::default());
        draft
    }

    #[test]
    fn every_field_is_found_at_its_path() {
        let mut draft = draft();
        let paths: Vec<(String, String)> =
            draft.fields().into_iter().map(|(path, text)| (path, text.to_owned())).collect();
        assert_eq!(paths.len(), 75);
        for (index, (path, text)) in paths.iter().enumerate() {
            assert_eq!(draft.get(path), Some(text.as_str()), "{path}");
            assert_eq!(draft.set(path, &index.to_string()).as_deref(), Some(text.as_str()));
        }
        for (index, (path, _)) in paths.iter().enumerate() {
            assert_eq!(draft.get(path), Some(index.to_string().as_str()), "{path}");
        }
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        let mut draft = draft();
        for path in
            ["", "projects", "projects/2/name", "projects/x/name", "projects/0/key", "a/b/c/d/e/f"]
        {
            assert_eq!(draft.get(path), None, "{path}");
            assert_eq!(draft.set(path, "x"), None, "{path}");
        }
        assert_eq!(draft.get("sub_goals/0"), Some("（一）培训。"));
        assert_eq!(draft.get("projects/0/plan/0"), Some("25%"));
    }
}
