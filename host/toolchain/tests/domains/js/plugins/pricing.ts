import { catalog, Refusal, type Quote } from "@acme/pricing";

/** Computes the price of articles. */
export async function price(skus: readonly string[]): Promise<Quote> {
  if (skus.length === 0) throw Refusal.empty();
  console.log("pricing %d", skus.length);
  console.error("to stderr");
  await null;
  const articles = skus.map((sku) => {
    const found = catalog.lookup(sku);
    if (found === undefined) throw Refusal.unknownSku(sku);
    return found;
  });
  if (skus[0] === "bug") return crashing(articles);
  if (skus[0] === "arg") catalog.lookup(5 as unknown as string);
  const total = skus[0] === "bad" ? 1.5 : articles.reduce((sum, it) => sum + it.unitPrice, 0);
  return { total, articles };
}

function crashing(articles: readonly unknown[]): Quote {
  return (articles[99] as { oops: Quote }).oops;
}
