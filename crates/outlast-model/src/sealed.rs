//! A model of which every reference is known to lead somewhere.
//!
//! What a reference is, and where they stand, is in `references`.

use std::fmt;
use std::ops::Deref;

use crate::{CopyRef, Kind, Model, Reference, Refers, Slot};

/// A model of which every reference leads somewhere. It cannot be changed: a change is made to a
/// copy of what is in it, which is sealed again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed(Model);

impl Sealed {
    /// A copy to be changed.
    pub fn draft(&self) -> Model {
        self.0.clone()
    }
}

impl Deref for Sealed {
    type Target = Model;

    fn deref(&self) -> &Model {
        &self.0
    }
}

/// References that lead nowhere: a bug of whoever built the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken(pub Vec<Reference>);

impl fmt::Display for Broken {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "a model refers to what is not there: {:?}", self.0)
    }
}

impl Model {
    /// Checks every reference, once and for all.
    ///
    /// # Errors
    ///
    /// Those that lead nowhere.
    pub fn seal(self) -> Result<Sealed, Broken> {
        let mut broken = Vec::new();
        self.references(&mut |reference| {
            if !self.has(reference) {
                broken.push(reference);
            }
        });
        if broken.is_empty() { Ok(Sealed(self)) } else { Err(Broken(broken)) }
    }

    /// As [`Model::seal`], for whoever builds models: one that is broken is a bug and ends as one.
    ///
    /// # Panics
    ///
    /// A reference leads nowhere.
    #[expect(clippy::panic, reason = "a proof about what is not there must not be given")]
    #[must_use]
    pub fn sealed(self) -> Sealed {
        self.seal().unwrap_or_else(|broken| panic!("{broken}"))
    }

    fn has(&self, reference: Reference) -> bool {
        match reference {
            Reference::Place(id) => self.places.has(id),
            Reference::Machine(id) => self.machines.has(id),
            Reference::Part(id) => self.parts.has(id),
            Reference::Copy(CopyRef { part, copy }) => {
                self.parts.has(part) && (copy as usize) < self.part(part).copies.len().max(1)
            }
            Reference::Member(part, member) => {
                self.parts.has(part)
                    && matches!(&self.part(part).kind, Kind::Router(router)
                        if (member as usize) < router.members.len())
            }
            Reference::Store(id) => self.stores.has(id),
            Reference::Slot(Slot { store, slot }) => {
                self.stores.has(store) && slot < self.store(store).slots()
            }
            Reference::Scope(id) => self.scopes.has(id),
            Reference::Assumption(id) => self.assumptions.has(id),
            Reference::Network(id) => self.networks.networks.has(id),
            Reference::Filter(id) => self.networks.filters.has(id),
            Reference::Passage(id) => self.networks.passages.has(id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AssumptionId, MachineId};
    use crate::{Common, Copy, Fact, Need, Needed, Part, PartId, Seat, Stopped};

    #[test]
    fn what_leads_nowhere_is_named() {
        let mut model = Model::default();
        let mut part = Part::new("service.web", crate::Role::Service, Kind::Server);
        part.copies.push(Copy { seat: Seat::Machine(MachineId(3)), name: None });
        part.needs.push(Need::new(Needed::One(PartId(0)), crate::Moment::Request));
        part.falls = Fact::Assumed(true, AssumptionId(0));
        let part = model.parts.push(part);
        let struck = Stopped::Process(CopyRef { part, copy: 1 });
        model.commons.push(Common { name: "feed".to_string(), of: vec![struck], span: None });
        let Err(Broken(broken)) = model.seal() else { panic!("it is sealed") };
        let copy = Reference::Copy(CopyRef { part, copy: 1 });
        let assumption = Reference::Assumption(AssumptionId(0));
        assert_eq!(broken, [Reference::Machine(MachineId(3)), assumption, copy]);
    }

    #[test]
    fn a_model_whose_references_lead_somewhere_is_sealed() {
        let mut model = Model::default();
        let part = model.parts.push(Part::new("people.ops", crate::Role::People, Kind::Server));
        let struck = Stopped::Process(CopyRef { part, copy: 0 });
        model.commons.push(Common { name: "feed".to_string(), of: vec![struck], span: None });
        assert!(model.seal().is_ok());
    }
}
