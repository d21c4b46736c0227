//! The blocks of the language, one file each: its row of the table, and the groups of attributes
//! that no other block has. What a block becomes is made elsewhere, by whoever reads its groups.

pub(crate) mod address;
pub(crate) mod assume;
pub(crate) mod backup;
pub(crate) mod cache;
pub(crate) mod change;
pub(crate) mod common;
pub(crate) mod database;
pub(crate) mod during;
pub(crate) mod fault;
pub(crate) mod gateway;
pub(crate) mod host;
pub(crate) mod journey;
pub(crate) mod keeps;
pub(crate) mod limit;
pub(crate) mod link;
pub(crate) mod name;
pub(crate) mod need;
pub(crate) mod network;
pub(crate) mod people;
pub(crate) mod place;
pub(crate) mod promise;
pub(crate) mod queue;
pub(crate) mod rates;
pub(crate) mod replica;
pub(crate) mod scope;
pub(crate) mod secret;
pub(crate) mod service;
pub(crate) mod store;
pub(crate) mod worker;
