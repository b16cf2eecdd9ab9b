use crate::Guest;
use crate::exports::guesthouse::conformance::echo;
use crate::guesthouse::conformance::echo as host;
use crate::guesthouse::conformance::sabotage::{Mistake, active};
use crate::guesthouse::conformance::types::*;

impl echo::Guest for Guest {
    fn echo_nothing() {
        host::echo_nothing();
    }

    fn echo_args(first: u8, second: String, third: f64) -> (u8, String, f64) {
        host::echo_args(first, &second, third)
    }

    fn echo_bool(value: bool) -> bool {
        host::echo_bool(value)
    }

    fn echo_u8(value: u8) -> u8 {
        host::echo_u8(value)
    }

    fn echo_s8(value: i8) -> i8 {
        host::echo_s8(value)
    }

    fn echo_u16(value: u16) -> u16 {
        host::echo_u16(value)
    }

    fn echo_s16(value: i16) -> i16 {
        host::echo_s16(value)
    }

    fn echo_u32(value: u32) -> u32 {
        host::echo_u32(value)
    }

    fn echo_s32(value: i32) -> i32 {
        host::echo_s32(value)
    }

    fn echo_u64(value: u64) -> u64 {
        host::echo_u64(value)
    }

    fn echo_s64(value: i64) -> i64 {
        host::echo_s64(value)
    }

    fn echo_f32(value: f32) -> f32 {
        host::echo_f32(value)
    }

    fn echo_f64(value: f64) -> f64 {
        host::echo_f64(value)
    }

    fn echo_char(value: char) -> char {
        host::echo_char(value)
    }

    fn echo_string(value: String) -> String {
        host::echo_string(&value)
    }

    fn echo_bytes(value: Vec<u8>) -> Vec<u8> {
        host::echo_bytes(&value)
    }

    fn echo_numbers(mut value: Vec<i32>) -> Vec<i32> {
        if active(Mistake::OffByOne) {
            value.pop();
        }
        host::echo_numbers(&value)
    }

    fn echo_doubles(value: Vec<f64>) -> Vec<f64> {
        host::echo_doubles(&value)
    }

    fn echo_strings(value: Vec<String>) -> Vec<String> {
        let mut texts = host::echo_strings(&value);
        if active(Mistake::Reordered) {
            texts.reverse();
        }
        texts
    }

    fn echo_grid(value: Vec<Vec<u16>>) -> Vec<Vec<u16>> {
        host::echo_grid(&value)
    }

    fn echo_single(value: (u32,)) -> (u32,) {
        host::echo_single(value)
    }

    fn echo_pair(value: (u8, String)) -> (u8, String) {
        host::echo_pair((value.0, &value.1))
    }

    fn echo_point(mut value: Point) -> Point {
        if active(Mistake::WrongField) {
            (value.x, value.y) = (value.y, value.x);
        }
        host::echo_point(value)
    }

    fn echo_points(value: Vec<Point>) -> Vec<Point> {
        host::echo_points(&value)
    }

    fn echo_person(value: Person) -> Person {
        host::echo_person(&value)
    }

    fn echo_wide(value: Wide) -> Wide {
        host::echo_wide(&value)
    }

    fn echo_shape(value: Shape) -> Shape {
        host::echo_shape(&value)
    }

    fn echo_shapes(value: Vec<Shape>) -> Vec<Shape> {
        host::echo_shapes(&value)
    }

    fn echo_color(value: Color) -> Color {
        host::echo_color(value)
    }

    fn echo_hues(value: Vec<Hue>) -> Vec<Hue> {
        host::echo_hues(&value)
    }

    fn echo_option(value: Option<u32>) -> Option<u32> {
        host::echo_option(value)
    }

    fn echo_text_option(value: Option<String>) -> Option<String> {
        host::echo_text_option(value.as_deref())
    }

    fn echo_nested_option(value: Option<Option<u32>>) -> Option<Option<u32>> {
        let returned = host::echo_nested_option(value);
        if active(Mistake::LostOption) {
            return returned.flatten().map(Some);
        }
        returned
    }

    fn echo_options(value: Vec<Option<String>>) -> Vec<Option<String>> {
        host::echo_options(&value)
    }

    fn echo_result(value: Result<u32, String>) -> Result<u32, String> {
        let returned = host::echo_result(value.as_ref().map(|ok| *ok).map_err(String::as_str));
        if active(Mistake::SwallowedError) {
            return Ok(returned.unwrap_or_default());
        }
        returned
    }

    fn echo_result_ok(value: Result<u32, ()>) -> Result<u32, ()> {
        host::echo_result_ok(value)
    }

    fn echo_result_err(value: Result<(), String>) -> Result<(), String> {
        host::echo_result_err(value.as_ref().map(|ok| *ok).map_err(String::as_str))
    }

    fn echo_result_bare(value: Result<(), ()>) -> Result<(), ()> {
        host::echo_result_bare(value)
    }

    fn echo_results(value: Vec<Result<String, u8>>) -> Vec<Result<String, u8>> {
        host::echo_results(&value)
    }

    fn echo_flags1(value: Flags1) -> Flags1 {
        host::echo_flags1(value)
    }

    fn echo_flags8(value: Flags8) -> Flags8 {
        host::echo_flags8(value)
    }

    fn echo_flags9(value: Flags9) -> Flags9 {
        host::echo_flags9(value)
    }

    fn echo_flags16(value: Flags16) -> Flags16 {
        host::echo_flags16(value)
    }

    fn echo_flags17(value: Flags17) -> Flags17 {
        host::echo_flags17(value)
    }

    fn echo_flags32(value: Flags32) -> Flags32 {
        host::echo_flags32(value)
    }
}
