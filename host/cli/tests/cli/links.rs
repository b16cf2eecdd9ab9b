//! Links of the pages in the repository lead to files and headings that exist.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use guesthouse_testing::repository;

#[test]
fn no_link_is_dead() {
    let mut headings = HashMap::new();
    let pages = pages();
    assert!(pages.len() > 30, "{pages:?}");
    let dead: Vec<_> = pages
        .iter()
        .flat_map(|page| {
            let text = read(page);
            let links = links(&text);
            let dead = links.filter(|link| !leads(page, link, &mut headings));
            let dead = dead.map(|link| format!("{}: {link}", page.display()));
            dead.collect::<Vec<_>>()
        })
        .collect();
    assert!(dead.is_empty(), "dead links:\n{}", dead.join("\n"));
}

/// A link to a page that is not in the book would lead nowhere there.
#[test]
fn the_book_has_every_page() {
    let docs = repository().join("docs");
    let contents = read(&docs.join("SUMMARY.md"));
    let chapters = links(&contents).map(|it| docs.join(it).canonicalize().unwrap());
    let chapters: BTreeSet<_> = chapters.collect();
    let pages: BTreeSet<_> = pages()
        .into_iter()
        .filter(|it| !it.ends_with("SUMMARY.md"))
        .collect();
    let left_out: Vec<_> = pages.difference(&chapters).collect();
    assert!(left_out.is_empty(), "not in docs/SUMMARY.md: {left_out:?}");
}

/// The Markdown files of the repository, without those of packages and builds.
fn pages() -> Vec<PathBuf> {
    let mut pages = Vec::new();
    collect(&repository(), &mut pages);
    pages
}

fn collect(folder: &Path, pages: &mut Vec<PathBuf>) {
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let is_other = path.is_symlink() || name.starts_with('.');
        if is_other || ["target", "node_modules"].contains(&name.as_str()) {
            continue;
        }
        if path.is_dir() {
            collect(&path, pages);
        } else if name.ends_with(".md") {
            pages.push(path);
        }
    }
}

fn read(page: &Path) -> String {
    std::fs::read_to_string(page).unwrap()
}

/// Returns the targets of links, outside of code.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let mut in_code = false;
    let lines = text.lines().filter(move |line| {
        let is_fence = line.trim_start().starts_with("```");
        in_code ^= is_fence;
        !in_code && !is_fence
    });
    lines.flat_map(|line| {
        let rests = line.split("](").skip(1);
        rests.filter_map(|rest| rest.split_once(')').map(|(link, _)| link))
    })
}

fn leads(page: &Path, link: &str, headings: &mut HashMap<PathBuf, BTreeSet<String>>) -> bool {
    if link.starts_with("https://") || link.starts_with("http://") {
        return true;
    }
    let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
    let target = match file {
        "" => page.to_owned(),
        file => page.with_file_name(file),
    };
    if anchor.is_empty() {
        return target.exists();
    }
    if !target.is_file() {
        return false;
    }
    let found = headings
        .entry(target.clone())
        .or_insert_with(|| anchors(&read(&target)));
    found.contains(anchor)
}

/// Returns the anchors of headings, as GitHub and mdBook make them.
fn anchors(text: &str) -> BTreeSet<String> {
    let mut counts = HashMap::new();
    let mut in_code = false;
    let headings = text.lines().filter(|line| {
        in_code ^= line.starts_with("```");
        !in_code && line.starts_with('#')
    });
    let named = headings.map(|line| {
        let words = line.trim_start_matches('#').trim().to_lowercase();
        let kept = words
            .chars()
            .filter(|it| it.is_alphanumeric() || " -_".contains(*it));
        let anchor = kept.collect::<String>().replace(' ', "-");
        let count = counts.entry(anchor.clone()).or_insert(0);
        *count += 1;
        match *count {
            1 => anchor,
            count => format!("{anchor}-{}", count - 1),
        }
    });
    named.collect()
}
