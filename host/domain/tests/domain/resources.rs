//! A world with a resource of the host.

use crate::guests::{MEMORY, START, limits, load};
use guesthouse_domain::{
    Finished, Guest, HostTrap, Limit, Limits, Loaded, Resource, Resources, RunError, domain,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

domain! { path: "tests/domain/wit/search.wit", world: "finder" }

/// The data of one run: the number of searches that are open.
#[derive(Default)]
struct Searches(Arc<AtomicUsize>);

/// A search of a guest, counted while it lives.
struct Search {
    left: Vec<String>,
    open: Arc<AtomicUsize>,
}

impl Search {
    fn new(query: &str, open: &Arc<AtomicUsize>) -> Self {
        open.fetch_add(1, Ordering::Relaxed);
        let documents = ["one", "two", "three"].map(str::to_owned);
        let matching = documents.into_iter().filter(|it| it.contains(query));
        Self {
            left: matching.collect(),
            open: Arc::clone(open),
        }
    }
}

impl Drop for Search {
    fn drop(&mut self) {
        self.open.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Documents for Searches {
    type Cursor = Search;

    async fn cursor_new(
        guest: &mut Guest<Self>,
        query: String,
    ) -> Result<Resource<Cursor>, HostTrap> {
        let search = Search::new(&query, &guest.data.0);
        guest.add_resource(search)
    }

    async fn cursor_next(
        guest: &mut Guest<Self>,
        this: Resource<Cursor>,
        limit: u32,
    ) -> Result<Vec<String>, HostTrap> {
        let search = guest.resource(&this)?;
        let count = search.left.len().min(limit as usize);
        Ok(search.left.drain(..count).collect())
    }

    async fn cursor_all(guest: &mut Guest<Self>) -> Result<Resource<Cursor>, HostTrap> {
        Self::cursor_new(guest, String::new()).await
    }

    async fn close(guest: &mut Guest<Self>, cursor: Resource<Cursor>) -> Result<u32, HostTrap> {
        let search = guest.take_resource(cursor)?;
        Ok(search.left.len() as u32)
    }
}

const COUNT: u32 = 0;
const CLOSE: u32 = 1;
const USE_AFTER_CLOSE: u32 = 2;
const KEEP_ALL: u32 = 3;
const DROP_EACH: u32 = 4;
const LEAVE_OPEN: u32 = 5;

/// Makes a cursor, and does with it what the mode says.
fn finder() -> String {
    format!(
        r#"(module
  (import "acme:search/documents@1.2.0" "[constructor]cursor" (func $new (param i32 i32) (result i32)))
  (import "acme:search/documents@1.2.0" "[method]cursor.next" (func $next (param i32 i32 i32)))
  (import "acme:search/documents@1.2.0" "[static]cursor.all" (func $all (result i32)))
  (import "acme:search/documents@1.2.0" "close" (func $close (param i32) (result i32)))
  (import "acme:search/documents@1.2.0" "[resource-drop]cursor" (func $drop (param i32)))
  {MEMORY}
  (func (export "find") (param $query i32) (param $length i32) (param $mode i32) (result i32)
    (local $cursor i32) (local $n i32)
    (local.set $cursor (call $new (local.get $query) (local.get $length)))
    (if (i32.eq (local.get $mode) (i32.const {COUNT})) (then
      (call $next (local.get $cursor) (i32.const 2) (i32.const 1024))
      (call $drop (local.get $cursor))
      (return (i32.load (i32.const 1028)))))
    (if (i32.eq (local.get $mode) (i32.const {CLOSE})) (then
      (call $next (local.get $cursor) (i32.const 1) (i32.const 1024))
      (return (i32.add (call $close (local.get $cursor)) (call $close (call $all))))))
    (if (i32.eq (local.get $mode) (i32.const {USE_AFTER_CLOSE})) (then
      (drop (call $close (local.get $cursor)))
      (call $next (local.get $cursor) (i32.const 2) (i32.const 1024))))
    (if (i32.eq (local.get $mode) (i32.const {KEEP_ALL})) (then
      (loop (drop (call $all)) (br 0))))
    (if (i32.eq (local.get $mode) (i32.const {DROP_EACH})) (then
      (local.set $n (i32.const 1000))
      (loop
        (call $drop (call $all))
        (br_if 0 (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))))
    (local.get $n)))"#
    )
}

async fn find(
    finder: &Loaded<Finder<Searches>>,
    limits: &Limits,
    query: &str,
    mode: u32,
) -> Finished<u32, Searches> {
    let searches = Searches::default();
    let open = Arc::clone(&searches.0);
    let run = finder.find(searches, limits, &START, query.to_owned(), mode);
    let finished = run.await;
    assert_eq!(open.load(Ordering::Relaxed), 0, "a search is still open");
    finished
}

#[tokio::test]
async fn a_guest_uses_and_drops_a_resource() {
    let finder = load(&Finder::new(), &finder()).await;
    let limits = Limits::default();
    let count = find(&finder, &limits, "o", COUNT).await;
    assert_eq!(count.result.unwrap(), 2);
    // The drop is a call, too.
    assert_eq!(count.usage.host_calls, 3);
    assert_eq!(
        find(&finder, &limits, "thr", COUNT).await.result.unwrap(),
        1
    );
}

#[tokio::test]
async fn a_guest_gives_a_resource_back() {
    let finder = load(&Finder::new(), &finder()).await;
    let closed = find(&finder, &Limits::default(), "o", CLOSE).await;
    assert_eq!(closed.result.unwrap(), 1 + 3);
    let stale = find(&finder, &Limits::default(), "o", USE_AFTER_CLOSE).await;
    let stopped = stale.result.unwrap_err();
    assert!(matches!(stopped, RunError::Crashed(_)), "{stopped}");
}

#[tokio::test]
async fn resources_are_limited_and_end_with_the_run() {
    let finder = load(&Finder::new(), &finder()).await;
    let few = limits(|limits| limits.handles = 50);
    let stopped = find(&finder, &few, "", KEEP_ALL).await.result.unwrap_err();
    assert_eq!(stopped, RunError::Limit(Limit::Handles));
    assert_eq!(find(&finder, &few, "", DROP_EACH).await.result.unwrap(), 0);
    assert_eq!(find(&finder, &few, "", LEAVE_OPEN).await.result.unwrap(), 0);
}
