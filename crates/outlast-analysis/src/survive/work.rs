//! The work that a journey begins: which jobs it puts into queues, and how long doing them takes
//! when nothing fails.

use std::collections::BTreeSet;

use outlast_model::{Journey, Model, Moment, PartId, Range, Work};

/// The works that go on after a journey's answer, each once, in the order of the model: those whose
/// queue is reached from where the journey enters, also by way of the workers before.
pub(crate) fn works<'a>(model: &'a Model, journey: &Journey) -> Vec<&'a Work> {
    let mut reached: BTreeSet<PartId> = BTreeSet::new();
    let mut begun: BTreeSet<usize> = BTreeSet::new();
    let mut open = Vec::new();
    journey.enters.add_parts(&mut open);
    while let Some(id) = open.pop() {
        let part = model.part(id);
        if !reached.insert(id) {
            continue;
        }
        let serves =
            |it: &&outlast_model::Need| it.at == Moment::Request && it.serves(&journey.name);
        part.needs.iter().filter(serves).for_each(|need| need.of.add_parts(&mut open));
        if let outlast_model::Kind::Router(router) = &part.kind {
            open.extend(router.members.iter().map(|member| member.copy.part));
        }
        for (at, work) in model.works.iter().enumerate().filter(|(_, it)| it.queue == id) {
            begun.insert(at);
            open.extend(&work.writes);
            open.push(work.worker);
        }
    }
    begun.into_iter().filter_map(|at| model.works.get(at)).collect()
}

/// How long the work of a journey takes without a fault: its jobs one after the other. What is not
/// known of one makes it [`Range::UNKNOWN`].
pub(crate) fn work_takes(model: &Model, journey: &Journey) -> Range {
    outlast_model::finishing(&works(model, journey), &journey.ends).into_iter().fold(
        Range::ZERO,
        |sum, work| {
            let job = work.job.value().copied().unwrap_or(Range::UNKNOWN);
            Range { lo: sum.lo.saturating_add(job.lo), hi: sum.hi.saturating_add(job.hi) }
        },
    )
}
