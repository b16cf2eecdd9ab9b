//! row: endless-loop
//! ends: limit fuel
//! limit: fuel, also in the middle of one operation of the library
//! limits: {"fuel": 200000000}

package attacks

import (
	"math/big"

	"guesthouse.dev/sdk"
)

// giantPower computes a number with a hundred million digits.
func giantPower() ([]sdk.Output, error) {
	power := new(big.Int).Exp(big.NewInt(10), big.NewInt(100_000_000), nil)
	return breached("%d bits", power.BitLen())
}
