//! row: lying-abi
//! ends: crashed trap
//! says: unexpected discriminant: 200
//! limit: the engine checks every argument against the contract

package attacks

import "guesthouse.dev/sdk"

//go:wasmimport guesthouse:automation/log@0.1.0 write
func rawWrite(level, message, length, fields, count uint32)

// rawImports bypasses the SDK and writes a log line with a level that does not exist, from memory that
// does not exist either.
func rawImports() ([]sdk.Output, error) {
	rawWrite(200, 0xffff_fff0, 0xffff_ffff, 3, 0xffff_ffff)
	return breached("a line of nothing")
}
