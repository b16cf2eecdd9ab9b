use std::process::Command;

use guesthouse_diagnostics::Language;
use guesthouse_testing::skip;

use super::{generate, run, write};

#[test]
fn go_compiles_contracts_of_strangers() {
    if Command::new("go").arg("version").output().is_err() {
        return skip::skip("the SDK for Go", "go is not installed");
    }
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    write(&dir.join("go.mod"), "module strangers.example\n\ngo 1.26\n");
    for it in generate(Language::Go, |name| format!("strangers.example/{name}/sdk")) {
        let own = dir.join(&it.name);
        for file in it.sdk.iter().filter(|file| file.path != "go.mod") {
            write(&own.join("sdk").join(&file.path), &file.text);
        }
        for file in it.project.iter().filter(|file| file.path != "go.mod") {
            write(&own.join(&file.path), &file.text);
        }
    }
    let go = |words: &str, os: &[(&str, &str)]| {
        let mut words = words.split(' ');
        let mut command = Command::new(words.next().unwrap());
        let command = command.args(words).current_dir(dir);
        run(
            command
                .env("GOFLAGS", "")
                .env("GOWORK", "off")
                .envs(os.iter().copied()),
            true,
        );
    };
    go("gofmt -d .", &[]);
    go("go vet ./...", &[]);
    // Tests run outside of WebAssembly, and so do the fakes.
    let wasm = [("GOOS", "wasip1"), ("GOARCH", "wasm")];
    go("go vet ./.../sdk/...", &wasm);
}
