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
    table(&mut page, Limits::TABLE);
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
         A component is compiled in a process of its own.\n\n",
    );
    table(&mut page, CompileLimits::TABLE);
    page.push_str(
        "\n## Parts of a component\n\
         These limits are the same for every plugin. A component beyond one of them is refused before \
         it is compiled.\n\n",
    );
    table(&mut page, guesthouse_sandbox::inspect::limits::TABLE);
    page.push_str(
        "\n## Fixed\n\
         These limits are the same for every plugin: on checking a file, on stacks, and on the text that \
         the host keeps of a guest.\n\n",
    );
    table(&mut page, FIXED);
    page
}

fn table(page: &mut String, rows: &[LimitRow]) {
    page.push_str("| limit | default | code | what is counted |\n|---|---|---|---|\n");
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
