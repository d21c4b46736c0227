//! The rules: each decides from what analyses found whether something is wrong, and words it.
//!
//! A rule never searches, so that two rules cannot differ on a fact. To add one, write its file and
//! its page under `pages/rules/` and add a line to [`RULES`], which is sorted by name.

mod availability_broken;
pub(crate) mod broken_promise;
mod dead_target_stays;
mod failover_in_what_it_saves;
mod hang_not_noticed;
mod long_ttl;
mod loss_not_judged;
mod not_served_without_fault;
mod not_understood;
mod nothing_promised;
mod overload;
mod shared_hypervisor;
mod single_copy;
mod stopped_instance;
mod undecided;

use std::collections::{BTreeMap, BTreeSet};

use outlast_findings::{Finding, Severity};
use outlast_model::{
    Class, CopyRef, Fault, Journey, JourneyId, MachineId, Model, PartId, Seat, Struck,
};

use crate::availability::Availability;
use crate::limits::Limits;
use crate::subject::{Subject, column_names};
use crate::survive::{Judged, Survival};

/// All rules, sorted by name.
pub static RULES: [&Rule; 15] = [
    &availability_broken::RULE,
    &broken_promise::RULE,
    &dead_target_stays::RULE,
    &failover_in_what_it_saves::RULE,
    &hang_not_noticed::RULE,
    &long_ttl::RULE,
    &loss_not_judged::RULE,
    &not_served_without_fault::RULE,
    &not_understood::RULE,
    &nothing_promised::RULE,
    &overload::RULE,
    &shared_hypervisor::RULE,
    &single_copy::RULE,
    &stopped_instance::RULE,
    &undecided::RULE,
];

