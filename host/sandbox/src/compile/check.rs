//! The report of `guesthouse check`, made in a confined process.

use super::CompileLimits;
use super::child::{Child, no_worker};
use super::protocol::Job;
use guesthouse_inspect::{Kind, Report, World};
use std::path::PathBuf;

/// Says what a file is, whether it fits a world of `guesthouse:automation`, and what to do if not.
///
/// The file is read in a worker process that has no network and no files, under limits on CPU, memory
/// and time. A file on which the worker exceeds a limit or dies gets a report with the code
/// `check-limit`. `worker` is the program that calls [`run_if_asked`](super::worker::run_if_asked);
/// `None` is this program. Must be polled in a Tokio runtime with time and IO enabled.
pub async fn check(bytes: &[u8], world: Option<World>, worker: Option<PathBuf>) -> Report {
    let limits = CompileLimits::default();
    let refused = match guesthouse_inspect::check_size(bytes.len() as u64, limits.component_bytes) {
        Err(refused) => refused,
        Ok(()) => {
            let child = Child::checking(worker, Job::Report(world), &limits);
            let report = child
                .run(bytes)
                .await
                .and_then(|answer| serde_json::from_slice::<Report>(&answer).map_err(no_worker));
            match report {
                Ok(report) => return report,
                Err(refused) => refused,
            }
        }
    };
    Report {
        kind: Kind::of(bytes),
        size: bytes.len(),
        fits: None,
        component: None,
        diagnostics: vec![refused],
    }
}
