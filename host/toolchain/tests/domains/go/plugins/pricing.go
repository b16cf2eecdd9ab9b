// Package main prices pens.
package main

import (
	"errors"
	"fmt"
	"os"
	"syscall"

	"acme.example/pricing/catalog"
	"acme.example/pricing/pricing"
)

func init() { pricing.Export(plugin{}) }

func main() {}

type plugin struct{}

func (plugin) Price(skus []string) (pricing.Quote, error) {
	fmt.Println("pricing", len(skus))
	var quote pricing.Quote
	for _, sku := range skus {
		switch sku {
		case "bug":
			_ = skus[len(skus)]
		case "utf":
			catalog.Lookup("\xff")
		case "other":
			return quote, errors.New("of no case")
		case "file":
			_, err := os.ReadFile("rates.csv")
			return quote, err
		case "socket":
			return quote, fmt.Errorf("dial: %w", syscall.ECONNREFUSED)
		}
		article := catalog.Lookup(sku)
		if article == nil {
			return pricing.Quote{}, fmt.Errorf("pricing: %w", pricing.RefusalUnknownSku{Value: sku})
		}
		if !article.Tags.Has(catalog.LabelsFragile) {
			continue
		}
		quote.Total += pricing.Cents(article.UnitPrice)
		quote.Articles = append(quote.Articles, *article)
	}
	return quote, nil
}
