//! `--sabotage`: makes guests commit mistakes and checks that exactly the right cases notice.

use anyhow::bail;
use guesthouse_conformance::abi::Abi;
use guesthouse_conformance::adapter::Adapter;
use guesthouse_conformance::adapter::in_process::InProcess;
use guesthouse_conformance::adapter::program::Started;
use guesthouse_conformance::events::{self, Plugins};
use guesthouse_conformance::guests::Guests;
use guesthouse_conformance::result::Matrix;
use guesthouse_conformance::sabotage::{self, Mistake, Noticed};

use crate::args::IN_PROCESS;
use crate::console::{Console, print};
use crate::session::{Session, side_by_side};

/// Runs one mistake of `sabotage.toml`, or `all`, on the hosts that were named. Returns whether
/// exactly the right cases failed.
pub(crate) fn run(session: &Session<'_>, name: &str) -> anyhow::Result<bool> {
    let mut passed = true;
    let hosts = if session.args.hosts.is_empty() {
        vec![IN_PROCESS]
    } else {
        session.args.hosts()
    };
    for host in hosts {
        let noticed = run_on(session, name, host)?;
        print(&format!("on the host {host}\n{}", noticed.terminal()));
        passed &= noticed.wrong.is_empty();
    }
    Ok(passed)
}

fn run_on(session: &Session<'_>, name: &str, host: &str) -> anyhow::Result<Noticed> {
    let args = session.args;
    let mistakes = sabotage::read(&args.root, name)?;
    let suites: &[&str] = if host == IN_PROCESS {
        &["abi", "contract"]
    } else {
        &["abi"]
    };
    let guests = session.guests(suites)?;
    let results = side_by_side(&mistakes, |mistake| commit(session, mistake, host, &guests));
    let mut noticed = Noticed::default();
    for (mistake, result) in mistakes.iter().zip(results) {
        let matrix = result?;
        noticed.add(mistake, &matrix);
        if args.require_all {
            noticed.require_all(&matrix);
        }
    }
    if name == "all" && args.filters.is_empty() {
        noticed.require_enough();
    }
    Ok(noticed)
}

/// Runs the cases while the guests commit one mistake.
fn commit(
    session: &Session<'_>,
    mistake: &Mistake,
    host: &str,
    guests: &Guests,
) -> anyhow::Result<Matrix> {
    let mut plan = session.plan();
    plan.sabotage = Some(&mistake.name);
    let mut matrix = Matrix::new(host, plan.seed);
    let mut adapter: Box<dyn Adapter> = if host == IN_PROCESS {
        Box::new(InProcess::new()?)
    } else {
        match session.start(host)? {
            Started::Host(process) => Box::new(process),
            Started::Missing(why) if session.args.require_all => bail!("the host {host}: {why}"),
            Started::Missing(why) => {
                print(&format!("SKIPPED the host {host}: {why}\n"));
                return Ok(matrix);
            }
        }
    };
    adapter.sabotage(Some(mistake.name.clone()));
    plan.run(&mut Abi::new(&mut *adapter), guests, &Console, &mut matrix)?;
    if host == IN_PROCESS {
        let mut contract = Plugins::new("contract", events::InProcess::new()?);
        contract.sabotage(&mistake.name);
        plan.run(&mut contract, guests, &Console, &mut matrix)?;
    }
    Ok(matrix)
}