/// A rule.
pub struct Rule {
    /// The name: kebab-case, reads after "allow".
    pub name: &'static str,
    /// What is wrong: constant, lower case, no full stop, under 72 characters.
    pub summary: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The manual page, which is also its test.
    pub page: &'static str,
    /// Adds what it finds.
    pub check: fn(&Facts<'_>, &mut Vec<Finding>),
}

impl Rule {
    /// A finding of this rule, without a place yet.
    fn finding(&self) -> Finding {
        Finding::new(self.name, self.severity, self.summary)
    }
}

/// The rule of this name.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}

/// What rules decide from: the model, and what analyses found.
pub struct Facts<'a> {
    /// The architecture.
    pub model: &'a Model,
    /// Every fault and every outcome.
    pub survival: &'a Survival,
    /// The availability of each journey that promises one.
    pub availability: &'a [Availability],
    /// The limits of replaying.
    pub limits: &'a Limits,
    /// The name of each journey and store, as the matrix shows it.
    names: BTreeMap<Subject, String>,
    /// Outcomes of journeys by what is struck, so that a rule finds them without looking at all.
    struck: BTreeMap<(Class, Struck), Vec<&'a Judged>>,
    /// Faults that strike several machines of one host.
    hosts: Vec<(usize, BTreeSet<MachineId>)>,
    /// By journey: what it does when one machine is lost.
    instances: BTreeMap<Subject, Vec<(MachineId, &'a Judged)>>,
}

impl<'a> Facts<'a> {
    /// Facts with an index of outcomes.
    pub(crate) fn new(
        model: &'a Model,
        survival: &'a Survival,
        availability: &'a [Availability],
        limits: &'a Limits,
    ) -> Self {
        let mut struck: BTreeMap<(Class, Struck), Vec<&'a Judged>> = BTreeMap::new();
        let mut instances: BTreeMap<Subject, Vec<(MachineId, &'a Judged)>> = BTreeMap::new();
        for judged in survival.judged.iter().filter(|it| it.subject.journey().is_some()) {
            let Some(fault) = survival.faults.get(judged.fault) else { continue };
            let [effect] = fault.effects.as_slice() else { continue };
            struck.entry((fault.class, effect.struck)).or_default().push(judged);
            if let (Class::Instance, Struck::Machine(machine)) = (fault.class, effect.struck) {
                instances.entry(judged.subject).or_default().push((machine, judged));
            }
        }
        let hosts = (0..)
            .zip(&survival.faults)
            .filter(|(_, fault)| fault.class == Class::Hypervisor && fault.effects.len() > 1)
            .map(|(at, fault)| (at, machines(fault).collect()))
            .collect();
        let names = column_names(model).into_iter().collect();
        Self { names, model, survival, availability, limits, struck, hosts, instances }
    }

    /// Faults of a host with several machines, and these.
    fn hosts(&self) -> &[(usize, BTreeSet<MachineId>)] {
        &self.hosts
    }

    /// What a journey does when one machine is lost, for each that it depends on.
    fn instances(&self, journey: Subject) -> &[(MachineId, &'a Judged)] {
        self.instances.get(&journey).map_or(&[], Vec::as_slice)
    }

    fn journeys(&self) -> impl Iterator<Item = (JourneyId, &Journey)> {
        (0..).map(JourneyId).zip(&self.model.journeys)
    }

    fn fault(&self, judged: &Judged) -> Option<&Fault> {
        self.survival.faults.get(judged.fault)
    }

    /// What each journey does under the faults of a class that strike this and nothing else.
    fn when_struck(&self, class: Class, struck: Struck) -> impl Iterator<Item = &'a Judged> + '_ {
        self.struck.get(&(class, struck)).into_iter().flatten().copied()
    }

    /// What each journey does when one machine is lost.
    fn without_machine(&self, machine: MachineId) -> impl Iterator<Item = &'a Judged> + '_ {
        self.when_struck(Class::Instance, Struck::Machine(machine))
    }

    /// What each journey does when one process is struck.
    fn without_process(
        &self,
        class: Class,
        copy: CopyRef,
    ) -> impl Iterator<Item = &'a Judged> + '_ {
        self.when_struck(class, Struck::Process(copy))
    }

    /// A journey or store, as the matrix names it.
    fn name(&self, subject: Subject) -> &str {
        self.names.get(&subject).map_or("", String::as_str)
    }

    /// The journey of an outcome, when it is that of one.
    fn journey(&self, judged: &Judged) -> Option<&Journey> {
        self.model.journeys.get(judged.subject.journey()?.0 as usize)
    }

    /// The machines that a part runs on, each once.
    fn machines_of(&self, part: PartId) -> BTreeSet<MachineId> {
        let seats = self.model.copies(part).map(|(_, seat)| seat);
        seats
            .filter_map(|seat| match seat {
                Seat::Machine(machine) => Some(machine),
                Seat::Place(_) => None,
            })
            .collect()
    }

    /// The names of the journeys and stores of these outcomes, each once.
    fn names<'s>(&'s self, judged: &[&Judged]) -> Vec<&'s str> {
        let subjects: BTreeSet<Subject> = judged.iter().map(|it| it.subject).collect();
        subjects.into_iter().map(|it| self.name(it)).collect()
    }
}

/// The machines that a fault strikes.
fn machines(fault: &Fault) -> impl Iterator<Item = MachineId> {
    fault.effects.iter().filter_map(|effect| match effect.struck {
        Struck::Machine(machine) => Some(machine),
        _ => None,
    })
}

/// Everything that the rules find but broken promises, errors first, in the order of the rules.
pub(crate) fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in RULES.iter().filter(|rule| rule.name != broken_promise::RULE.name) {
        (rule.check)(facts, &mut findings);
    }
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings
}

/// Whether an outcome does not come back without somebody or something unknown.
fn stays_out(judged: &Judged) -> bool {
    use outlast_sim::Back;
    judged.outcome.doubts.is_empty()
        && matches!(judged.outcome.back, Back::Never | Back::WhenSomebodyActs | Back::Flaps)
}
