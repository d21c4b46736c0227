//! A model in the words of real programs, so that what is computed can be tried.
//!
//! Layer 3, pure: texts come out, and nothing here starts a program or opens a file. So far: the
//! groups of rules of a model as rules of the Linux kernel.

pub mod nftables;
