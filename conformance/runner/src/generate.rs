//! Generates values from a seed. Edge values are more frequent than by chance.

use guesthouse_testing::Random;
use sha2::{Digest as _, Sha256};
use wasm_wave::wasm::{WasmType, WasmTypeKind, WasmValue};

use crate::value::{Type, Value};

/// Generates values. The same seed and case give the same values.
pub struct Generator(Random);

impl Generator {
    /// Returns the generator of one case.
    pub fn new(seed: u64, case: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update(seed.to_le_bytes());
        hash.update(case);
        let start = hash.finalize();
        let state = start
            .iter()
            .take(8)
            .fold(0, |sum, byte| (sum << 8) | u64::from(*byte));
        Self(Random::new(state))
    }

    fn bits(&mut self) -> u64 {
        self.0.number()
    }

    fn below(&mut self, end: usize) -> usize {
        self.0.below(end)
    }

    fn one_of<T: Clone>(&mut self, choices: &[T], otherwise: T) -> T {
        self.0.pick(choices).cloned().unwrap_or(otherwise)
    }

    /// Returns a value of the type.
    ///
    /// # Errors
    /// When WAVE has no values of this type.
    pub fn value(&mut self, ty: &Type) -> anyhow::Result<Value> {
        self.nested(ty, 0)
    }

    /// Returns a list or a string of `size` elements.
    ///
    /// # Errors
    /// As [`Generator::value`].
    pub fn sized(&mut self, ty: &Type, size: usize) -> anyhow::Result<Value> {
        let Some(element) = ty.list_element_type() else {
            let text: String = (0..size).map(|_| self.char()).collect();
            return Ok(Value::make_string(text.into()));
        };
        let elements = (0..size)
            .map(|_| self.nested(&element, 2))
            .collect::<anyhow::Result<Vec<_>>>()?;
        Ok(Value::make_list(ty, elements)?)
    }

