#!/bin/sh
# A compiler for this workspace's crates that counts which parts of them run, as cargo-fuzz does it.
# Set as RUSTC_WORKSPACE_WRAPPER it leaves the dependencies as they are compiled already.
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
