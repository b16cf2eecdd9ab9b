"""A rule: coupons lower the price, and fragile articles cost extra packing."""

from acme_checkout import catalog, coupons, pricing
from acme_checkout.catalog import Handling, Product, Search
from acme_checkout.pricing import Adjustment, Cart, Quote

PACKING = 200
"""The cents that careful packing costs."""

MOST = 1_000_000_000
"""The most cents that the articles of a cart may cost."""

PAGE = 10
"""The number of articles that one call of a search returns."""


def price(cart: Cart) -> Quote:
    if not cart.lines:
        raise pricing.EmptyCart
    products = [(find(line.sku), line.quantity) for line in cart.lines]
    total = sum(product.unit_price * quantity for product, quantity in products)
    if total > MOST:
        raise pricing.TooExpensive
    adjustments = []
    if cart.coupon is not None:
        percent = coupons.percent(cart.coupon)
        if percent is None:
            raise pricing.BadCoupon(cart.coupon)
        discount = total * percent // 100
        adjustments.append(Adjustment(reason=f"coupon {cart.coupon}", cents=-discount))
    if any(Handling.FRAGILE in product.handling for product, _ in products):
        adjustments.append(Adjustment(reason="careful packing", cents=PACKING))
    total += sum(adjustment.cents for adjustment in adjustments)
    return Quote(total=total, adjustments=adjustments)


def similar(sku: str, limit: int) -> list[str]:
    found: list[str] = []
    with Search(find(sku).title) as search:
        while len(found) < limit and (page := search.next(PAGE)):
            found += [product.sku for product in page if product.sku != sku]
    return found[:limit]


def find(sku: str) -> Product:
    product = catalog.find(sku)
    if product is None:
        raise pricing.UnknownSku(sku)
    return product
