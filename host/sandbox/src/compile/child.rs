//! The host's side of the worker: start it, send it a file, and interpret how it ended.

use super::protocol::{ARGUMENT, DONE, FAILED, GREETING, Job, Request, STARVED};
use super::{CompileLimits, worker};
use crate::static_limits::{
    CHECK_ANSWER_BYTES, CHECK_BYTES_PER_CPU_SECOND, CHECK_CPU_SECONDS, CHECK_DEADLINE_MS,
    CHECK_MEMORY,
};
use guesthouse_diagnostics::{Diagnostic, RefusalCode, units};
use rustix::process::Resource;
use std::io;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{ChildStdin, ChildStdout, Command};

/// Threads of a worker. More would only cost address space.
const THREADS: usize = 4;

/// A worker process for one file, with its limits.
pub(super) struct Child {
    /// The program to start.
    worker: PathBuf,
    job: Job,
    /// The name of the process in messages.
    process: &'static str,
    /// The code of a job that exceeds a limit.
    code: RefusalCode,
    /// The hint for a job that exceeds a limit.
    hint: &'static str,
    memory: u64,
    cpu_seconds: u64,
    deadline: Duration,
    greeting: Duration,
    answer_bytes: u64,
}

/// An answer of a worker.
struct Answer {
    kind: u8,
    /// `None` if it is longer than the host accepts.
    text: Option<Vec<u8>>,
}

impl Child {
    /// Returns a worker for a file of `bytes` bytes. All jobs that check a file have the same
    /// limits.
    pub(super) fn new(worker: PathBuf, job: Job, limits: &CompileLimits, bytes: usize) -> Self {
        let greeting = Duration::from_millis(limits.greeting_ms);
        match job {
            Job::Compile => Self {
                worker,
                job,
                process: "the process that compiles the component",
                code: RefusalCode::CompileLimit,
                hint: "make the component smaller or simpler, or raise the host's limits on compiling",
                memory: limits.memory,
                cpu_seconds: limits.cpu_seconds_for(bytes),
                deadline: Duration::from_millis(limits.deadline_ms),
                greeting,
                answer_bytes: limits.artefact_bytes_for(bytes),
            },
            Job::Judge(_) | Job::JudgeAgainst(_) | Job::Report(..) | Job::World => Self {
                worker,
                job,
                process: "the process that checks the component",
                code: RefusalCode::CheckLimit,
                hint: "make the component smaller, or its types simpler: types that contain each other many times take long to check, in a small file too",
                memory: CHECK_MEMORY,
                cpu_seconds: CHECK_CPU_SECONDS + bytes as u64 / CHECK_BYTES_PER_CPU_SECOND,
                deadline: Duration::from_millis(CHECK_DEADLINE_MS),
                greeting,
                answer_bytes: CHECK_ANSWER_BYTES,
            },
        }
    }

    /// Runs the job on a file and returns its result.
    pub(super) async fn run(&self, bytes: &[u8]) -> Result<Vec<u8>, Diagnostic> {
        if worker::is_worker() {
            return Err(no_worker("it ran the host instead of compiling").hint(RUN_IF_ASKED));
        }
        match tokio::time::timeout(self.deadline, self.attempt(bytes)).await {
            Ok(result) => result,
            Err(_elapsed) => {
                let deadline = units::duration(self.deadline);
                Err(self.exceeds(format_args!("needed more than {deadline} of real time")))
            }
        }
    }

    async fn attempt(&self, bytes: &[u8]) -> Result<Vec<u8>, Diagnostic> {
        let mut child = self.command().spawn().map_err(|error| {
            no_worker(format_args!(
                "cannot start `{}`: {error}",
                self.worker.display()
            ))
        })?;
        let pipes = child.stdin.take().zip(child.stdout.take());
        let (mut stdin, mut stdout) =
            pipes.ok_or_else(|| no_worker("it has no standard input or output"))?;
        if !self.greets(&mut stdout).await {
            return Err(self.did_not_greet(&mut child).await);
        }
        let (sent, answer) = tokio::join!(self.send(&mut stdin, bytes), self.receive(stdout));
        let answer = answer.map_err(no_worker)?;
        if let Some(Answer { text: None, .. }) = answer {
            let limit = units::size(self.answer_bytes);
            return Err(self.exceeds(format_args!("produced more than {limit}")));
        }
        let status = child.wait().await.map_err(no_worker)?;
        if !status.success() {
            return Err(self.ended_badly(status));
        }
        sent.map_err(no_worker)?;
        self.read_answer(answer)
    }

