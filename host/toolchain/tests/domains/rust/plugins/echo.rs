//! Passes every type of the contract on to the host.

use test_everything::both::{self, Pair};
use test_everything::counters::Counter;
use test_everything::everything::{self, Question};
use test_everything::shapes::*;
use test_everything::{Everything, inline, mirror};

struct Plugin;

test_everything::export!(Plugin);

impl Everything for Plugin {
    fn echo_bool(v: bool) -> bool {
        mirror::echo_bool(v)
    }

    fn echo_u8(v: u8) -> u8 {
        mirror::echo_u8(v)
    }

    fn echo_u16(v: u16) -> u16 {
        mirror::echo_u16(v)
    }

    fn echo_u32(v: u32) -> u32 {
        mirror::echo_u32(v)
    }

    fn echo_u64(v: u64) -> u64 {
        mirror::echo_u64(v)
    }

    fn echo_s8(v: i8) -> i8 {
        mirror::echo_s8(v)
    }

    fn echo_s16(v: i16) -> i16 {
        mirror::echo_s16(v)
    }

    fn echo_s32(v: i32) -> i32 {
        mirror::echo_s32(v)
    }

    fn echo_s64(v: i64) -> i64 {
        mirror::echo_s64(v)
    }

    fn echo_f32(v: f32) -> f32 {
        mirror::echo_f32(v)
    }

    fn echo_f64(v: f64) -> f64 {
        mirror::echo_f64(v)
    }

    fn echo_char(v: char) -> char {
        mirror::echo_char(v)
    }

    fn echo_string(v: String) -> String {
        mirror::echo_string(&v)
    }

    fn echo_bytes(v: Vec<u8>) -> Vec<u8> {
        mirror::echo_bytes(&v)
    }

    fn echo_floats(v: Vec<f64>) -> Vec<f64> {
        mirror::echo_floats(&v)
    }

    fn echo_strings(v: Vec<String>) -> Vec<String> {
        mirror::echo_strings(&v)
    }

    fn echo_chars(v: Vec<char>) -> Vec<char> {
        mirror::echo_chars(&v)
    }

    fn echo_option(v: Option<u32>) -> Option<u32> {
        mirror::echo_option(v)
    }

    fn echo_option_list(v: Option<Vec<String>>) -> Option<Vec<String>> {
        mirror::echo_option_list(v.as_deref())
    }

    fn echo_option_option(v: Option<Option<String>>) -> Option<Option<String>> {
        mirror::echo_option_option(v.as_ref().map(|v| v.as_deref()))
    }

    fn echo_option_figure(v: Option<Figure>) -> Option<Figure> {
        mirror::echo_option_figure(v.as_ref())
    }

    fn echo_tuple(v: (u8, String, f32)) -> (u8, String, f32) {
        mirror::echo_tuple((v.0, &v.1, v.2))
    }

    fn echo_result(v: (Result<u32, String>,)) -> (Result<u32, String>,) {
        mirror::echo_result((v.0.as_ref().map(|v| *v).map_err(|v| v.as_str()),))
    }

    fn echo_direction(v: Direction) -> Direction {
        mirror::echo_direction(v)
    }

    fn echo_rights(v: Rights) -> Rights {
        mirror::echo_rights(v)
    }

    fn echo_days(v: Days) -> Days {
        mirror::echo_days(v)
    }

    fn echo_wide(v: Wide) -> Wide {
        mirror::echo_wide(v)
    }

    fn echo_point(v: Point) -> Point {
        mirror::echo_point(v)
    }

    fn echo_numbers(v: Numbers) -> Numbers {
        mirror::echo_numbers(&v)
    }

    fn echo_figure(v: Figure) -> Figure {
        mirror::echo_figure(&v)
    }

    fn echo_drawings(v: Vec<Drawing>) -> Vec<Drawing> {
        mirror::echo_drawings(&v)
    }

    fn echo_many(a: Numbers, b: Point, c: Figure, d: String) -> String {
        mirror::echo_many(&a, b, &c, &d)
    }

    fn nothing() {
        mirror::nothing();
    }

    fn fail_variant(v: Refusal) -> Result<Point, Refusal> {
        mirror::fail_variant(&v)
    }

    fn fail_enum(v: Option<Reason>) -> Result<u32, Reason> {
        mirror::fail_enum(v)
    }

    fn fail_record(v: Fault) -> Result<(), Fault> {
        mirror::fail_record(&v)
    }

    fn fail_text(v: String) -> Result<String, String> {
        mirror::fail_text(&v)
    }

    fn fail_list(v: Vec<u32>) -> Result<(), Vec<u32>> {
        mirror::fail_list(&v)
    }

    fn fail(v: bool) -> Result<(), ()> {
        mirror::fail(v)
    }

    fn count_to(v: u32) -> Vec<u32> {
        let counter = Counter::new(0);
        let counted = (0..v).map(|_| {
            counter.up();
            counter.value(v).unwrap()
        });
        let counted = counted.collect();
        assert!(v == 0 || counter.value(0).is_err());
        counted
    }

    fn pass_on(c: Counter) -> Counter {
        c.up();
        c
    }

    fn lent(c: &Counter) -> u32 {
        c.up()
    }

    fn merge(c: Vec<Counter>, d: Option<&Counter>) -> Option<Counter> {
        let sum = (!c.is_empty()).then(|| Counter::sum(c))?;
        if d.is_some_and(|d| sum.same(d)) {
            return None;
        }
        Some(sum)
    }

    fn crash(v: String) {
        panic!("{v}");
    }

    fn swap(p: Pair) -> Pair {
        both::swap(&p)
    }

    fn answer(q: Question) -> Option<Question> {
        everything::ask(&q);
        Some(q)
    }

    fn next(after: u32) -> u32 {
        inline::add(after, 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use test_everything::counters;

    struct Host;

    impl mirror::fake::Fake for Host {
        fn echo_figure(&self, v: &Figure) -> Figure {
            v.clone()
        }

        fn fail_variant(&self, v: &Refusal) -> Result<Point, Refusal> {
            Err(v.clone())
        }
    }

    struct Machine;

    impl counters::fake::Fake for Machine {
        fn new_counter(&self, start: u32) -> Counter {
            Counter::fake(Count(start.into()))
        }
    }

    struct Count(std::cell::Cell<u32>);

    impl counters::fake::Counter for Count {
        fn up(&self) -> u32 {
            self.0.update(|value| value + 1);
            self.0.get()
        }

        fn value(&self, most: u32) -> Result<u32, String> {
            if self.0.get() > most {
                return Err("too far".into());
            }
            Ok(self.0.get())
        }
    }

    #[test]
    fn fakes_answer() {
        let _guard = mirror::fake::set(Host);
        let figure = Figure::Label("a".into());
        assert_eq!(Plugin::echo_figure(figure.clone()), figure);
        let error = Plugin::fail_variant(Refusal::TooMany(3)).unwrap_err();
        assert_eq!(error.to_string(), "too-many: 3");
    }

    #[test]
    fn resources_are_fakes() {
        let _guard = counters::fake::set(Machine);
        assert_eq!(Plugin::count_to(3), [1, 2, 3]);
    }

    #[test]
    #[should_panic(expected = "`mirror::echo_bool` has no fake")]
    fn a_missing_fake_is_named() {
        Plugin::echo_bool(true);
    }
}
