//! The rules of the merchants: loads them, asks all of them for a price, and chooses the best.

use crate::database::Database;
use crate::shop::rule::RuleCalls;
use crate::shop::{Cart, Quote, Refusal, Rule, Shop};
use guesthouse_domain::{Limits, Loaded, RunError, RunStart, Sandbox};
use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

/// The largest discount that a rule can give, in percent of the sum.
const MOST_PERCENT: u64 = 50;

/// A rule of a merchant.
pub(crate) struct Merchant {
    pub(crate) name: String,
    rule: Loaded<Rule<Shop>>,
}

/// How a rule answered.
pub(crate) enum Answer {
    /// A price, and the adjustments that lead to it.
    Quote(Quote),
    /// The rule has no price for this cart.
    Refused(Refusal),
    /// A price that the shop does not accept, and why.
    NotAccepted(String),
    /// The rule crashed or exceeded a limit.
    Failed(RunError),
}

/// Loads every component of a folder, in the order of their names.
pub(crate) async fn load(folder: &Path) -> Result<Vec<Merchant>, Box<dyn Error>> {
    let sandbox = Sandbox::builder().build()?;
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|it| it == "wasm") {
            files.push(path);
        }
    }
    files.sort();
    let mut merchants = Vec::new();
    for file in files {
        let rule = sandbox.load(&Rule::new(), std::fs::read(&file)?).await;
        let rule = rule.map_err(|error| format!("{}: {error}", file.display()))?;
        let name = file.file_stem().unwrap_or_default();
        let name = name.to_string_lossy().into_owned();
        merchants.push(Merchant { name, rule });
    }
    Ok(merchants)
}

/// Limits of one rule for one cart. A rule in Python needs 16 MiB and a million units of fuel.
fn limits() -> Limits {
    Limits {
        fuel: 20_000_000,
        memory: 64 << 20,
        handles: 100,
        host_calls: 1_000,
        deadline_ms: 1_000,
        ..Limits::default()
    }
}

impl Merchant {
    /// Asks the rule what a cart costs.
    pub(crate) async fn price(&self, database: &Arc<Database>, cart: Cart, sum: u32) -> Answer {
        let clock = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        let start = RunStart {
            clock: clock.unwrap_or_default(),
            seed: [0; 32],
        };
        let shop = Shop(Arc::clone(database));
        let finished = self.rule.price(shop, &limits(), &start, cart).await;
        match finished.result {
            Ok(Ok(quote)) => accept(quote, sum),
            Ok(Err(refusal)) => Answer::Refused(refusal),
            Err(error) => Answer::Failed(error),
        }
    }
}

/// Checks a quote. A rule is a stranger's code, so the shop checks its numbers, too.
fn accept(quote: Quote, sum: u32) -> Answer {
    let change: i64 = quote.adjustments.iter().map(|it| i64::from(it.cents)).sum();
    let least = u64::from(sum) * (100 - MOST_PERCENT) / 100;
    if i64::from(quote.total) != i64::from(sum) + change {
        return Answer::NotAccepted("the total is not the sum with the adjustments".to_owned());
    }
    if u64::from(quote.total) < least {
        return Answer::NotAccepted(format!("a discount of more than {MOST_PERCENT} percent"));
    }
    Answer::Quote(quote)
}

/// Returns the index of the answer with the lowest total, if one is below the sum.
pub(crate) fn best(answers: &[Answer], sum: u32) -> Option<(usize, &Quote)> {
    let quotes = answers
        .iter()
        .enumerate()
        .filter_map(|(at, answer)| match answer {
            Answer::Quote(quote) if quote.total < sum => Some((at, quote)),
            _ => None,
        });
    quotes.min_by_key(|(_, quote)| quote.total)
}
