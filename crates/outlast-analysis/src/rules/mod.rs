//! The rules: each decides from what analyses found whether something is wrong, and words it.
//!
//! A rule never searches, so that two rules cannot differ on a fact. To add one, write its file and
//! its page under `pages/rules/` and add a line to [`RULES`], which is sorted by name.

mod availability_broken;
mod backup_unproven;
pub(crate) mod broken_promise;
mod change_without_undo;
mod cold_start_circle;
mod copy_in_same_place;
mod copy_in_same_scope;
mod dead_target_stays;
mod exposure;
mod failover_in_what_it_saves;
mod failover_loses_writes;
mod forbidden_need;
mod guess_refuted;
mod hang_not_noticed;
mod leaves_inside;
mod limit_near;
mod long_ttl;
mod loss_not_judged;
pub(crate) mod need_not_known;
mod no_backup;
mod no_way_back;
mod not_served_without_fault;
mod not_understood;
mod nothing_promised;
mod open_to_everyone;
mod open_without_need;
mod overload;
mod restore_too_slow;
mod retention_shorter_than_discovery;
mod sessions_lost;
mod shared_hypervisor;
mod single_copy;
mod stopped_instance;
mod undecided;
mod unprotected;
mod unused_rule;
mod work_done_twice;
mod work_lost;
mod writer_blocked_without_standby;

use std::collections::{BTreeMap, BTreeSet};

use outlast_findings::{Finding, Rule};
use outlast_model::{
    Class, CopyRef, Fault, Journey, JourneyId, MachineId, Model, PartId, Seat, Store, Struck,
};

use crate::availability::Availability;
use crate::limits::Limits;
use crate::paired::Paired;
use crate::pairs::Pairs;
use crate::subject::{Subject, column_names};
use crate::survive::{Case, Survival};

/// All rules, sorted by name.
pub static RULES: [&Finder; 38] = [
    &availability_broken::RULE,
    &backup_unproven::RULE,
    &broken_promise::RULE,
    &change_without_undo::RULE,
    &cold_start_circle::RULE,
    &copy_in_same_place::RULE,
    &copy_in_same_scope::RULE,
    &dead_target_stays::RULE,
    &failover_in_what_it_saves::RULE,
    &failover_loses_writes::RULE,
    &forbidden_need::RULE,
    &guess_refuted::RULE,
    &hang_not_noticed::RULE,
    &leaves_inside::RULE,
    &limit_near::RULE,
    &long_ttl::RULE,
    &loss_not_judged::RULE,
    &need_not_known::RULE,
    &no_backup::RULE,
    &no_way_back::RULE,
    &not_served_without_fault::RULE,
    &not_understood::RULE,
    &nothing_promised::RULE,
    &open_to_everyone::RULE,
    &open_without_need::RULE,
    &overload::RULE,
    &restore_too_slow::RULE,
    &retention_shorter_than_discovery::RULE,
    &sessions_lost::RULE,
    &shared_hypervisor::RULE,
    &single_copy::RULE,
    &stopped_instance::RULE,
    &undecided::RULE,
    &unprotected::RULE,
    &unused_rule::RULE,
    &work_done_twice::RULE,
    &work_lost::RULE,
    &writer_blocked_without_standby::RULE,
];

/// A rule, and how it is found.
pub struct Finder {
    /// What is told of it.
    pub rule: Rule,
    /// Adds what it finds.
    pub find: fn(&Facts<'_>, &mut Vec<Finding>),
}

/// The rule of this name, whether analyses or the catalogue find it; nothing for problems of the
/// input, which have no page.
pub fn rule(name: &str) -> Option<&'static Rule> {
    let own = RULES.iter().map(|finder| &finder.rule).find(|rule| rule.name == name);
    own.or_else(|| outlast_catalog::rules::rule(name))
}

/// What rules decide from: the model, and what analyses found.
pub struct Facts<'a> {
    /// The architecture.
    pub model: &'a Model,
    /// Every fault and every outcome.
    pub survival: &'a Survival,
    /// The availability of each journey that promises one.
    pub availability: &'a [Availability],
    /// What two faults do together.
    pub pairs: &'a Pairs,
    /// The limits of replaying.
    pub limits: &'a Limits,
    /// The name of each journey and store, as the matrix shows it.
    names: BTreeMap<Subject, String>,
    /// Outcomes of journeys by what is struck, so that a rule finds them without looking at all.
    struck: BTreeMap<(Class, Struck), Vec<&'a Case>>,
    /// Outcomes of journeys by the number of the fault.
    under: BTreeMap<usize, Vec<&'a Case>>,
    /// Outcomes of each store, in the order of the faults.
    stores: BTreeMap<Subject, Vec<&'a Case>>,
    /// Faults that strike several machines of one host.
    hosts: Vec<(usize, BTreeSet<MachineId>)>,
    /// By journey: what it does when one machine is lost.
    instances: BTreeMap<Subject, Vec<(MachineId, &'a Case)>>,
}

