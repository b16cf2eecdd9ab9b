import {
  type Adjustment,
  type Cart,
  catalog,
  coupons,
  type Product,
  type Quote,
  Refusal,
  Search,
} from "@acme/checkout";

/** The cents that careful packing costs. */
const PACKING = 200;
/** The most cents that the articles of a cart may cost. */
const MOST = 1_000_000_000;
/** The number of articles that one call of a search returns. */
const PAGE = 10;

/** Coupons lower the price, and fragile articles cost extra packing. */
export function price(cart: Cart): Quote {
  if (cart.lines.length === 0) {
    throw Refusal.emptyCart();
  }
  let sum = 0;
  let fragile = false;
  for (const { sku, quantity } of cart.lines) {
    const product = find(sku);
    sum += product.unitPrice * quantity;
    if (sum > MOST) {
      throw Refusal.tooExpensive();
    }
    fragile ||= product.handling.fragile ?? false;
  }
  const adjustments: Adjustment[] = [];
  if (cart.coupon !== undefined) {
    const percent = coupons.percent(cart.coupon);
    if (percent === undefined) {
      throw Refusal.badCoupon(cart.coupon);
    }
    adjustments.push({ reason: `coupon ${cart.coupon}`, cents: -Math.trunc((sum * percent) / 100) });
  }
  if (fragile) {
    adjustments.push({ reason: "careful packing", cents: PACKING });
  }
  const change = adjustments.reduce((total, { cents }) => total + cents, 0);
  return { total: sum + change, adjustments };
}

/** Searches for the title of the article. */
export function similar(sku: string, limit: number): readonly string[] {
  using search = new Search(find(sku).title);
  const found: string[] = [];
  while (found.length < limit) {
    const page = search.next(PAGE);
    if (page.length === 0) {
      break;
    }
    found.push(...page.map((product) => product.sku).filter((it) => it !== sku));
  }
  return found.slice(0, limit);
}

function find(sku: string): Product {
  const product = catalog.find(sku);
  if (product === undefined) {
    throw Refusal.unknownSku(sku);
  }
  return product;
}
