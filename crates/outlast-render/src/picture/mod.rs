//! A picture of a system: which boxes and edges, where they lie, and the drawing as SVG.
//!
//! [`scene`] takes boxes and edges from a model and knows no coordinates; the other files give each
//! of them its place and draw it. Nothing here knows of HTML, and the same model gives the same bytes.

mod grid;
mod layers;
pub(crate) mod layout;
mod rect;
mod routes;
pub(crate) mod scene;
pub(crate) mod svg;
#[cfg(test)]
mod tests;
mod text;
