//! The examples of the pages, read with the catalogue: Terraform alone, or with an outlast file.

use std::path::{Path, PathBuf};

use outlast_catalog::estate::Estate;
use outlast_catalog::{Lowered, Overrides, lower, resources};
use outlast_pages::read;

/// The instances of which every page speaks that has no Terraform of its own.
pub(crate) const MACHINES: &str = r#"
resource "exoscale_compute_instance" "a" {
  count       = 2
  zone        = "ch-gva-2"
  name        = "a-${count.index}"
  type        = "standard.small"
  template_id = "5f0f0000-0000-4000-8000-000000000001"
  disk_size   = 20
}

resource "exoscale_compute_instance" "b" {
  count       = 2
  zone        = "ch-gva-2"
  name        = "b-${count.index}"
  type        = "standard.small"
  template_id = "5f0f0000-0000-4000-8000-000000000001"
  disk_size   = 20
}
"#;

/// A directory of the crate.
pub(crate) fn directory(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// What the Terraform of a page becomes.
pub(crate) fn estate(terraform: &str) -> Estate {
    let read = read(terraform, "").evaluated.configuration;
    resources::read(&read.resources, &read.providers, &Overrides::new())
}

/// What the Terraform and the outlast file of a page become.
pub(crate) fn lowered(terraform: &str, outlast: &str) -> Lowered {
    let example = read(terraform, outlast);
    lower("page", &example.evaluated, &[example.outlast], &example.sources, &Overrides::new())
}
