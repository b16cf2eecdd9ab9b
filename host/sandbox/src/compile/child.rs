//! The host's side of the worker: starts it, sends the component, and classifies how it ended.

use super::protocol::{ARGUMENT, COMPILED, FREE, GREETING, Request, STARVED};
use super::{CompileLimits, worker};
use crate::Diagnostic;
use crate::refused::RefusalCode;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{ChildStdin, ChildStdout, Command};

/// Threads of a worker. More would only cost address space.
const THREADS: usize = 4;

pub(super) struct Child<'a> {
    /// The program to start; without it, this one.
    pub(super) worker: Option<PathBuf>,
    pub(super) limits: &'a CompileLimits,
}

impl Child<'_> {
    pub(super) async fn compile(&self, bytes: &[u8]) -> Result<Vec<u8>, Diagnostic> {
        if self.worker.is_none() && worker::is_worker() {
            return Err(no_worker("this process was itself started to compile"));
        }
        let wall = Duration::from_millis(self.limits.deadline_ms);
        match tokio::time::timeout(wall, self.run(bytes)).await {
            Ok(result) => result,
            Err(_elapsed) => Err(too_much(format_args!(
                "compiling took longer than {} ms",
                self.limits.deadline_ms
            ))),
        }
    }

    async fn run(&self, bytes: &[u8]) -> Result<Vec<u8>, Diagnostic> {
        let mut child = self.command().spawn().map_err(no_worker)?;
        let pipes = child.stdin.take().zip(child.stdout.take());
        let (mut stdin, mut stdout) = pipes.ok_or_else(|| no_worker("it has no pipes"))?;
        self.greet(&mut stdout).await?;
        let (sent, answer) = tokio::join!(self.send(&mut stdin, bytes), self.receive(stdout));
        let (kind, text) = answer.map_err(no_worker)?;
        if text.len() as u64 > self.limits.artefact_bytes {
            return Err(too_much(format_args!(
                "compiled, the component has more than {} bytes",
                self.limits.artefact_bytes
            )));
        }
        let status = child.wait().await.map_err(no_worker)?;
        if !status.success() {
            return Err(self.ended_badly(status, bytes.len()));
        }
        sent.map_err(no_worker)?;
        read_answer(kind, text)
    }

    async fn greet(&self, stdout: &mut ChildStdout) -> Result<(), Diagnostic> {
        let mut greeting = [0; GREETING.len()];
        let wall = Duration::from_millis(self.limits.greeting_ms);
        let read = tokio::time::timeout(wall, stdout.read_exact(&mut greeting)).await;
        let has_greeted = matches!(read, Ok(Ok(_))) && greeting == GREETING;
        if !has_greeted {
            return Err(no_worker("it does not answer as a worker does").hint(
                "call `guesthouse_sandbox::worker::run_if_asked()` at the top of `main`, or give \
                 `Sandbox::builder().worker(path)` a program that does",
            ));
        }
        Ok(())
    }

    fn command(&self) -> Command {
        // Not the path of the executable: that file may have been replaced since.
        let own = PathBuf::from("/proc/self/exe");
        let mut command = Command::new(self.worker.clone().unwrap_or(own));
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        command
            // The environment may hold secrets.
            .env_clear()
            .arg(ARGUMENT)
            // What is set keeps address space small.
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

    /// Sends the component. The pipe must stay open until the worker answers.
    async fn send(&self, stdin: &mut ChildStdin, bytes: &[u8]) -> std::io::Result<()> {
        let request = Request {
            memory: self.limits.memory,
            cpu_seconds: self.limits.cpu_seconds_for(bytes.len()),
            bytes: bytes.len() as u64,
        };
        let mut header = serde_json::to_vec(&request)?;
        header.push(b'\n');
        stdin.write_all(&header).await?;
        stdin.write_all(bytes).await
    }

    /// Receives the kind of the answer, if there is one, and the answer.
    async fn receive(&self, mut stdout: ChildStdout) -> std::io::Result<(Option<u8>, Vec<u8>)> {
        let mut kind = [0];
        if stdout.read(&mut kind).await? == 0 {
            return Ok((None, Vec::new()));
        }
        let mut answer = Vec::new();
        let mut stdout = stdout.take(self.limits.artefact_bytes + 1);
        stdout.read_to_end(&mut answer).await?;
        Ok((Some(kind[0]), answer))
    }

    fn ended_badly(&self, status: ExitStatus, bytes: usize) -> Diagnostic {
        use rustix::process::Signal;
        let limits = self.limits;
        match status.signal().and_then(Signal::from_named_raw) {
            Some(Signal::XCPU | Signal::KILL) => too_much(format_args!(
                "compiling took more than {} s of CPU",
                limits.cpu_seconds_for(bytes)
            )),
            Some(_) => too_much(format_args!(
                "compiling took more than {} bytes of memory, or the compiler crashed",
                limits.memory
            )),
            None => no_worker(status),
        }
    }
}

fn read_answer(kind: Option<u8>, text: Vec<u8>) -> Result<Vec<u8>, Diagnostic> {
    let told = || String::from_utf8_lossy(&text);
    match kind {
        None => Err(no_worker("it gave no answer")),
        Some(COMPILED) => Ok(text),
        Some(STARVED) => Err(too_much(format_args!(
            "the compiler did not start: {}",
            told()
        ))),
        Some(FREE) => Err(no_worker(told())),
        Some(_) => Err(super::failed(&told())),
    }
}

fn too_much(message: impl std::fmt::Display) -> Diagnostic {
    Diagnostic::new(RefusalCode::CompileLimit, message.to_string())
}

fn no_worker(error: impl std::fmt::Display) -> Diagnostic {
    Diagnostic::new(
        RefusalCode::HostError,
        format!("the worker that compiles components did not work: {error}"),
    )
}
