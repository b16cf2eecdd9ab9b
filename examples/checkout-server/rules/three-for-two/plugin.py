"""A rule: of each article, every third piece is free."""

from acme_checkout import catalog, pricing
from acme_checkout.pricing import Adjustment, Cart, Quote


def price(cart: Cart) -> Quote:
    total = 0
    adjustments = []
    for line in cart.lines:
        product = catalog.find(line.sku)
        if product is None:
            raise pricing.UnknownSku(line.sku)
        total += product.unit_price * line.quantity
        if free := line.quantity // 3:
            reason = f"{free} of {line.quantity} free: {product.title}"
            adjustments.append(
                Adjustment(reason=reason, cents=-free * product.unit_price)
            )
    total += sum(adjustment.cents for adjustment in adjustments)
    return Quote(total=total, adjustments=adjustments)


def similar(sku: str, limit: int) -> list[str]:
    return []
