//! The table of plugins and cases.

use super::Row;

/// Writes a line for each case and a column for each plugin.
pub(super) fn text(rows: &[Row]) -> String {
    let loaded = rows.iter().find(|row| row.is_loaded);
    let cases = loaded.into_iter().flat_map(|row| &row.tested);
    let cases = cases.map(|it| guesthouse_sandbox::clean(&it.path, 200, false));
    let cases: Vec<_> = cases.collect();
    let widest = cases.iter().map(|case| case.chars().count()).max();
    let line = |first: &str, cell: &dyn Fn(&Row) -> String| {
        let width = widest.unwrap_or_default();
        let cells: String = rows.iter().map(cell).collect();
        format!("{}\n", format!("{first:width$}{cells}").trim_end())
    };
    let mut text = line("", &|row| cell(row, &row.plugin.name));
    for (at, case) in cases.iter().enumerate() {
        text += &line(case, &|row| cell(row, result(row, at)));
    }
    text
}

fn result(row: &Row, at: usize) -> &'static str {
    match row.tested.get(at) {
        Some(tested) if tested.is_refused => "refused",
        Some(tested) if tested.is_passed() => "passed",
        Some(_) => "FAILED",
        None => "-",
    }
}

/// Fills a cell up to the width of the plugin's column.
fn cell(row: &Row, text: &str) -> String {
    let width = row.plugin.name.chars().count().max("refused".len());
    format!("  {text:width$}")
}
