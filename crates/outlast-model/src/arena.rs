//! Things in the order of declaration, each found by an id of its own type.
//!
//! An arena alone gives out ids: no other crate can make one of a number. An id is only good for the
//! model that gave it out. Looking one up never falls back to anything: an id that leads nowhere is a
//! bug of ours, and ends the program as one, never in a proof that rests on something that is not
//! there. What may be absent is an `Option` of an id.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// The number of something in an arena.
pub trait Id: Copy {
    /// The id of what stands there, from 0.
    fn new(at: usize, mint: Mint) -> Self;
    /// Where it stands, from 0.
    fn at(self) -> usize;
}

/// What making an id takes: only this crate has one. To leave `new` to a private trait above [`Id`]
/// would not do, as what is generic over `Id` could still call it.
#[derive(Debug, Clone, Copy)]
pub struct Mint(());

/// What this crate makes ids with.
pub(crate) const MINT: Mint = Mint(());

/// Gives a number its [`Id`].
macro_rules! id {
    ($($name:ident)*) => {$(
        #[cfg(feature = "made-up-ids")]
        impl $name {
            /// The id of the nth that is declared, from 0. For tests, which know what comes later.
            pub const fn nth(at: u32) -> Self {
                Self(at)
            }
        }

        impl crate::arena::Id for $name {
            fn new(at: usize, _: crate::arena::Mint) -> Self {
                Self(u32::try_from(at).unwrap_or(u32::MAX))
            }

            fn at(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}
pub(crate) use id;

/// Things of one type, by ids of one type.
#[derive(Clone, PartialEq, Eq)]
pub struct Arena<I, T> {
    items: Vec<T>,
    ids: PhantomData<fn(I) -> I>,
}

impl<I: Id, T> Arena<I, T> {
    /// Nothing.
    pub const fn new() -> Self {
        Self { items: Vec::new(), ids: PhantomData }
    }

    /// Adds something and gives its id.
    pub fn push(&mut self, item: T) -> I {
        let id = I::new(self.items.len(), MINT);
        self.items.push(item);
        id
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Whether an id leads anywhere here.
    pub fn has(&self, id: I) -> bool {
        id.at() < self.items.len()
    }

    /// All of them, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.items.iter()
    }

    /// All of them, in order, to be changed.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.items.iter_mut()
    }

    /// The ids of all of them, in order.
    pub fn ids(&self) -> impl Iterator<Item = I> + use<I, T> {
        (0..self.items.len()).map(|at| I::new(at, MINT))
    }

    /// All of them with their ids, in order.
    pub fn pairs(&self) -> impl Iterator<Item = (I, &T)> {
        self.items.iter().enumerate().map(|(at, item)| (I::new(at, MINT), item))
    }

    /// All of them, in order.
    pub fn as_slice(&self) -> &[T] {
        &self.items
    }

    /// The last one.
    pub fn last(&self) -> Option<&T> {
        self.items.last()
    }

    /// Keeps those that are wanted. What is behind one that goes gets another id: only for a model
    /// to which nothing refers by these ids.
    pub fn retain(&mut self, wanted: impl FnMut(&T) -> bool) {
        self.items.retain(wanted);
    }
}

impl<I: Id, T> Default for Arena<I, T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<I, T: fmt::Debug> fmt::Debug for Arena<I, T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.items.fmt(out)
    }
}

#[expect(
    clippy::indexing_slicing,
    reason = "an id that leads nowhere is a bug and must end as one"
)]
impl<I: Id, T> Index<I> for Arena<I, T> {
    type Output = T;

    fn index(&self, id: I) -> &T {
        &self.items[id.at()]
    }
}

#[expect(
    clippy::indexing_slicing,
    reason = "an id that leads nowhere is a bug and must end as one"
)]
impl<I: Id, T> IndexMut<I> for Arena<I, T> {
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.items[id.at()]
    }
}

impl<I: Id, T> Extend<T> for Arena<I, T> {
    fn extend<E: IntoIterator<Item = T>>(&mut self, items: E) {
        self.items.extend(items);
    }
}

impl<I: Id, T> FromIterator<T> for Arena<I, T> {
    fn from_iter<E: IntoIterator<Item = T>>(items: E) -> Self {
        Self { items: items.into_iter().collect(), ids: PhantomData }
    }
}

impl<I, T> IntoIterator for Arena<I, T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<'a, I, T> IntoIterator for &'a Arena<I, T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

impl<'a, I, T> IntoIterator for &'a mut Arena<I, T> {
    type Item = &'a mut T;
    type IntoIter = std::slice::IterMut<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter_mut()
    }
}

impl<I: Id, T> From<Vec<T>> for Arena<I, T> {
    fn from(items: Vec<T>) -> Self {
        Self { items, ids: PhantomData }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::PartId;

    #[test]
    fn ids_lead_to_what_they_were_given_out_for() {
        let mut arena: Arena<PartId, &str> = Arena::new();
        let (a, b) = (arena.push("a"), arena.push("b"));
        assert_eq!((arena[a], arena[b]), ("a", "b"));
        assert_eq!(arena.ids().collect::<Vec<_>>(), [a, b]);
        assert!(arena.has(b) && !arena.has(PartId(2)));
    }

    #[test]
    #[should_panic(expected = "out of bounds")]
    fn an_id_that_leads_nowhere_is_a_bug() {
        let arena: Arena<PartId, &str> = Arena::new();
        let _ = arena[PartId(0)];
    }
}
