//! Hosts that are programs of this repository: `conformance/adapters/NAME/main.js`.

use std::path::Path;

use anyhow::Context as _;

use super::process::Process;
use crate::commands::find;

/// The tools that each host needs, in addition to the packages of `conformance/adapters`.
const NEEDS: &[(&str, &[&str])] = &[("node", &["node"]), ("browser", &["node", "chromium"])];

/// The result of starting a host.
pub enum Started {
    /// The host runs.
    Host(Process),
    /// This machine lacks a tool that the host needs.
    Missing(String),
}

/// Starts a host. `root` is the folder `conformance/`; the host keeps its files in `work`.
///
/// # Errors
/// When it does not start, or there is no such host.
pub fn start(name: &str, root: &Path, work: &Path) -> anyhow::Result<Started> {
    let known = NEEDS.iter().find(|(host, _)| *host == name);
    let (_, needs) = known.with_context(|| format!("there is no adapter `{name}`"))?;
    if let Some(missing) = missing(needs, root) {
        return Ok(Started::Missing(missing));
    }
    let main = root.join("adapters").join(name).join("main.js");
    let command = ["node".into(), main.into(), work.join("jco").into()];
    Process::start(&command).map(Started::Host)
}

fn missing(needs: &[&str], root: &Path) -> Option<String> {
    if let Some(tool) = needs.iter().find_map(|tool| find(tool).err()) {
        return Some(tool.to_string());
    }
    let packages = root.join("adapters/node_modules");
    if packages.is_dir() {
        return None;
    }
    let folder = packages.display();
    Some(format!("{folder} is missing: run `./just setup-adapters`"))
}
