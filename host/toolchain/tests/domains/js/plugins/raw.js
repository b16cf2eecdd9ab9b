import { lookup } from "acme:pricing/catalog@1.0.0";

export const pricing = {
  price(skus) {
    const articles = skus.map((sku) => {
      const found = lookup(sku);
      if (found === null) throw { payload: { tag: "unknown-sku", val: sku } };
      return found;
    });
    return { total: articles.reduce((sum, it) => sum + it.unitPrice, 0), articles };
  },
};
