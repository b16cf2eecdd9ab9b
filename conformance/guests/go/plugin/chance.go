package main

import (
	"crypto/rand"
	"fmt"
	"maps"
	"math"
	random "math/rand/v2"
	"slices"
	"strings"
	"time"
)

// chances are values that could differ from run to run in a Go program.
var chances = map[string]func() string{
	"random": func() string { return fmt.Sprint(random.Uint64(), rand.Text()) },
	"map":    func() string { return strings.Join(slices.Collect(maps.Keys(fifty())), ",") },
	"set": func() string {
		ready := make(chan string, 1)
		for key := range fifty() {
			select {
			case ready <- key:
			case ready <- key + "!":
			}
			break
		}
		return <-ready
	},
	"time": func() string { return fmt.Sprint(time.Now().UnixNano()) },
	"elapsed": func() string {
		started := time.Now()
		text := strings.Builder{}
		for at := range 1000 {
			fmt.Fprint(&text, at)
		}
		return fmt.Sprint(text.Len(), time.Since(started).Nanoseconds())
	},
	"address": func() string { return fmt.Sprintf("%p", new(int)) },
	"floats": func() string {
		sum := 0.0
		for at := 1; at < 100; at++ {
			sum += math.Sin(float64(at)) / 3
		}
		zero := sum - sum
		return fmt.Sprintf("%x %v %v", math.Float64bits(zero/zero), sum, math.Exp(1.5))
	},
}

func fifty() map[string]int {
	made := map[string]int{}
	for at := range 50 {
		made[fmt.Sprintf("key%d", at)] = at
	}
	return made
}
