import { catalog, Refusal, type Quote } from "@acme/pricing";

export function price(skus: readonly string[]): Quote {
  const articles = skus.map((sku) => {
    const found = catalog.lookup(sku);
    if (found === undefined) throw Refusal.unknownSku(sku);
    return found;
  });
  return { total: articles.reduce((sum, it) => sum + it.unitPrice, 0), articles };
}
