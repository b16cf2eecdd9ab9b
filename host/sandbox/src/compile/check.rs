//! Makes the report of `guesthouse check` in a confined process.

use super::child::{Child, no_worker, own_executable};
use super::protocol::{Described, Job};
use super::{CompileLimits, cleaned};
use crate::Refused;
use guesthouse_contract::Model;
use guesthouse_diagnostics::{Diagnostic, FileKind};
use guesthouse_inspect::{Against, Report};
use std::path::PathBuf;

/// Says what a file is, whether it fits a world of a contract, and what to do if not.
///
/// The file is read in a worker process that has no network and no files, under limits on CPU, memory
/// and time. A file on which the worker exceeds a limit or dies gets a report with the code
/// `check-limit`. `worker` is the program that calls [`run_if_asked`](super::worker::run_if_asked);
/// `None` is this program. Must be polled in a Tokio runtime with time and IO enabled.
pub async fn check(bytes: &[u8], against: &Against, worker: Option<PathBuf>) -> Report {
    let worker = worker.unwrap_or_else(own_executable);
    let reported = report(bytes, against, worker).await;
    reported.unwrap_or_else(|refused| Report {
        kind: FileKind::of(bytes),
        size: bytes.len(),
        contract: against.package(),
        fits: None,
        component: None,
        diagnostics: vec![refused],
    })
}

/// Reads the world of a component: everything that it imports and exports. The file is read in a worker
/// process, as by [`check`].
///
/// # Errors
/// Every reason to refuse the file, whatever its contract.
pub async fn world(bytes: &[u8], worker: Option<PathBuf>) -> Result<Model, Refused> {
    let limits = CompileLimits::default();
    guesthouse_inspect::check_size(bytes.len() as u64, limits.component_bytes)?;
    let worker = worker.unwrap_or_else(own_executable);
    let child = Child::new(worker, Job::World, &limits, bytes.len());
    let answer = child.run(bytes).await?;
    match serde_json::from_slice(&answer).map_err(no_worker)? {
        Described::World(json) => Ok(Model::from_json(json.get().as_bytes()).map_err(no_worker)?),
        Described::Refused(refused) => {
            let refused: Vec<_> = refused.into_iter().map(cleaned).collect();
            Err(refused.into())
        }
    }
}

/// Gets the verdict and the report from two processes. The first does what a host does before it
/// compiles the file, with the same limits, so the verdict is the same.
async fn report(bytes: &[u8], against: &Against, worker: PathBuf) -> Result<Report, Diagnostic> {
    let limits = CompileLimits::default();
    guesthouse_inspect::check_size(bytes.len() as u64, limits.component_bytes)?;
    let child = |job| Child::new(worker.clone(), job, &limits, bytes.len());
    let refused = child(Job::JudgeAgainst(against.clone())).run(bytes).await?;
    let refused = serde_json::from_slice(&refused).map_err(no_worker)?;
    let report = child(Job::Report(against.clone(), refused))
        .run(bytes)
        .await?;
    serde_json::from_slice(&report).map_err(no_worker)
}
