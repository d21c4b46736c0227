//! The named limits: what is read and computed before outlast says that it is too much.
//!
//! Every limit is a count, never a duration, so that the same input gives the same answer on every
//! machine. A limit that is reached is a finding that names it.

/// The largest file that is read, in bytes. The loader checks it.
pub const FILE_BYTES: u64 = 8 * 1024 * 1024;
/// The most bytes of Terraform text that one configuration may have, over all files.
pub const FILES_BYTES: u64 = 16 * 1024 * 1024;
/// The most instances that one `count` or `for_each` may make.
pub const INSTANCES_PER_BLOCK: usize = 10_000;
/// The most module instances in a whole configuration.
pub const MODULE_INSTANCES: usize = 10_000;
/// The most resource instances in a whole configuration.
pub const INSTANCES: usize = 100_000;
/// The most elements of one list or map.
pub const ELEMENTS: usize = 200_000;
/// The most elements that all expressions together may make, those of lists inside of lists counted:
/// about 250 MB.
pub const ELEMENTS_TOTAL: u64 = 2_000_000;
/// The most values inside of one value, parts that are shared counted every time.
pub const VALUES: u32 = 4_000_000;
/// How deep lists and maps may be nested in one value.
pub const VALUE_DEPTH: u32 = 128;
/// How many values all functions and comparisons together may look at.
pub const VISITS: u64 = 400_000_000;
/// The longest text, in bytes.
pub const TEXT_BYTES: usize = 16 * 1024 * 1024;
/// The most bytes of text that all expressions together may make.
pub const TEXT_BYTES_TOTAL: u64 = 256 * 1024 * 1024;
/// How many bytes of text all functions together may read: hashes and regular expressions take time
/// by the byte.
pub const WORK_BYTES: u64 = 256 * 1024 * 1024;
/// How deep expressions and references may go; fits into the 2 MiB stack of a thread in any build.
pub const DEPTH: usize = 240;
/// How many calls of modules are followed to find the directories that belong to a configuration.
pub const MODULE_CALLS: usize = 10_000;
/// How deep modules may call modules.
pub const MODULE_DEPTH: usize = 32;
/// How many steps the evaluation of a configuration may take.
pub const STEPS: u64 = 5_000_000;
/// How deep brackets and blocks may be nested in one text; a limit of the parser `hcl-edit`.
pub const NESTING: usize = 64;
/// How many operators may be chained in one expression; a limit of the parser `hcl-edit`.
pub const OPERATORS: usize = 128;
/// How many keys of objects may stand twice in one block.
pub const REPEATED_KEYS: usize = 64;
/// The most errors that are reported for one file.
pub const ERRORS_PER_FILE: usize = 50;
