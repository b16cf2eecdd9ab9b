"""Tests that run without WebAssembly: `python3 -m pytest`."""

from collections.abc import Iterator

import pytest
from acme_checkout import catalog, coupons, pricing, testing
from acme_checkout.catalog import Handling, Product
from acme_checkout.pricing import Adjustment, Cart, Line

import plugin


def mug(sku: str) -> Product:
    return Product(sku=sku, title="Mug", unit_price=900, handling=Handling.FRAGILE)


class Pages(catalog.SearchFake):
    """A search that finds two pages."""

    def __init__(self) -> None:
        self.pages = iter([[mug("mug"), mug("mug-xl")], [mug("mug-red")]])

    def next(self, limit: int) -> list[Product]:
        return next(self.pages, [])


class Catalog(catalog.Fake):
    def find(self, sku: str) -> Product | None:
        return mug(sku) if sku == "mug" else None

    def search(self, text: str) -> Pages:
        assert text == "Mug"
        return Pages()


class Coupons(coupons.Fake):
    def percent(self, code: str) -> int | None:
        return 10 if code == "TEN" else None


@pytest.fixture(autouse=True)
def shop() -> Iterator[None]:
    with testing.host(catalog=Catalog(), coupons=Coupons()):
        yield


def cart(coupon: str) -> Cart:
    return Cart(lines=[Line(sku="mug", quantity=2)], coupon=coupon)


def test_a_coupon_and_packing_change_the_price() -> None:
    quote = plugin.price(cart("TEN"))
    assert quote.total == 1820
    assert quote.adjustments == [
        Adjustment(reason="coupon TEN", cents=-180),
        Adjustment(reason="careful packing", cents=200),
    ]


def test_a_wrong_coupon_is_refused() -> None:
    with pytest.raises(pricing.BadCoupon) as refused:
        plugin.price(cart("OLD"))
    assert refused.value.value == "OLD"


def test_similar_articles_are_read_page_by_page() -> None:
    assert plugin.similar("mug", 9) == ["mug-xl", "mug-red"]
    assert plugin.similar("mug", 1) == ["mug-xl"]