    async fn greets(&self, stdout: &mut ChildStdout) -> bool {
        let mut greeting = [0; GREETING.len()];
        let read = tokio::time::timeout(self.greeting, stdout.read_exact(&mut greeting)).await;
        matches!(read, Ok(Ok(_))) && greeting == GREETING
    }

    async fn did_not_greet(&self, child: &mut tokio::process::Child) -> Diagnostic {
        match tokio::time::timeout(self.greeting, child.wait()).await {
            Ok(Ok(status)) if status.signal().is_some() => self.not_started(status),
            _ => no_worker("it did not answer as a worker").hint(RUN_IF_ASKED),
        }
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.worker);
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        // The environment may hold secrets.
        command.env_clear();
        command
            .arg(ARGUMENT)
            // These settings keep address space small.
            .env("RAYON_NUM_THREADS", cores.min(THREADS).to_string())
            .env("RUST_MIN_STACK", (16 << 20).to_string())
            .env("MALLOC_ARENA_MAX", "2")
            .env("MIMALLOC_ARENA_RESERVE", "16M")
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true);
        command
    }

    /// Sends the file. The pipe must stay open until the worker has answered.
    async fn send(&self, stdin: &mut ChildStdin, bytes: &[u8]) -> io::Result<()> {
        let request = Request {
            memory: self.memory,
            cpu_seconds: self.cpu_seconds,
            bytes: bytes.len() as u64,
            job: self.job.clone(),
        };
        let mut header = serde_json::to_vec(&request)?;
        header.push(b'\n');
        stdin.write_all(&header).await?;
        stdin.write_all(bytes).await
    }

    /// Receives the answer, if the worker sends a whole one. Allocates exactly as much as the text
    /// needs: an artefact may have hundreds of megabytes.
    async fn receive(&self, stdout: ChildStdout) -> io::Result<Option<Answer>> {
        let mut stdout = BufReader::new(stdout);
        let mut head = Vec::new();
        let mut line = (&mut stdout).take(32);
        line.read_until(b'\n', &mut head).await?;
        let Some((kind, length)) = head.split_first() else {
            return Ok(None);
        };
        let length = std::str::from_utf8(length.trim_ascii_end()).ok();
        let length: u64 = length
            .and_then(|digits| digits.parse().ok())
            .ok_or(io::ErrorKind::InvalidData)?;
        let text = if length <= self.answer_bytes {
            let mut text = vec![0; usize::try_from(length).unwrap_or(usize::MAX)];
            match stdout.read_exact(&mut text).await {
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
                read => read?,
            };
            Some(text)
        } else {
            None
        };
        Ok(Some(Answer { kind: *kind, text }))
    }

    fn ended_badly(&self, status: ExitStatus) -> Diagnostic {
        use rustix::process::Signal;
        match status.signal().and_then(Signal::from_named_raw) {
            Some(Signal::XCPU | Signal::KILL) => {
                self.exceeds_or_starves(Resource::Cpu, self.cpu_seconds, |seconds| {
                    format!("needed more than {seconds} s of CPU time")
                })
            }
            Some(_) => self.exceeds_or_starves(Resource::As, self.memory, |bytes| {
                let memory = units::size(bytes);
                format!("needed more than {memory} of memory or crashed")
            }),
            None => no_worker(status).hint(RESOURCES),
        }
    }

    /// Reports that the process reached a limit. If the system gives this host less than the limit of
    /// the job, the component is not at fault.
    fn exceeds_or_starves(
        &self,
        resource: Resource,
        limit: u64,
        verb_phrase: impl Fn(u64) -> String,
    ) -> Diagnostic {
        match rustix::process::getrlimit(resource).maximum {
            Some(lower) if lower < limit => {
                let message = format!("it {}", verb_phrase(lower));
                no_worker(message).hint(RESOURCES)
            }
            _ => self.exceeds(format_args!("{}", verb_phrase(limit))),
        }
    }

    /// Reports that the process could not begin its job, for which no component is at fault.
    fn not_started(&self, reason: impl std::fmt::Display) -> Diagnostic {
        let process = self.process;
        let message = format_args!("{process} could not start: {reason}");
        RefusalCode::HostError.diagnostic(message).hint(RESOURCES)
    }

    fn read_answer(&self, answer: Option<Answer>) -> Result<Vec<u8>, Diagnostic> {
        let Some(Answer { kind, text }) = answer else {
            return Err(no_worker("it ended without an answer"));
        };
        let text = text.unwrap_or_default();
        let message = || String::from_utf8_lossy(&text);
        match kind {
            DONE => Ok(text),
            STARVED => Err(self.not_started(message())),
            FAILED if matches!(self.job, Job::Compile) => Err(super::failed(&message())),
            _ => Err(no_worker(message())),
        }
    }

    /// Reports that the process exceeded a limit. `verb_phrase` says how.
    fn exceeds(&self, verb_phrase: std::fmt::Arguments<'_>) -> Diagnostic {
        let message = format!("{} {verb_phrase}", self.process);
        self.code.diagnostic(message).hint(self.hint)
    }
}

