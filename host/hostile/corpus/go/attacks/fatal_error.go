//! row: dropped-call
//! ends: crashed panic
//! limit: an error that Go cannot recover from ends the guest; its text is read from standard error

package attacks

import (
	"sync"

	"guesthouse.dev/sdk"
)

// fatalError unlocks an unlocked mutex, which is an error that `recover` cannot catch.
func fatalError() ([]sdk.Output, error) {
	var mutex sync.Mutex
	defer func() { _ = recover() }()
	mutex.Unlock()
	return breached("an unlocked mutex was unlocked")
}
