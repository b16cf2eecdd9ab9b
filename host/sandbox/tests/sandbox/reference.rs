//! `docs/reference/limits.md` says what the table of the limits says. `BLESS=1` rewrites it.

use guesthouse_sandbox::{CompileLimits, FIXED, LimitRow, Limits, price};
use guesthouse_testing::bless::{compare_page, grouped};
use std::fmt::Write;

#[test]
fn the_reference_of_the_limits_is_fresh() {
    compare_page("docs/reference/limits.md", &page());
}

fn page() -> String {
    let mut page = String::from(
        "# Limits\n\n\
         The sandbox enforces these limits. Every limit is on by default. A policy can change the limits \
         of a run for each plugin; [policy.md](policy.md#limits) lists them, and the limits of events. \
         If a run exceeds a limit that has a code, the event ends as class `limit` with this code, or \
         as class `timeout` at its deadline. If a component exceeds a limit that has a code, the host \
         refuses to load it, with this code. For a limit without a code, the last column says what \
         happens.\n\n\
         ## Running\n",
    );
    table(&mut page, "default", Limits::TABLE);
    page.push_str(
        "\n## Prices\n\
         The host's work for a guest is paid in fuel.\n\n\
         | what | fuel | for each | because |\n|---|---|---|---|\n",
    );
    for price in price::TABLE {
        let fuel = grouped(price.fuel);
        writeln!(
            page,
            "| {} | {fuel} | {} | {} |",
            price.what, price.per, price.why
        )
        .unwrap();
    }
    page.push_str(
        "\n## Compiling\n\
         A component is compiled in a process of its own. Only compiling shows whether a component \
         exceeds a limit with the code `compile-limit`: `guesthouse check`, which does not compile, \
         accepts such a component.\n\n",
    );
    table(&mut page, "default", CompileLimits::TABLE);
    page.push_str(
        "\n## Parts of a component\n\
         These limits are the same for every plugin and cannot be changed. The sandbox refuses a \
         component that exceeds one of them before it compiles the component.\n\n",
    );
    table(
        &mut page,
        "value",
        guesthouse_sandbox::inspect::limits::TABLE,
    );
    page.push_str(
        "\n## Fixed\n\
         These limits are the same for every plugin and cannot be changed. Most apply to checking a \
         file, to stacks, and to the text of a guest that the host keeps.\n\n",
    );
    table(&mut page, "value", FIXED);
    page
}

fn table(page: &mut String, number: &str, rows: &[LimitRow]) {
    writeln!(page, "| limit | {number} | code | what is counted |").unwrap();
    page.push_str("|---|---|---|---|\n");
    for row in rows {
        let code = row
            .ends_as
            .map_or(String::new(), |code| format!("`{code}`"));
        let meaning = row.meaning.replace("(crate::price)", "(#prices)");
        let default = grouped(row.default);
        let name = row.name.to_lowercase();
        writeln!(page, "| `{name}` | {default} | {code} | {meaning} |").unwrap();
    }
}
