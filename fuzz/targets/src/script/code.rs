//! Writes scripts for the guest.

use super::guest::SCRIPT;

/// Instructions of the guest, numbered as in its table.
#[derive(Clone, Copy)]
pub(super) enum Op {
    End = 0,
    Return = 1,
    Trap = 2,
    Spin = 3,
    Log = 4,
    Config = 5,
    Open = 6,
    Get = 7,
    Set = 8,
    Delete = 9,
    Keys = 10,
    Drop = 11,
    Send = 12,
    Recurse = 18,
}

/// The number of operands of each instruction.
pub(super) const OPERANDS: [usize; 20] =
    [0, 1, 0, 0, 5, 2, 2, 3, 5, 3, 7, 1, 13, 1, 3, 3, 1, 1, 0, 2];

#[derive(Default)]
pub(super) struct Script {
    values: Vec<u8>,
    code: Vec<u8>,
}

impl Script {
    /// Puts a value into the guest's memory. Returns its address and length.
    pub(super) fn bytes(&mut self, value: &[u8]) -> [u32; 2] {
        let at = self.values.len();
        self.values.extend(value);
        // The next value may hold numbers, which are aligned.
        self.values.resize(self.values.len().next_multiple_of(4), 0);
        [SCRIPT + 4 + at as u32, value.len() as u32]
    }

    pub(super) fn words(&mut self, words: &[u32]) -> u32 {
        let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        self.bytes(&bytes)[0]
    }

    /// Puts names and values into the guest's memory. Returns the list's address and length.
    pub(super) fn attributes(&mut self, list: &[(String, String)]) -> [u32; 2] {
        let mut words = Vec::new();
        for (name, value) in list {
            words.extend(self.bytes(name.as_bytes()));
            words.extend(self.bytes(value.as_bytes()));
        }
        [self.words(&words), list.len() as u32]
    }

    /// Puts an optional value into the guest's memory. Returns discriminant, address and length.
    pub(super) fn optional(&mut self, value: Option<&[u8]>) -> [u32; 3] {
        let [at, length] = self.bytes(value.unwrap_or_default());
        [value.is_some().into(), at, length]
    }

    pub(super) fn op(&mut self, op: Op, operands: &[u32]) {
        self.raw(op as u8, operands);
    }

    pub(super) fn raw(&mut self, op: u8, operands: &[u32]) {
        self.code.push(op);
        self.code
            .extend(operands.iter().flat_map(|word| word.to_le_bytes()));
    }

    pub(super) fn finish(self) -> Vec<u8> {
        let start = 4 + self.values.len() as u32;
        [start.to_le_bytes().to_vec(), self.values, self.code].concat()
    }
}
