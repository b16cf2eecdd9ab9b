#!/bin/sh
# Compiles a crate with coverage counters, as cargo-fuzz does. As RUSTC_WORKSPACE_WRAPPER it applies to
# the crates of this workspace only, so the dependencies are used as they are already compiled.
set -eu
case " $* " in
  *" build_script_build "* | *" proc-macro "* | *" ___ "* | *" -vV "*) exec "$@" ;;
esac
exec "$@" --cfg fuzzing -Ccodegen-units=1 -Cpasses=sancov-module \
  -Cllvm-args=-sanitizer-coverage-level=4 \
  -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
  -Cllvm-args=-sanitizer-coverage-pc-table \
  -Cllvm-args=-sanitizer-coverage-trace-compares \
  -L "native=${LIBFUZZER:?}"
