//! Handles events concurrently and writes their results in input order.

use std::collections::VecDeque;
use std::io::IsTerminal;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use guesthouse::{Event, Outcome};
use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use tokio::task::{JoinHandle, unconstrained};

use super::advice;
use super::input::{self, Line};
use super::load::Loaded;
use super::outcomes::{self, Outcomes};
use super::parse::{Invalid, Parsed, Parser};
use super::pending::{Answer, Answered, Pending, Work, oldest_answer};
use super::recordings::Recordings;
use super::repeats::Repeats;
use super::tally::Tally;
use crate::args::Format;
use crate::console::{Console, Progress};
use crate::error::{Error, Kind, Result};
use crate::stdout::Stdout;

/// The command accepts this many events for each event that it may handle at once. So the other
/// jobs have work while the results wait for a slow event at the front.
const AHEAD: usize = 4;
/// How long a run that ends early waits for the events in progress to end.
const PATIENCE: Duration = Duration::from_millis(200);

pub(super) struct Flow<'a> {
    console: &'a Console,
    plugin: Loaded,
    slots: Arc<Semaphore>,
    outcomes: Option<Outcomes>,
    pub(super) recordings: Option<Recordings>,
    stdout: Stdout,
    parser: Parser,
    pub(super) repeats: Repeats,
    pub(super) tally: Tally,
    pending: VecDeque<Pending>,
}

impl<'a> Flow<'a> {
    pub(super) fn new(
        console: &'a Console,
        plugin: Loaded,
        parser: Parser,
        outcomes: Option<Outcomes>,
        recordings: Option<Recordings>,
    ) -> Self {
        Self {
            console,
            slots: Arc::new(Semaphore::new(plugin.jobs)),
            tally: Tally::new(&plugin.limits),
            plugin,
            outcomes,
            recordings,
            stdout: Stdout::lock(),
            parser,
            repeats: Repeats::default(),
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
        self.abandon().await;
        let flushed = self.flush();
        ended.and(flushed)
    }

    /// Ends the events in progress. None of their effects is committed, unless the commit has begun.
    async fn abandon(&mut self) {
        let running = self.pending.drain(..).filter_map(Pending::abort);
        let running: Vec<_> = running.collect();
        let ended = async {
            for task in running {
                let _ = task.await;
            }
        };
        let _ = tokio::time::timeout(PATIENCE, ended).await;
    }

    async fn answer_all(&mut self) -> Result<()> {
        // Progress would overwrite what the user types.
        let progress = (!std::io::stdin().is_terminal()).then(|| self.console.progress("events"));
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
                    let answered = oldest?;
                    self.answer(answered)?;
                    progress.iter().for_each(Progress::advance);
                }
                line = lines.recv(), if room => match line {
                    Some(line) => self.accept(line.map_err(|found| Error::failed(*found))?),
                    None => {
                        open = false;
                        let cut_off = self.parser.end();
                        self.refuse(cut_off);
                    }
                },
            }
        }
        Ok(())
    }

    fn accept(&mut self, line: Line) {
        let read = self.parser.parse(line.number, &line.text);
        self.refuse(read.cut_off);
        let (work, warning) = match read.line {
            Parsed::Event(event) => (self.work(event), None),
            Parsed::Reduced(event, warning) => (self.work(event), Some(warning)),
            Parsed::Invalid(invalid) => return self.refuse(Some(invalid)),
            Parsed::Continued => return,
        };
        self.pending.push_back(Pending {
            line: line.number,
            work,
            warning,
            _share: Some(line.share),
        });
    }

    fn refuse(&mut self, invalid: Option<Invalid>) {
        self.pending
            .extend(invalid.map(|Invalid { line, found }| Pending {
                line,
                work: Work::done(Answer::Invalid(found)),
                warning: None,
                _share: None,
            }));
    }

    fn work(&self, event: Event) -> Work {
        if self.plugin.plugin.wants(&event.type_) {
            Work::Running(self.start(event))
        } else {
            Work::done(Answer::Skipped(event))
        }
    }

    fn start(&self, event: Event) -> JoinHandle<Answer> {
        let plugin = self.plugin.plugin.clone();
        let again = self.plugin.again;
        let is_recorded = self.recordings.is_some();
        // The first poll takes a place in the queue for a slot, here and not in the task: tasks are
        // first polled in any order, but events must start in the order of their lines. A constrained
        // future would take no place if this task has used up its budget.
        let mut slot = Box::pin(unconstrained(self.slots.clone().acquire_owned()));
        let free = slot.as_mut().now_or_never();
        tokio::spawn(async move {
            let _slot = match free {
                Some(free) => free,
                None => slot.await,
            };
            if again {
                Answer::Handled(plugin.handle_again(event).await, None)
            } else if is_recorded {
                let (outcome, recording) = plugin.handle_recorded(event).await;
                Answer::Handled(outcome, recording.map(Box::new))
            } else {
                Answer::Handled(plugin.handle(event).await, None)
            }
        })
    }

    fn answer(
        &mut self,
        Answered {
            line,
            answer,
            warning,
        }: Answered,
    ) -> Result<()> {
        if let Some(warning) = warning {
            self.repeats.report(self.console, line, &warning);
        }
        match answer {
            Answer::Invalid(diagnostic) => {
                self.tally.bad_lines += 1;
                self.repeats.report(self.console, line, &diagnostic);
            }
            Answer::Skipped(event) => {
                self.tally.skipped += 1;
                let plugin = self.plugin.plugin.name().to_owned();
                self.record(|| outcomes::skipped(&plugin, &event))?;
            }
            Answer::Handled(outcome, recording) => {
                self.record(|| outcome.to_json())?;
                if let Some((recordings, recording)) = self.recordings.as_mut().zip(recording) {
                    recordings.write(&outcome, *recording)?;
                }
                self.publish(line, outcome)?;
            }
        }
        self.console.require_written()?;
        // A reader sees each output at once, unless the next answer can be written together with it.
        if self.pending.front().is_some_and(Pending::is_done) {
            Ok(())
        } else {
            self.flush()
        }
    }

    fn publish(&mut self, line: u64, outcome: Outcome) -> Result<()> {
        self.tally.count(&outcome);
        match outcome {
            Outcome::Completed(done) => {
                if done.id_reused {
                    let found = advice::id_reused(line, &done.run);
                    self.repeats.report(self.console, line, &found);
                }
                let ours = self.plugin.plugin.build().digest;
                let first = done.run.build.digest;
                self.tally.ids_reused += u64::from(done.id_reused);
                self.tally.by_other_build += u64::from(first.is_some() && first != ours);
                let mut lines = done.events.iter().map(Event::to_json);
                lines.try_for_each(|line| self.stdout.line(line.as_bytes()))
            }
            Outcome::Failed(failure) => {
                let mut found = advice::diagnostic(format_args!("line {line}"), &failure);
                if self.console.format == Format::Text {
                    advice::shorten(&mut found);
                }
                self.repeats.report(self.console, line, &found);
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
        let outcomes = self.outcomes.as_mut().map_or(Ok(()), Outcomes::flush);
        self.stdout.flush().and(outcomes)
    }
}
