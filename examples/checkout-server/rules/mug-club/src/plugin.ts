import { type Cart, catalog, type Quote, Refusal, Search } from "@acme/checkout";

/** The discount in percent. */
const PERCENT = 15;
/** The number of articles that one call of a search returns. */
const PAGE = 10;

/** Mugs cost 15 percent less. */
export function price(cart: Cart): Quote {
  const mugs = find("mug");
  let sum = 0;
  let ofMugs = 0;
  for (const { sku, quantity } of cart.lines) {
    const product = catalog.find(sku);
    if (product === undefined) {
      throw Refusal.unknownSku(sku);
    }
    sum += product.unitPrice * quantity;
    ofMugs += mugs.has(sku) ? product.unitPrice * quantity : 0;
  }
  const discount = Math.floor((ofMugs * PERCENT) / 100);
  const adjustments = discount > 0 ? [{ reason: `${PERCENT} % off mugs`, cents: -discount }] : [];
  return { total: sum - discount, adjustments };
}

export function similar(): readonly string[] {
  return [];
}

/** Returns the numbers of all articles with a word in their titles. */
function find(word: string): Set<string> {
  using search = new Search(word);
  const found = new Set<string>();
  for (let page = search.next(PAGE); page.length > 0; page = search.next(PAGE)) {
    for (const product of page) {
      found.add(product.sku);
    }
  }
  return found;
}