impl<'a> Facts<'a> {
    /// Facts with an index of outcomes.
    pub(crate) fn new(model: &'a Model, paired: &'a Paired, limits: &'a Limits) -> Self {
        let survival = paired.singles().survival();
        let mut struck: BTreeMap<(Class, Struck), Vec<&'a Case>> = BTreeMap::new();
        let mut instances: BTreeMap<Subject, Vec<(MachineId, &'a Case)>> = BTreeMap::new();
        let mut stores: BTreeMap<Subject, Vec<&'a Case>> = BTreeMap::new();
        let mut under: BTreeMap<usize, Vec<&'a Case>> = BTreeMap::new();
        for judged in &survival.cases {
            if judged.subject.store().is_some() {
                stores.entry(judged.subject).or_default().push(judged);
                continue;
            }
            under.entry(judged.fault).or_default().push(judged);
            let Some(fault) = survival.faults.get(judged.fault) else { continue };
            let [effect] = fault.effects.as_slice() else { continue };
            struck.entry((fault.class, effect.struck())).or_default().push(judged);
            if let (Class::Instance, Struck::Machine(machine)) = (fault.class, effect.struck()) {
                instances.entry(judged.subject).or_default().push((machine, judged));
            }
        }
        let hosts = (0..)
            .zip(&survival.faults)
            .filter(|(_, fault)| fault.class == Class::Hypervisor && fault.effects.len() > 1)
            .map(|(at, fault)| (at, machines(fault).collect()))
            .collect();
        Self {
            names: column_names(model).into_iter().collect(),
            model,
            survival,
            availability: paired.singles().availability(),
            pairs: paired.pairs(),
            limits,
            struck,
            under,
            stores,
            hosts,
            instances,
        }
    }

    /// Faults of a host with several machines, and these.
    fn hosts(&self) -> &[(usize, BTreeSet<MachineId>)] {
        &self.hosts
    }

    /// What a journey does when one machine is lost, for each that it depends on.
    fn instances(&self, journey: Subject) -> &[(MachineId, &'a Case)] {
        self.instances.get(&journey).map_or(&[], Vec::as_slice)
    }

    fn journeys(&self) -> impl Iterator<Item = (JourneyId, &Journey)> {
        self.model.journeys.pairs()
    }

    /// The stores that are judged.
    fn stores(&self) -> impl Iterator<Item = (Subject, &'a Store)> + '_ {
        let stores = self.names.keys().filter_map(|subject| Some((*subject, subject.store()?)));
        stores.map(|(subject, id)| (subject, self.model.store(id)))
    }

    /// What each journey does under a fault that touches it.
    fn journeys_under(&self, fault: usize) -> &[&'a Case] {
        self.under.get(&fault).map_or(&[], Vec::as_slice)
    }

    /// What a store loses under each fault that touches it.
    fn of(&self, store: Subject) -> &[&'a Case] {
        self.stores.get(&store).map_or(&[], Vec::as_slice)
    }

    /// The first fault of the first of these classes that may leave nothing of a store, and the
    /// words for it.
    fn loses_all(&self, store: Subject, classes: &[Class]) -> Option<(&'a Case, String)> {
        let loses_all =
            |it: &Case| it.outcome.loss().is_some_and(|loss| loss.all > outlast_sim::Often::Never);
        let of = |class: Class| {
            let mut lost = self.of(store).iter().filter(move |it| loses_all(it));
            lost.find(|it| self.fault(it).is_some_and(|fault| fault.class == class))
        };
        let judged = *classes.iter().find_map(|class| of(*class))?;
        Some((judged, crate::speech::outcome_words(&judged.outcome)))
    }

    fn fault(&self, judged: &Case) -> Option<&Fault> {
        self.survival.faults.get(judged.fault)
    }

    /// What each journey does under the faults of a class that strike this and nothing else.
    fn when_struck(&self, class: Class, struck: Struck) -> impl Iterator<Item = &'a Case> + '_ {
        self.struck.get(&(class, struck)).into_iter().flatten().copied()
    }

    /// What each journey does when one machine is lost.
    fn without_machine(&self, machine: MachineId) -> impl Iterator<Item = &'a Case> + '_ {
        self.when_struck(Class::Instance, Struck::Machine(machine))
    }

    /// What each journey does when one process is struck.
    fn without_process(&self, class: Class, copy: CopyRef) -> impl Iterator<Item = &'a Case> + '_ {
        self.when_struck(class, Struck::Process(copy))
    }

    /// A journey or store, as the matrix names it.
    fn name(&self, subject: Subject) -> &str {
        self.names.get(&subject).map_or("", String::as_str)
    }

    /// The journey of an outcome, when it is that of one.
    fn journey(&self, judged: &Case) -> Option<&Journey> {
        judged.subject.journey().map(|id| self.model.journey(id))
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
    fn names<'s>(&'s self, judged: &[&Case]) -> Vec<&'s str> {
        let subjects: BTreeSet<Subject> = judged.iter().map(|it| it.subject).collect();
        subjects.into_iter().map(|it| self.name(it)).collect()
    }
}

/// The machines that a fault strikes.
fn machines(fault: &Fault) -> impl Iterator<Item = MachineId> {
    fault.effects.iter().filter_map(|effect| match effect.struck() {
        Struck::Machine(machine) => Some(machine),
        Struck::Process(_)
        | Struck::Place(_)
        | Struck::Managed(_)
        | Struck::Store(_)
        | Struck::Slot(_)
        | Struck::Belief { .. } => None,
    })
}

/// Everything that the rules find but broken promises, errors first, in the order of the rules.
pub(crate) fn find(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for it in RULES.iter().filter(|it| it.rule.name != broken_promise::RULE.rule.name) {
        (it.find)(facts, &mut findings);
    }
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings
}

/// Whether an outcome does not come back without somebody or something unknown.
fn stays_out(judged: &Case) -> bool {
    use outlast_sim::Recovery;
    judged.outcome.doubts.is_empty()
        && matches!(
            judged.outcome.back,
            Recovery::Never | Recovery::WhenSomebodyActs | Recovery::Flaps
        )
}
