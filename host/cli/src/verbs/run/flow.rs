//! Handles events concurrently and writes their results in input order.

use std::collections::VecDeque;
use std::sync::Arc;

use guesthouse::{Event, Outcome};
use guesthouse_diagnostics::Diagnostic;
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinHandle;

use super::advice;
use super::input::{self, Line, Text};
use super::load::Loaded;
use super::outcomes::{self, Outcomes};
use super::tally::Tally;
use crate::console::Console;
use crate::error::{Error, Kind, Result};
use crate::stdout::Stdout;
use crate::verbs::printable;

/// The command accepts this many events for each event that it may handle at once. So the other
/// jobs have work while the results wait for a slow event at the front.
const AHEAD: usize = 4;

pub(super) struct Flow<'a> {
    console: &'a Console,
    plugin: Loaded,
    slots: Arc<Semaphore>,
    outcomes: Option<Outcomes>,
    stdout: Stdout,
    pub(super) tally: Tally,
    pending: VecDeque<Pending>,
}

/// A line that has no answer yet.
struct Pending {
    line: u64,
    work: Work,
    /// The line's share of the read-ahead budget, until it is answered.
    _share: OwnedSemaphorePermit,
}

enum Work {
    Running(JoinHandle<Answer>),
    Done(Box<Answer>),
}

enum Answer {
    Invalid(Box<Diagnostic>),
    PassedOver(Event),
    Handled(Outcome),
}

impl<'a> Flow<'a> {
    pub(super) fn new(console: &'a Console, plugin: Loaded, outcomes: Option<Outcomes>) -> Self {
        Self {
            console,
            slots: Arc::new(Semaphore::new(plugin.jobs)),
            plugin,
            outcomes,
            stdout: Stdout::lock(),
            tally: Tally::default(),
            pending: VecDeque::new(),
        }
    }

    /// Answers every line. Ctrl-C ends the run between two answers.
    pub(super) async fn run(&mut self) -> Result<()> {
        let ended = tokio::select! {
            biased;
            _ = tokio::signal::ctrl_c() => Err(Error::reported(Kind::Interrupted)),
            ended = self.answer_all() => ended,
        };
        let flushed = self.flush();
        ended.and(flushed)
    }

    async fn answer_all(&mut self) -> Result<()> {
        let progress = self.console.progress("events");
        let mut lines = input::read_stdin(&Handle::current());
        let window = match self.plugin.jobs {
            1 => 1,
            jobs => jobs.saturating_mul(AHEAD),
        };
        let mut open = true;
        while open || !self.pending.is_empty() {
            let room = open && self.pending.len() < window;
            tokio::select! {
                biased;
                oldest = oldest_answer(&mut self.pending) => {
                    let (line, answer) = oldest?;
                    self.answer(line, answer)?;
                    progress.advance();
                }
                line = lines.recv(), if room => match line {
                    Some(line) => self.accept(line.map_err(|error| unreadable(&error))?),
                    None => open = false,
                },
            }
        }
        Ok(())
    }

    fn accept(&mut self, line: Line) {
        let work = match parse(line.number, line.text) {
            Err(invalid) => Work::done(Answer::Invalid(invalid)),
            Ok(event) if !self.plugin.plugin.wants(&event.type_) => {
                Work::done(Answer::PassedOver(event))
            }
            Ok(event) => Work::Running(self.start(event)),
        };
        self.pending.push_back(Pending {
            line: line.number,
            work,
            _share: line.share,
        });
    }

    fn start(&self, event: Event) -> JoinHandle<Answer> {
        let (plugin, slots) = (self.plugin.plugin.clone(), self.slots.clone());
        let again = self.plugin.again;
        tokio::spawn(async move {
            let _slot = slots.acquire_owned().await;
            Answer::Handled(if again {
                plugin.handle_again(event).await
            } else {
                plugin.handle(event).await
            })
        })
    }

    fn answer(&mut self, line: u64, answer: Answer) -> Result<()> {
        match answer {
            Answer::Invalid(diagnostic) => {
                self.tally.bad_lines += 1;
                self.console.report(&diagnostic);
            }
            Answer::PassedOver(event) => {
                self.tally.passed_over += 1;
                let plugin = self.plugin.plugin.name().to_owned();
                self.record(|| outcomes::passed_over(&plugin, &event))?;
            }
            Answer::Handled(outcome) => {
                self.record(|| outcome.to_json())?;
                self.publish(line, outcome)?;
            }
        }
        // A reader sees each output at once, unless the next answer can be written together with it.
        if self.pending.front().is_some_and(Pending::is_done) {
            Ok(())
        } else {
            self.flush()
        }
    }

    fn publish(&mut self, line: u64, outcome: Outcome) -> Result<()> {
        self.tally.count(outcome.class());
        match outcome {
            Outcome::Completed(done) => {
                let ours = self.plugin.plugin.build().digest;
                let first = done.run.build.digest;
                self.tally.already_committed += u64::from(done.already_committed);
                self.tally.by_other_build += u64::from(first.is_some() && first != ours);
                self.tally.outputs += done.events.len() as u64;
                done.events
                    .iter()
                    .try_for_each(|event| self.stdout.line(event.to_json().as_bytes()))
            }
            Outcome::Failed(failure) => {
                self.console.report(&advice::diagnostic(line, &failure));
                Ok(())
            }
        }
    }

    fn record(&mut self, record: impl FnOnce() -> String) -> Result<()> {
        self.outcomes
            .as_mut()
            .map_or(Ok(()), |outcomes| outcomes.write(&record()))
    }

    fn flush(&mut self) -> Result<()> {
        self.outcomes.as_mut().map_or(Ok(()), Outcomes::flush)?;
        self.stdout.flush()
    }
}

impl Work {
    fn done(answer: Answer) -> Self {
        Self::Done(Box::new(answer))
    }
}

impl Pending {
    fn is_done(&self) -> bool {
        match &self.work {
            Work::Running(task) => task.is_finished(),
            Work::Done(_) => true,
        }
    }
}

/// Waits for the answer to the oldest line, and removes the line. Cancel-safe.
async fn oldest_answer(pending: &mut VecDeque<Pending>) -> Result<(u64, Answer)> {
    if let Some(Pending { work, .. }) = pending.front_mut()
        && let Work::Running(task) = work
    {
        // The panic hook has reported the panic.
        *work = Work::done(task.await.map_err(|_| Error::reported(Kind::Bug))?);
    }
    match pending.pop_front() {
        Some(Pending {
            line,
            work: Work::Done(answer),
            ..
        }) => Ok((line, *answer)),
        _ => std::future::pending().await,
    }
}

fn parse(number: u64, text: Text) -> Result<Event, Box<Diagnostic>> {
    let invalid = |reason: &dyn std::fmt::Display| {
        // The parser quotes the line, which may contain control characters.
        let reason = printable(&reason.to_string());
        let found = Diagnostic::error("bad-line", format!("invalid event: {reason}"))
            .at(format!("standard input, line {number}"))
            .hint(
                "correct or remove the line: each line must be one CloudEvents 1.0 event in JSON",
            );
        Box::new(found)
    };
    match text {
        Text::Whole(line) => Event::parse(&line).map_err(|reason| invalid(&reason)),
        Text::TooLong => Err(invalid(&format_args!(
            "the line is longer than {} MiB",
            Event::MAX_LINE >> 20
        ))),
    }
}

fn unreadable(error: &std::io::Error) -> Error {
    Error::failed(
        Diagnostic::error(
            "cannot-read",
            format_args!("cannot read events from standard input: {error}"),
        )
        .hint("check the file or program that provides the events, then run the command again"),
    )
}
