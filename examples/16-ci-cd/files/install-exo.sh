#!/bin/bash
# Installs Exoscale's command line, which the runner replaces things with.
set -euo pipefail

version=1.97.0
package=exoscale-cli_${version}_linux_amd64.deb
from=https://github.com/exoscale/cli/releases/download/v$version

cd "$(mktemp --directory)"
curl --fail --silent --show-error --location --retry 5 --remote-name "$from/$package"
curl --fail --silent --show-error --location --retry 5 --remote-name "$from/exoscale-cli_${version}_checksums.txt"
grep --fixed-strings "$package" "exoscale-cli_${version}_checksums.txt" | sha256sum --check -
apt-get install --yes "./$package"
