//! The language of the outlast file.
//!
//! `grammar` is the one table of what may be written, one file for each block; `read` and `values`
//! turn HCL into checked blocks by it; `reference` makes the reference for users from it. The other
//! files turn blocks into the model, one subject each: they ask for groups of attributes, whose
//! fields are those of the table.

pub mod backups;
pub mod changes;
pub mod databases;
pub mod grammar;
pub mod journeys;
pub mod limits;
pub mod lines;
pub mod lowering;
pub mod near;
pub mod nearest;
pub mod needs;
pub mod networks;
pub mod parts;
pub mod placed;
pub mod places;
pub mod read;
pub mod read_routes;
pub mod reference;
pub mod routers;
pub mod scopes;
pub mod shape;
pub mod states;
pub mod stores;
pub mod struck;
pub mod surroundings;
pub mod unknowns;
pub mod values;
pub mod ways_back;
pub mod works;

pub use grammar::document;

#[cfg(test)]
mod tests;
