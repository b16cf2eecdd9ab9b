// A rule: from ten pieces on, an article costs 40 percent less.
package main

import (
	"fmt"

	"acme.example/checkout/catalog"
	"acme.example/checkout/pricing"
)

const (
	pieces  = 10 // the pieces of an article that get the discount
	percent = 40
)

func init() {
	pricing.Export(plugin{})
}

func main() {}

type plugin struct{}

func (plugin) Price(cart pricing.Cart) (pricing.Quote, error) {
	var quote pricing.Quote
	for _, line := range cart.Lines {
		product := catalog.Find(line.Sku)
		if product == nil {
			return pricing.Quote{}, pricing.RefusalUnknownSku{Value: line.Sku}
		}
		cost := product.UnitPrice * line.Quantity
		quote.Total += cost
		if line.Quantity >= pieces {
			discount := cost * percent / 100
			quote.Total -= discount
			quote.Adjustments = append(quote.Adjustments, pricing.Adjustment{
				Reason: fmt.Sprintf("%d pieces of %s", line.Quantity, product.Title),
				Cents:  -int32(discount),
			})
		}
	}
	return quote, nil
}

func (plugin) Similar(string, uint32) ([]string, error) {
	return nil, nil
}
