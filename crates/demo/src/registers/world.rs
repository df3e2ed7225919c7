//! What is true in the county: unions, people, households, meetings, payments. Registers are written from it.

use std::collections::BTreeMap;

use ground::Day;

use crate::department::Department;
use crate::expand::draft;
use crate::way::plan_on;

use super::activities::{self, Activity};
use super::aid::{self, Payment};
use super::funds::Spent;
use super::households::{self, Household};
use super::model_workers::{self, Model, Service};
use super::office::{Matter, Publicity};
use super::people::{self, Births, Member};
use super::unions::{self, Union};
use super::words::{self, Faults, OwnProject, Papers, Words};

/// A project of the department's statement.
#[derive(Clone, Debug, Default)]
pub(super) struct Project {
    pub(super) code: String,
    pub(super) name: String,
    /// Budget in yuan.
    pub(super) budget: i64,
    /// What its targets promise, by name.
    pub(super) promised: BTreeMap<String, i64>,
}

/// The whole county as the registers know it.
#[derive(Clone, Debug)]
pub(super) struct World {
    /// The year that the registers cover.
    pub(super) year: i16,
    /// The day as of which nothing is overdue but what is planted.
    pub(super) today: Day,
    pub(super) words: Words,
    pub(super) papers: Papers,
    pub(super) faults: Faults,
    pub(super) own_projects: Vec<OwnProject>,
    /// Those of the statement: aid, check-ups, contests and events.
    pub(super) projects: Vec<Project>,
    /// Whether the first project was given more in the course of the year.
    pub(super) is_adjusted: bool,
    pub(super) births: Births,
    pub(super) unions: Vec<Union>,
    pub(super) members: Vec<Member>,
    pub(super) households: Vec<Household>,
    pub(super) payments: Vec<Payment>,
    pub(super) models: Vec<Model>,
    pub(super) services: Vec<Service>,
    pub(super) activities: Vec<Activity>,
    /// Decisions of meetings and public notices, in the order of their days once all is planned.
    pub(super) matters: Vec<Matter>,
    pub(super) notices: Vec<Publicity>,
    pub(super) spent: Vec<Spent>,
}

impl World {
    /// The county in a finished year, looked at on a day after it.
    pub(super) fn new(year: i16, today: Day, gonghui: &Department) -> Result<World, String> {
        let place = usize::try_from((year + 2 - plan_on(today)).clamp(0, 2)).unwrap_or_default();
        let mut world = World {
            year,
            today,
            words: words::words()?,
            papers: words::papers()?,
            faults: words::faults()?,
            own_projects: words::budget()?,
            projects: projects(gonghui, place, year),
            is_adjusted: gonghui.ways.get(place).is_some_and(|way| way.contains("adjust")),
            births: Births::new(),
            unions: Vec::new(),
            members: Vec::new(),
            households: Vec::new(),
            payments: Vec::new(),
            models: Vec::new(),
            services: Vec::new(),
            activities: Vec::new(),
            matters: Vec::new(),
            notices: Vec::new(),
            spent: Vec::new(),
        };
        unions::found(&mut world);
        people::join(&mut world);
        unions::count(&mut world);
        model_workers::plan(&mut world);
        households::file(&mut world);
        aid::plan(&mut world);
        activities::plan(&mut world);
        super::funds::plan(&mut world);
        super::office::plan(&mut world);
        Ok(world)
    }

    /// How many finds of a check over several registers are planted.
    pub(super) fn planted(&self, code: &str) -> usize {
        self.faults.cross.get(code).copied().unwrap_or_default()
    }

    /// The name of a union.
    pub(super) fn union(&self, at: usize) -> &str {
        self.unions.get(at).map_or("", |union| &union.name)
    }

    /// The number of a decision.
    pub(super) fn decision_number(&self, at: usize) -> &str {
        self.matters.get(at).map_or("", |matter| &matter.number)
    }

    /// The number of a notice.
    pub(super) fn notice_number(&self, at: usize) -> &str {
        self.notices.get(at).map_or("", |notice| &notice.number)
    }

    /// A project of the statement.
    pub(super) fn project(&self, at: usize) -> Project {
        self.projects.get(at).cloned().unwrap_or_default()
    }

    /// What a target of the statement promises.
    pub(super) fn promised(&self, project: usize, name: &str) -> i64 {
        let promised = self.projects.get(project).and_then(|one| one.promised.get(name));
        promised.copied().unwrap_or_default()
    }
}

/// The projects of one of the three years, with what they promise.
fn projects(gonghui: &Department, place: usize, year: i16) -> Vec<Project> {
    let figure = |line: &str| {
        let all: Vec<&str> = line.split_whitespace().collect();
        all.get(place).or(all.first()).and_then(|text| text.parse().ok()).unwrap_or_default()
    };
    let drafted = draft(gonghui, place, year).projects;
    let known = |name: &str| gonghui.projects.iter().find(|project| project.name == name);
    let made = drafted.into_iter().map(|project| {
        let lines = known(&project.name).map(|known| known.n.iter());
        let promised = lines.into_iter().flatten();
        Project {
            // Of 万元 with two decimals, hundredths are a hundred yuan.
            budget: project.total.replace('.', "").parse::<i64>().unwrap_or_default() * 100,
            promised: promised.map(|(name, line)| (name.clone(), figure(line))).collect(),
            code: project.code,
            name: project.name,
        }
    });
    made.collect()
}