/// Returns the path of this program's executable in `/proc`. Another file may have replaced the
/// executable at its original path.
pub(crate) fn own_executable() -> PathBuf {
    PathBuf::from("/proc/self/exe")
}

/// The hint for a program that does not act as a worker.
const RUN_IF_ASKED: &str = "call `guesthouse_sandbox::worker::run_if_asked()` at the top of `main`, or give \
    `Sandbox::builder().worker(path)` a program that does";

/// The hint for a worker that gets too little from the system or its host.
const RESOURCES: &str = "raise the limits of this process (`ulimit -a` shows them), or the host's limits on \
    compiling";

pub(super) fn no_worker(error: impl std::fmt::Display) -> Diagnostic {
    RefusalCode::HostError.diagnostic(format_args!(
        "the process that checks and compiles components failed: {error}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use guesthouse_inspect::Against;

    const JOB: Job = Job::JudgeAgainst(Against::Automation(None));

    /// Returns a check of a small file by a worker that misbehaves.
    fn checking(script: &str) -> Child {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sandbox/workers");
        let worker = PathBuf::from(format!("{folder}/{script}.sh"));
        Child::new(worker, JOB, &CompileLimits::default(), 0)
    }

    #[test]
    fn a_check_has_the_limits_of_the_table() {
        let limits = checking("hangs");
        assert_eq!(limits.memory, 512 << 20);
        assert_eq!(limits.cpu_seconds, 2);
        let worker = PathBuf::from("worker");
        let compile_limits = CompileLimits::default();
        let large = Child::new(worker, JOB, &compile_limits, 64 << 20);
        assert_eq!(large.cpu_seconds, 18);
        assert_eq!(limits.deadline, Duration::from_secs(300));
        assert_eq!(limits.answer_bytes, 4 << 20);
    }

    #[tokio::test]
    async fn the_result_of_a_check_has_a_limit() {
        let mut check = checking("pours");
        // A host that read the whole answer would wait until this deadline.
        check.deadline = Duration::from_secs(20);
        let refused = check.run(b"a file").await.unwrap_err();
        assert_eq!(refused.code, RefusalCode::CheckLimit, "{refused}");
        assert!(refused.message.contains("produced more than"), "{refused}");
    }

    #[tokio::test]
    async fn a_check_ends_at_its_deadline() {
        let mut check = checking("hangs");
        check.deadline = Duration::from_millis(200);
        let refused = check.run(b"a file").await.unwrap_err();
        assert_eq!(refused.code, RefusalCode::CheckLimit, "{refused}");
        assert!(refused.message.contains("of real time"), "{refused}");
    }
}
