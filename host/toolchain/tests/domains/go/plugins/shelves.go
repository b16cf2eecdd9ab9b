// Package main implements resources.
package main

import (
	"test.example/everything/counters"
	"test.example/everything/shelves"
)

func init() { shelves.Export(plugin{}) }

func main() {}

type plugin struct{}

type shelf struct {
	name  string
	texts []string
}

func (s *shelf) Put(text string) { s.texts = append(s.texts, text) }

func (s *shelf) All() []string { return append([]string{s.name}, s.texts...) }

func (plugin) NewShelf(name string) shelves.Shelf { return &shelf{name: name} }

func (plugin) ShelfTake(one, other shelves.Shelf) shelves.Shelf {
	for _, text := range other.All() {
		one.Put(text)
	}
	return one
}

func (plugin) Open(names []string) []shelves.Shelf {
	var opened []shelves.Shelf
	for _, name := range names {
		opened = append(opened, &shelf{name: name})
	}
	return opened
}

func (plugin) WithCounter(c counters.Counter) shelves.Shelf {
	defer c.Close()
	made := &shelf{name: "counted"}
	for range c.Up() {
		made.Put("x")
	}
	return made
}
