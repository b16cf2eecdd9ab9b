package main

import (
	"errors"
	"slices"
	"testing"

	"acme.example/checkout/catalog"
	"acme.example/checkout/coupons"
	"acme.example/checkout/pricing"
)

func mug(sku string) catalog.Product {
	return catalog.Product{Sku: sku, Title: "Mug", UnitPrice: 900, Handling: catalog.HandlingFragile}
}

// shop sells mugs.
type shop struct{ catalog.Missing }

func (shop) Find(sku string) *catalog.Product {
	if sku != "mug" {
		return nil
	}
	found := mug(sku)
	return &found
}

func (shop) NewSearch(text string) catalog.Search {
	return &pages{{mug("mug"), mug("mug-xl")}, {mug("mug-red")}}
}

// codes has one coupon.
type codes struct{ coupons.Missing }

func (codes) Percent(code string) *uint32 {
	if code != "TEN" {
		return nil
	}
	return new(uint32(10))
}

// pages is a search that finds two pages.
type pages [][]catalog.Product

func (p *pages) Next(limit uint32) []catalog.Product {
	if len(*p) == 0 {
		return nil
	}
	next := (*p)[0]
	*p = (*p)[1:]
	return next
}

func (*pages) Close() {}

func price(t *testing.T, coupon string) (pricing.Quote, error) {
	t.Cleanup(catalog.Use(shop{}))
	t.Cleanup(coupons.Use(codes{}))
	lines := []pricing.Line{{Sku: "mug", Quantity: 2}}
	return plugin{}.Price(pricing.Cart{Lines: lines, Coupon: &coupon})
}

func TestACouponAndPackingChangeThePrice(t *testing.T) {
	quote, err := price(t, "TEN")
	if err != nil {
		t.Fatal(err)
	}
	want := []pricing.Adjustment{{Reason: "coupon TEN", Cents: -180}, {Reason: "careful packing", Cents: 200}}
	if quote.Total != 1820 || !slices.Equal(quote.Adjustments, want) {
		t.Errorf("got %+v", quote)
	}
}

func TestAWrongCouponIsRefused(t *testing.T) {
	_, err := price(t, "OLD")
	var refused pricing.RefusalBadCoupon
	if !errors.As(err, &refused) || refused.Value != "OLD" {
		t.Errorf("got %v", err)
	}
}

func TestSimilarArticlesAreReadPageByPage(t *testing.T) {
	defer catalog.Use(shop{})()
	for limit, want := range map[uint32][]string{9: {"mug-xl", "mug-red"}, 1: {"mug-xl"}} {
		got, err := plugin{}.Similar("mug", limit)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("got %v, %v, want %v", got, err, want)
		}
	}
}
