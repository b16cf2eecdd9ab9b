//! Values of every shape, from the host through a guest and the host and back.

use crate::guests::{MEMORY, START, load};
use guesthouse_domain::{Domain, Finished, Guest, HostTrap, Limits, Loaded, domain};
use std::fmt::Debug;

domain! { path: "tests/domain/wit/shapes.wit", world: "mirror" }

/// The values that the host got, as text.
#[derive(Default)]
struct Seen(Vec<String>);

fn note<T: Debug>(guest: &mut Guest<Seen>, value: T) -> Result<T, HostTrap> {
    guest.data.0.push(format!("{value:?}"));
    Ok(value)
}

impl Echo for Seen {
    async fn echo_shape(guest: &mut Guest<Self>, it: Shape) -> Result<Shape, HostTrap> {
        note(guest, it)
    }

    async fn echo_bits(
        guest: &mut Guest<Self>,
        bits: (Bits, Few),
    ) -> Result<(Bits, Few), HostTrap> {
        note(guest, bits)
    }

    async fn move_(guest: &mut Guest<Self>, guest_: Type) -> Result<Type, HostTrap> {
        note(guest, guest_)
    }

    async fn tags(guest: &mut Guest<Self>, data: Option_) -> Result<Option_, HostTrap> {
        note(guest, data)
    }

    async fn answer(
        guest: &mut Guest<Self>,
        it: Result<Vec<u8>, (bool, f64)>,
    ) -> Result<Result<Vec<u8>, (bool, f64)>, HostTrap> {
        note(guest, it)
    }

    async fn nothing(guest: &mut Guest<Self>) -> Result<(), HostTrap> {
        note(guest, ())
    }
}

/// Passes each call on to the host.
fn mirror() -> String {
    let functions = [
        ("echo-shape", "i32 i32 i32 i32 i32"),
        ("echo-bits", "i32 i32"),
        ("move", "i32 i32 i32 i32 i32"),
        ("tags", "i32 i32"),
        ("answer", "i32 i32 i64"),
    ];
    let interface = "acme:shapes/echo@0.1.0";
    let imports = functions.map(|(name, params)| {
        format!("(import \"{interface}\" \"{name}\" (func ${name} (param {params} i32)))\n")
    });
    let exports = functions.map(|(name, params)| {
        let args = (0..params.split(' ').count()).map(|n| format!("(local.get {n})"));
        let args = args.collect::<String>();
        format!(
            "(func (export \"{interface}#{name}\") (param {params}) (result i32)
              (call ${name} {args} (i32.const 1024)) (i32.const 1024))\n"
        )
    });
    format!(
        "(module {}
          (import \"{interface}\" \"nothing\" (func $nothing))
          {MEMORY} {}
          (func (export \"{interface}#nothing\") (call $nothing)))",
        imports.concat(),
        exports.concat()
    )
}

/// Checks that a run returned a value that the host had seen.
fn check<T: Debug + PartialEq>(finished: Finished<T, Seen>, expected: T) {
    assert_eq!(finished.data.0, [format!("{expected:?}")]);
    assert_eq!(finished.result.unwrap(), expected);
}

async fn loaded() -> Loaded<Mirror<Seen>> {
    load(&Mirror::new(), &mirror()).await
}

#[tokio::test]
async fn variants() {
    let (mirror, limits) = (loaded().await, Limits::default());
    let shapes = [
        Shape::Dot,
        Shape::Circle(-0.5),
        Shape::Polygon(vec![(1, -2), (i16::MIN, i16::MAX)]),
        Shape::Named(None),
        Shape::Named(Some(None)),
        Shape::Named(Some(Some("name".to_owned()))),
    ];
    for shape in shapes {
        check(
            mirror
                .echo_shape(Seen::default(), &limits, &START, shape.clone())
                .await,
            shape,
        );
    }
}

#[tokio::test]
async fn flags() {
    let (mirror, limits) = (loaded().await, Limits::default());
    for bits in [
        (Bits::empty(), Few::TWO),
        (Bits::B0 | Bits::B31, Few::empty()),
        (Bits::B8 | Bits::B16, Few::ONE | Few::TWO),
        (Bits::all(), Few::all()),
    ] {
        check(
            mirror
                .echo_bits(Seen::default(), &limits, &START, bits)
                .await,
            bits,
        );
    }
}

#[tokio::test]
async fn records_and_results() {
    let (mirror, limits) = (loaded().await, Limits::default());
    for result in [Ok(7), Err("no".to_owned())] {
        let record = Type {
            self_: 255,
            match_: '\u{10ffff}',
            result,
        };
        check(
            mirror
                .move_(Seen::default(), &limits, &START, record.clone())
                .await,
            record,
        );
    }
    for answer in [Ok(vec![0, 255]), Err((true, 0.25))] {
        check(
            mirror
                .answer(Seen::default(), &limits, &START, answer.clone())
                .await,
            answer,
        );
    }
    check(mirror.nothing(Seen::default(), &limits, &START).await, ());
}

/// The type `option` of the interface does not take the place of Rust's own.
#[tokio::test]
async fn a_type_with_a_name_of_rust_gets_another() {
    let (mirror, limits) = (loaded().await, Limits::default());
    let tags: Option_ = vec!["a".to_owned(), "b".to_owned()];
    check(
        mirror
            .tags(Seen::default(), &limits, &START, tags.clone())
            .await,
        tags,
    );
    let none: Option<u8> = None;
    assert_eq!(none, None);
}

#[test]
fn an_interface_with_types_alone_is_imported() {
    let domain = Mirror::<Seen>::new();
    let names = ["acme:shapes/names@0.1.0", "acme:shapes/echo@0.1.0"];
    assert_eq!(domain.imports(), names);
    assert_eq!(domain.exports(), names[1..]);
}
