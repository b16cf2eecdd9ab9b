//! The bytes of values that pass between a guest and the host.

use crate::Resource;
use guesthouse_sandbox::wasmtime::component::{ComponentType, ResourceAny};

/// Counts the bytes of a value outside of its fixed part: its texts and lists, at any depth.
///
/// A list counts the fixed part of each element as the component model lays it out, so that the count
/// is the same on every machine.
pub trait Size {
    /// Whether no value of this type has such bytes.
    const IS_FLAT: bool;

    /// Returns the number of bytes.
    fn size(&self) -> usize;
}

macro_rules! flat {
    ($($ty:ty)*) => {
        $(impl Size for $ty {
            const IS_FLAT: bool = true;

            fn size(&self) -> usize {
                0
            }
        })*
    };
}

flat!(() bool u8 u16 u32 u64 i8 i16 i32 i64 f32 f64 char ResourceAny);

impl<R> Size for Resource<R> {
    const IS_FLAT: bool = true;

    fn size(&self) -> usize {
        0
    }
}

impl Size for String {
    const IS_FLAT: bool = false;

    fn size(&self) -> usize {
        self.len()
    }
}

impl<T: Size + ComponentType> Size for Vec<T> {
    const IS_FLAT: bool = false;

    fn size(&self) -> usize {
        let fixed = self.len().saturating_mul(T::SIZE32);
        if T::IS_FLAT {
            return fixed;
        }
        self.iter()
            .fold(fixed, |sum, element| sum.saturating_add(element.size()))
    }
}

impl<T: Size> Size for Option<T> {
    const IS_FLAT: bool = T::IS_FLAT;

    fn size(&self) -> usize {
        self.as_ref().map_or(0, T::size)
    }
}

impl<T: Size, E: Size> Size for Result<T, E> {
    const IS_FLAT: bool = T::IS_FLAT && E::IS_FLAT;

    fn size(&self) -> usize {
        self.as_ref().map_or_else(E::size, T::size)
    }
}

macro_rules! tuples {
    ($(($($name:ident)+))*) => {
        $(impl<$($name: Size),+> Size for ($($name,)+) {
            const IS_FLAT: bool = $($name::IS_FLAT)&&+;

            #[expect(non_snake_case, reason = "the names of the types name the elements")]
            fn size(&self) -> usize {
                let ($($name,)+) = self;
                0 $(+ $name.size())+
            }
        })*
    };
}

tuples! {
    (A)
    (A B)
    (A B C)
    (A B C D)
    (A B C D E)
    (A B C D E F)
    (A B C D E F G)
    (A B C D E F G H)
    (A B C D E F G H I)
    (A B C D E F G H I J)
    (A B C D E F G H I J K)
    (A B C D E F G H I J K L)
    (A B C D E F G H I J K L M)
    (A B C D E F G H I J K L M N)
    (A B C D E F G H I J K L M N O)
    (A B C D E F G H I J K L M N O P)
}

#[cfg(test)]
mod tests {
    use super::Size;

    #[test]
    fn texts_and_lists_count_at_any_depth() {
        assert_eq!((7_u64, 'x', true).size(), 0);
        assert_eq!("four".to_owned().size(), 4);
        assert_eq!(vec![1_u32, 2, 3].size(), 12);
        // A text has a fixed part of eight bytes.
        let texts = vec!["a".to_owned(), "bc".to_owned()];
        assert_eq!(texts.size(), 19);
        assert_eq!(Some(vec![texts]).size(), 8 + 19);
        let failed: Result<Vec<u8>, String> = Err("no".to_owned());
        assert_eq!((1_u8, failed).size(), 2);
    }
}
