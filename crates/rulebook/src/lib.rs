//! The law and the catalogues, loaded from `data/`: dated, sourced, refused when they are wrong.
//!
//! Nothing here decides anything. A rule asks for a value in force on a day in a region and gets it
//! with its reference; a word list finds its words in a text.

mod applying;
mod appraising;
mod codes;
mod dated;
mod departments;
mod entries;
mod error;
mod figures;
mod form_cells;
mod form_rules;
mod forms;
mod frameworks;
mod groups;
mod indicators;
mod law;
mod monitoring;
mod parameters;
mod project_kinds;
mod regions;
mod schemes;
mod scoring;
mod scoring_faults;
mod templates;
mod word_lists;
mod words;

pub use applying::{ApplyingRule, ApplyingScheme, Proposal, TargetRule};
pub use appraising::{AppraisalDimension, AppraisalItem, AppraisalScheme, DrawingRule, DrawingWay};
pub use codes::CodeCheck;
pub use dated::{Reference, Standing};
pub use departments::Department;
pub use error::DataError;
pub use form_cells::{CellAlign, CellRole, FormCell, Merge};
pub use form_rules::{Limit, PlannedSum, Preset, Reason};
pub use forms::{
    FormBlock, FormKind, FormRow, FormSheet, FormTable, Lies, Pages, Readers, TotalRow,
};
pub use frameworks::{Framework, FrameworkAspect, FrameworkDimension, Need};
pub use groups::{Group, Groups, Mention};
pub use indicators::{Catalogue, CommonIndicator, Scope};
pub use law::Law;
pub use monitoring::{
    Between, ForecastRule, Light, LightBand, MonitoringScheme, PaymentRule, PlausibilityRule,
    ValueRule, WithoutCurve, Yardstick,
};
pub use parameters::{Parameter, ParameterEntry, ParameterValue};
pub use project_kinds::ProjectKind;
pub use regions::Regions;
pub use schemes::{Deductions, Grade, Scheme, SchemeFacet, SchemeItem};
pub use scoring::{
    AbovePass, Band, BandsOf, BeyondDeduction, BeyondRule, CompletionRule, Compound, Excess,
    ExecutionRule, LateBand, LevelBand, ScoringScheme, Spread, TargetKind, Way, WayRule,
    WeightGroup, WeightLayout,
};
pub use templates::{SumUnit, Template, TemplatePiece};
pub use word_lists::WordList;
pub use words::{Hit, Term, WordBook};

use ground::Day;

/// Every file below `data/`, by its path there.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/data.rs"));

/// All that the field knows.
#[derive(Debug)]
pub struct Rulebook {
    laws: Vec<Law>,
    parameters: parameters::Parameters,
    figures: figures::Figures,
    words: WordBook,
    frameworks: Vec<Framework>,
    departments: Vec<Department>,
    groups: Groups,
    code_checks: Vec<CodeCheck>,
    regions: Regions,
    schemes: Vec<Scheme>,
    scorings: Vec<ScoringScheme>,
    monitorings: Vec<MonitoringScheme>,
    appraisals: Vec<AppraisalScheme>,
    applyings: Vec<ApplyingScheme>,
    forms: Vec<FormSheet>,
    catalogues: Vec<Catalogue>,
    project_kinds: Vec<ProjectKind>,
}

/// The files of a folder of `data/` that another room reads: path, name without extension, text.
pub fn files(folder: &str) -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    FILES.iter().filter_map(move |(path, text)| {
        let name = path.strip_prefix(folder)?.strip_prefix('/')?;
        Some((*path, name.rsplit_once('.').map_or(name, |(stem, _)| stem), *text))
    })
}

impl Rulebook {
    /// The rulebook that the program carries.
    ///
    /// # Errors
    /// When a data file is wrong; a test keeps that from being released.
    pub fn embedded() -> Result<Rulebook, DataError> {
        Rulebook::load(FILES)
    }

    /// A rulebook from files given as path and text.
    ///
    /// # Errors
    /// On the first file with an unknown or double key, a wrong date, or a reference to no law.
    pub fn load(files: &[(&str, &str)]) -> Result<Rulebook, DataError> {
        let laws = entries::load(files)?;
        let departments = entries::load(files)?;
        let rulebook = Rulebook {
            parameters: parameters::load(files)?,
            figures: figures::load(files)?,
            words: words::load(files, departments::signature_terms(&departments))?,
            frameworks: entries::load(files)?,
            departments,
            groups: groups::load(files)?,
            code_checks: codes::load(files)?,
            regions: regions::load(files)?,
            schemes: entries::load(files)?,
            scorings: entries::load(files)?,
            monitorings: entries::load(files)?,
            appraisals: entries::load(files)?,
            applyings: entries::load(files)?,
            forms: entries::load(files)?,
            catalogues: entries::load(files)?,
            project_kinds: entries::load(files)?,
            laws,
        };
        rulebook.references_resolve()?;
        Ok(rulebook)
    }

