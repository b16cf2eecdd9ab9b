use crate::Guest;
use crate::exports::guesthouse::conformance::constants;
use crate::guesthouse::conformance::types::*;

impl constants::Guest for Guest {
    fn a_point() -> Point {
        Point { x: 1, y: -2 }
    }

    fn a_person() -> Person {
        Person {
            name: "Ada".to_owned(),
            nick: None,
            age: 36,
            home: Point { x: 51, y: 0 },
            tags: vec!["maths".to_owned(), String::new()],
            balance: -0.5,
            initial: 'Å',
            member: true,
        }
    }

    fn shapes() -> Vec<Shape> {
        vec![
            Shape::Nothing,
            Shape::Circle(1.5),
            Shape::Label("l".to_owned()),
            Shape::Corner(Point { x: 3, y: 4 }),
            Shape::Mask(vec![0, 255]),
            Shape::Grey(128),
        ]
    }

    fn colors() -> Vec<Color> {
        vec![Color::Red, Color::Green, Color::Blue]
    }

    fn nine_flags() -> Flags9 {
        Flags9::A | Flags9::I
    }

    fn seventeen_flags() -> Flags17 {
        Flags17::H | Flags17::I | Flags17::Q
    }

    fn a_pair() -> (u8, String) {
        (1, "two".to_owned())
    }

    fn floats() -> Vec<f64> {
        vec![
            f64::NAN,
            f64::INFINITY,
            f64::NEG_INFINITY,
            -0.0,
            0.1,
            f64::MAX,
            5e-324,
        ]
    }

    fn texts() -> Vec<String> {
        ["", "a\0b", "é", "e\u{301}", "𝄞", "\u{10ffff}"]
            .map(str::to_owned)
            .to_vec()
    }

    fn results() -> Vec<Result<String, u8>> {
        vec![Ok("fine".to_owned()), Err(7)]
    }

    fn options() -> Vec<Option<Option<u32>>> {
        vec![Some(None), Some(Some(0)), None]
    }
}
