#!/bin/sh
# Fuzzes: tests/fuzz/campaign.sh MINUTES [TARGET...] [--jobs N] gives each target so many minutes of a processor, keeps
# the smallest inputs that reach everything, and says what they reach. See campaign.py --help.
set -eu
cd "$(dirname "$0")/../.."
sh tools/setup.sh test
exec python3 tests/fuzz/campaign.py "$@"