    /// This rulebook with a county's own figures, given as path and text: their values stand beside those that are
    /// there, and the narrowest jurisdiction wins as always.
    ///
    /// # Errors
    /// When a text is wrong, or names a law that is not there.
    pub fn with_figures<'f>(
        mut self,
        texts: impl IntoIterator<Item = (&'f str, &'f str)>,
    ) -> Result<Rulebook, DataError> {
        for (path, text) in texts {
            figures::add(&mut self.figures, path, text)?;
        }
        self.references_resolve()?;
        Ok(self)
    }

    /// The instrument with this identifier.
    pub fn law(&self, id: &str) -> Option<&Law> {
        self.laws.iter().find(|law| law.id == id)
    }

    /// All instruments, by identifier.
    pub fn laws(&self) -> &[Law] {
        &self.laws
    }

    /// The value of a parameter in force on `day` in the region with this code.
    ///
    /// The value of the narrowest jurisdiction wins: county before city, province, nation. An unknown
    /// region has the nation's.
    pub fn parameter(
        &self,
        parameter: Parameter,
        day: Day,
        region: &str,
    ) -> Option<&ParameterValue> {
        self.parameters.find(parameter, day, region)
    }

    /// All parameters with all their values, in the order in which they are declared.
    pub fn parameters(&self) -> impl Iterator<Item = (Parameter, &ParameterEntry)> {
        self.parameters.all()
    }

    /// A figure that checks of registers name: a cap, a line, a term. `None` if there is none of this name.
    pub fn figure(&self, name: &str) -> Option<&ParameterEntry> {
        self.figures.get(name)
    }

    /// All figures by name.
    pub fn figures(&self) -> impl Iterator<Item = (&str, &ParameterEntry)> {
        self.figures.iter().map(|(name, entry)| (name.as_str(), entry))
    }

    /// The word lists.
    pub fn words(&self) -> &WordBook {
        &self.words
    }

    /// The indicator trees in force for a plan of `year` in the region, the preferred one first.
    pub fn frameworks(&self, year: i16, region: &str) -> Vec<&Framework> {
        frameworks::in_force(&self.frameworks, year, region)
    }

    /// The kind of department that bears this name.
    pub fn department(&self, name: &str) -> Option<&Department> {
        departments::find(&self.departments, name)
    }

    /// All kinds of departments.
    pub fn departments(&self) -> &[Department] {
        &self.departments
    }

    /// Groups of people.
    pub fn groups(&self) -> &Groups {
        &self.groups
    }

    /// What is known of the last sign of project codes of this province and kind.
    pub fn code_check(&self, province: &str, kind: char) -> Option<&CodeCheck> {
        self.code_checks.iter().find(|check| check.province == province && check.kind == kind)
    }

    /// The score sheet for a plan of `year` in the region.
    pub fn scheme(&self, year: i16, region: &str) -> Option<&Scheme> {
        entries::preferred(entries::in_force(&self.schemes, year, region))
    }

    /// How a plan of `year` in the region is scored.
    pub fn scoring(&self, year: i16, region: &str) -> Option<&ScoringScheme> {
        entries::preferred(entries::in_force(&self.scorings, year, region))
    }

    /// The scoring scheme with this identifier, wherever it is in force.
    pub fn scoring_named(&self, id: &str) -> Option<&ScoringScheme> {
        self.scorings.iter().find(|scheme| scheme.id == id)
    }

    /// All scoring schemes, by identifier.
    pub fn scorings(&self) -> &[ScoringScheme] {
        &self.scorings
    }

    /// The schemes that may score a plan of `year` in the region: those in force there, and those that are used only
    /// where they are asked for by name.
    pub fn scorings_for<'b>(
        &'b self,
        year: i16,
        region: &'b str,
    ) -> impl Iterator<Item = &'b ScoringScheme> {
        let in_time = move |scheme: &&ScoringScheme| {
            scheme.from <= year && scheme.until.is_none_or(|until| year <= until)
        };
        let fits = move |scheme: &&ScoringScheme| {
            let places = &scheme.jurisdictions;
            let covers = |place: &String| place == "CN" || region.starts_with(place.as_str());
            places.is_empty() || places.iter().any(covers)
        };
        self.scorings.iter().filter(in_time).filter(fits)
    }

    /// How a plan of `year` in the region is watched.
    pub fn monitoring(&self, year: i16, region: &str) -> Option<&MonitoringScheme> {
        entries::preferred(entries::in_force(&self.monitorings, year, region))
    }

    /// The monitoring scheme with this identifier, wherever it is in force.
    pub fn monitoring_named(&self, id: &str) -> Option<&MonitoringScheme> {
        self.monitorings.iter().find(|scheme| scheme.id == id)
    }

    /// All monitoring schemes, by identifier.
    pub fn monitorings(&self) -> &[MonitoringScheme] {
        &self.monitorings
    }

    /// By what a plan of `year` in the region is appraised.
    pub fn appraisal(&self, year: i16, region: &str) -> Option<&AppraisalScheme> {
        entries::preferred(entries::in_force(&self.appraisals, year, region))
    }

    /// The indicator system with this identifier, wherever it is in force.
    pub fn appraisal_named(&self, id: &str) -> Option<&AppraisalScheme> {
        self.appraisals.iter().find(|scheme| scheme.id == id)
    }

    /// The indicator systems by which a plan of `year` in the region may be appraised, the usual one first.
    pub fn appraisals_for<'b>(
        &'b self,
        year: i16,
        region: &'b str,
    ) -> impl Iterator<Item = &'b AppraisalScheme> {
        let usual = self.appraisal(year, region);
        let by_name = move |scheme: &&AppraisalScheme| {
            let is_in_time = scheme.from <= year && scheme.until.is_none_or(|until| year <= until);
            is_in_time && scheme.jurisdictions.is_empty()
        };
        usual.into_iter().chain(self.appraisals.iter().filter(by_name))
    }

    /// How results of `year` in the region are applied to the next.
    pub fn applying(&self, year: i16, region: &str) -> Option<&ApplyingScheme> {
        entries::preferred(entries::in_force(&self.applyings, year, region))
    }

    /// The sheet of an official form for `year` in the region.
    pub fn form(&self, kind: FormKind, year: i16, region: &str) -> Option<&FormSheet> {
        forms::in_force(&self.forms, kind, year, region)
    }

    /// All sheets of official forms, by identifier.
    pub fn forms(&self) -> &[FormSheet] {
        &self.forms
    }

    /// The catalogues of common indicators in force for a plan of `year` in the region: those of the whole
    /// department first.
    pub fn catalogues(&self, year: i16, region: &str) -> Vec<&Catalogue> {
        indicators::in_force(&self.catalogues, year, region)
    }

    /// Kinds of projects, told by words in their names.
    pub fn project_kinds(&self) -> &[ProjectKind] {
        &self.project_kinds
    }

    /// Regions and their codes.
    pub fn regions(&self) -> &Regions {
        &self.regions
    }

    fn references_resolve(&self) -> Result<(), DataError> {
        let all = self.parameters.references().chain(self.words.references());
        let all = all.chain(figures::references(&self.figures));
        let all = all.chain(self.frameworks.iter().map(|f| (f.id.as_str(), &f.reference)));
        let all = all.chain(self.code_checks.iter().map(|c| (c.province.as_str(), &c.reference)));
        let all = all.chain(self.schemes.iter().map(|s| (s.id.as_str(), &s.reference)));
        let all = all.chain(self.scorings.iter().map(|s| (s.id.as_str(), &s.reference)));
        let all = all.chain(self.monitorings.iter().map(|s| (s.id.as_str(), &s.reference)));
        let all = all.chain(self.appraisals.iter().map(|s| (s.id.as_str(), &s.reference)));
        let all = all.chain(self.applyings.iter().map(|s| (s.id.as_str(), &s.reference)));
        let all = all.chain(self.forms.iter().map(|f| (f.id.as_str(), &f.reference)));
        let all = all.chain(self.catalogues.iter().map(|c| (c.id.as_str(), &c.reference)));
        for (place, reference) in all {
            if self.law(&reference.law).is_none() {
                return Err(DataError::unresolved(place, &reference.law));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_rulebook_loads() {
        let rulebook = Rulebook::embedded().unwrap_or_else(|error| panic!("{error}"));
        assert!(!rulebook.laws().is_empty());
    }

    #[test]
    fn a_county_adds_its_own_figures() {
        let text = "[low_income_line]\ntitle = \"低保标准\"\nunit = \"元\"\n[[low_income_line.values]]\n\
                    from = 2020-01-01\njurisdiction = \"990322\"\nvalue = \"650\"\n\
                    checked = 2026-11-20\nstanding = \"practice\"\nreference = { law = \"practice\" }\n";
        let with = |text: &str| {
            Rulebook::embedded()
                .unwrap()
                .with_figures([("own.toml", text)])
                .map_err(|e| e.to_string())
        };
        let rulebook = with(text).unwrap();
        let figure = rulebook.figure("low_income_line").unwrap();
        let first =
            |region| figure.in_region(region).first().map(|value| value.number().to_string());
        assert_eq!(first("990322"), Some("650".into()));
        assert_eq!(first("990321"), Some("700".into()));
        assert!(with(&text.replace("元", "人")).is_err(), "another unit");
        assert!(with(&text.replace("\"practice\" }", "\"none\" }")).is_err(), "no such law");
    }

    #[test]
    fn a_reference_to_no_law_is_refused() {
        let text = "[basis_age]\ntitle = \"x\"\nunit = \"年\"\n[[basis_age.values]]\n\
                    from = 2000-01-01\nvalue = \"5\"\nchecked = 2026-11-20\nstanding = \"practice\"\n\
                    reference = { law = \"none\" }\n";
        let error = Rulebook::load(&[("parameters/x.toml", text)]).map(|_| ()).unwrap_err();
        assert!(error.to_string().contains("none"), "{error}");
    }
}
