#!/bin/sh
# Write the lock files anew from pyproject.toml: one file for Python 3.11 to 3.14, every archive by its SHA-256,
# and no word about the index it came from. Needs uv.
set -eu
cd "$(dirname "$0")/.."

compile() {
    uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
        --no-annotate --custom-compile-command "make lock" --quiet --upgrade "$@"
}

compile --output-file requirements.txt pyproject.toml
compile --output-file requirements-dev.txt --constraints requirements.txt --group dev pyproject.toml
# feedgen and bagit come as source only; what builds them is pinned as well.
printf 'setuptools\nsetuptools-scm\n' | compile --output-file requirements-build.txt -

if grep -nE 'https?:|file:|--(extra-)?index-url|--find-links' requirements*.txt; then
    echo "a lock file names an index" >&2
    exit 1
fi
