// A rule: coupons lower the price, and fragile articles cost extra packing.
package main

import (
	"acme.example/checkout/catalog"
	"acme.example/checkout/coupons"
	"acme.example/checkout/pricing"
)

const (
	packing = 200           // the cents that careful packing costs
	most    = 1_000_000_000 // the most cents that the articles of a cart may cost
	page    = 10            // the number of articles that one call of a search returns
)

func init() {
	pricing.Export(plugin{})
}

func main() {}

type plugin struct{}

func (plugin) Price(cart pricing.Cart) (pricing.Quote, error) {
	if len(cart.Lines) == 0 {
		return pricing.Quote{}, pricing.RefusalEmptyCart{}
	}
	var sum uint64
	var handling catalog.Handling
	for _, line := range cart.Lines {
		product, err := find(line.Sku)
		if err != nil {
			return pricing.Quote{}, err
		}
		sum += uint64(product.UnitPrice) * uint64(line.Quantity)
		if sum > most {
			return pricing.Quote{}, pricing.RefusalTooExpensive{}
		}
		handling |= product.Handling
	}
	quote := pricing.Quote{Total: uint32(sum)}
	adjust := func(reason string, cents int32) {
		quote.Adjustments = append(quote.Adjustments, pricing.Adjustment{Reason: reason, Cents: cents})
		quote.Total = uint32(int64(quote.Total) + int64(cents))
	}
	if cart.Coupon != nil {
		percent := coupons.Percent(*cart.Coupon)
		if percent == nil {
			return pricing.Quote{}, pricing.RefusalBadCoupon{Value: *cart.Coupon}
		}
		adjust("coupon "+*cart.Coupon, -int32(sum*uint64(*percent)/100))
	}
	if handling.Has(catalog.HandlingFragile) {
		adjust("careful packing", packing)
	}
	return quote, nil
}

func (plugin) Similar(sku string, limit uint32) ([]string, error) {
	product, err := find(sku)
	if err != nil {
		return nil, err
	}
	search := catalog.NewSearch(product.Title)
	defer search.Close()
	var found []string
	for len(found) < int(limit) {
		products := search.Next(page)
		if len(products) == 0 {
			break
		}
		for _, product := range products {
			if product.Sku != sku {
				found = append(found, product.Sku)
			}
		}
	}
	return found[:min(len(found), int(limit))], nil
}

func find(sku string) (*catalog.Product, error) {
	if product := catalog.Find(sku); product != nil {
		return product, nil
	}
	return nil, pricing.RefusalUnknownSku{Value: sku}
}
