//! What names a cell of the matrix in the address of the page.
//!
//! It says which row and column it is by what stands there, not by where: when a page is put in
//! place of an older one, a cell that is open stays open, though rows and columns were added before
//! it. A digest, because names of users are no names for elements.

use sha2::{Digest as _, Sha256};

use crate::report::Report;

/// How many bytes of the digest are enough for the cells of one system.
const ANCHOR_BYTES: usize = 6;

/// Where a cell of the matrix stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Position {
    /// The number of its row.
    pub(super) row: usize,
    /// The number of its column.
    pub(super) column: usize,
}

/// The name of a cell.
pub(super) fn anchor(report: &Report<'_>, Position { row, column }: Position) -> String {
    let what = report.rows().get(row).map_or("", |row| row.what.as_str());
    // Rows with the same words are told apart by their order.
    let before = report.rows().iter().take(row).filter(|row| row.what == what).count();
    let subject = report.rows().get(row).and_then(|row| row.cells.get(column)).map(|it| it.subject);
    let noun = subject.map_or("", |it| it.noun(report.model));
    let address = subject.map_or("", |it| it.address(report.model));
    let digest = Sha256::digest(format!("{what}\0{before}\0{noun}\0{address}"));
    digest.iter().take(ANCHOR_BYTES).map(|byte| format!("{byte:02x}")).collect()
}