    fn nested(&mut self, ty: &Type, depth: usize) -> anyhow::Result<Value> {
        use WasmTypeKind as Kind;
        Ok(match ty.kind() {
            Kind::Bool => Value::make_bool(self.bits().is_multiple_of(2)),
            Kind::F32 => Value::make_f32(self.float32()),
            Kind::F64 => Value::make_f64(self.float64()),
            Kind::Char => Value::make_char(self.char()),
            Kind::String | Kind::List => {
                let size = self.below(8usize >> depth.min(2));
                return self.sized(ty, size);
            }
            Kind::Record | Kind::Tuple | Kind::Flags => return self.product(ty, depth),
            Kind::Variant | Kind::Enum | Kind::Option | Kind::Result => return self.sum(ty, depth),
            kind => self.integer(kind),
        })
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "an integer takes the low bits"
    )]
    fn integer(&mut self, kind: WasmTypeKind) -> Value {
        use WasmTypeKind as Kind;
        let random = self.bits() >> self.below(64);
        let edges = [
            0,
            1,
            u64::MAX,
            1 << 7,
            1 << 15,
            1 << 31,
            1 << 53,
            1 << 63,
            random,
        ];
        let near = self.one_of(&edges, random);
        let bits = self.one_of(
            &[random, near, near.wrapping_sub(1), near.wrapping_neg()],
            random,
        );
        match kind {
            Kind::U8 => Value::make_u8(bits as u8),
            Kind::S8 => Value::make_s8(bits as i8),
            Kind::U16 => Value::make_u16(bits as u16),
            Kind::S16 => Value::make_s16(bits as i16),
            Kind::U32 => Value::make_u32(bits as u32),
            Kind::S32 => Value::make_s32(bits as i32),
            Kind::S64 => Value::make_s64(bits as i64),
            _ => Value::make_u64(bits),
        }
    }

    fn float32(&mut self) -> f32 {
        let edges = [
            0.0,
            -0.0,
            f32::NAN,
            f32::INFINITY,
            f32::MIN_POSITIVE,
            f32::MAX,
            1e-45,
        ];
        let bits = self.bits().to_le_bytes();
        let random = f32::from_le_bytes([bits[0], bits[1], bits[2], bits[3]]);
        let edge = self.one_of(&edges, random);
        self.one_of(&[random, random, edge, -edge], random)
    }

    fn float64(&mut self) -> f64 {
        let edges = [
            0.0,
            -0.0,
            f64::NAN,
            f64::INFINITY,
            f64::MIN_POSITIVE,
            f64::MAX,
            5e-324,
            0.1,
        ];
        let random = f64::from_bits(self.bits());
        let edge = self.one_of(&edges, random);
        self.one_of(&[random, random, edge, -edge], random)
    }

    /// Returns a character: ASCII, one with an accent, a combining one, an end of a plane, or any.
    fn char(&mut self) -> char {
        const EDGES: [char; 14] = [
            '\0',
            '\n',
            '"',
            '\\',
            '\u{7f}',
            'é',
            '\u{301}',
            '\u{7ff}',
            '\u{800}',
            '\u{d7ff}',
            '\u{e000}',
            '\u{ffff}',
            '𝄞',
            '\u{10ffff}',
        ];
        match self.below(4) {
            0 => self.one_of(&EDGES, 'a'),
            1 => char::from_u32(u32::try_from(self.below(0x11_0000)).unwrap_or(0)).unwrap_or('a'),
            _ => char::from(b' ' + u8::try_from(self.below(95)).unwrap_or(0)),
        }
    }

    fn product(&mut self, ty: &Type, depth: usize) -> anyhow::Result<Value> {
        if ty.kind() == WasmTypeKind::Flags {
            let names: Vec<_> = ty.flags_names().collect();
            let chosen: Vec<_> = names
                .iter()
                .filter(|_| self.bits().is_multiple_of(2))
                .map(AsRef::as_ref)
                .collect();
            return Ok(Value::make_flags(ty, chosen)?);
        }
        if ty.kind() == WasmTypeKind::Tuple {
            let elements = ty
                .tuple_element_types()
                .map(|ty| self.nested(&ty, depth + 1))
                .collect::<anyhow::Result<Vec<_>>>()?;
            return Ok(Value::make_tuple(ty, elements)?);
        }
        let fields: Vec<_> = ty.record_fields().collect();
        let values = fields
            .iter()
            .map(|(_, ty)| self.nested(ty, depth + 1))
            .collect::<anyhow::Result<Vec<_>>>()?;
        let names = fields.iter().map(|(name, _)| name.as_ref());
        Ok(Value::make_record(ty, names.zip(values))?)
    }

    fn sum(&mut self, ty: &Type, depth: usize) -> anyhow::Result<Value> {
        let maybe = |this: &mut Self, ty: Option<Type>| {
            ty.map(|ty| this.nested(&ty, depth + 1)).transpose()
        };
        Ok(match ty.kind() {
            WasmTypeKind::Enum => {
                let names: Vec<_> = ty.enum_cases().collect();
                let name = self.one_of(&names, "".into());
                Value::make_enum(ty, &name)?
            }
            WasmTypeKind::Option => {
                let some = ty.option_some_type().filter(|_| self.below(3) > 0);
                Value::make_option(ty, maybe(self, some)?)?
            }
            WasmTypeKind::Result => {
                let (ok, err) = ty.result_types().unwrap_or_default();
                match self.below(2) {
                    0 => Value::make_result(ty, Ok(maybe(self, ok)?))?,
                    _ => Value::make_result(ty, Err(maybe(self, err)?))?,
                }
            }
            _ => {
                let cases: Vec<_> = ty.variant_cases().collect();
                let (name, payload) = self.one_of(&cases, ("".into(), None));
                Value::make_variant(ty, &name, maybe(self, payload)?)?
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Contract;
    use crate::value::print;

    fn twenty(seed: u64) -> Vec<String> {
        let mut texts = Vec::new();
        for function in Contract::get().exports() {
            let mut generator = Generator::new(seed, &function.call);
            for ty in &function.params {
                texts.extend((0..20).map(|_| print(&generator.value(ty).unwrap())));
            }
        }
        texts
    }

    #[test]
    fn the_same_seed_gives_the_same_values_of_every_type() {
        assert_eq!(twenty(1), twenty(1));
        assert_ne!(twenty(1), twenty(2));
    }

    #[test]
    fn a_generated_list_has_the_given_size() {
        let mut generator = Generator::new(1, "a");
        let list = generator.sized(&Type::list(Type::U8), 1000).unwrap();
        assert_eq!(list.unwrap_list().count(), 1000);
        let text = generator.sized(&Type::STRING, 1000).unwrap();
        assert_eq!(text.unwrap_string().chars().count(), 1000);
    }
}
