import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { type Product, Refusal } from "@acme/checkout";
import { fake } from "@acme/checkout/testing";
import * as plugin from "../src/plugin.js";

const mug = (sku: string): Product => ({ sku, title: "Mug", unitPrice: 900, handling: { fragile: true } });

/** A search that finds two pages. */
class Pages {
  readonly #pages = [[mug("mug"), mug("mug-xl")], [mug("mug-red")]];

  constructor(text: string) {
    assert.equal(text, "Mug");
  }

  next(): readonly Product[] {
    return this.#pages.shift() ?? [];
  }
}

beforeEach(() => {
  fake({
    catalog: { find: (sku) => (sku === "mug" ? mug(sku) : undefined), Search: Pages },
    coupons: { percent: (code) => (code === "TEN" ? 10 : undefined) },
  });
});

const lines = [{ sku: "mug", quantity: 2 }];

test("a coupon and packing change the price", () => {
  assert.deepEqual(plugin.price({ lines, coupon: "TEN" }), {
    total: 1820,
    adjustments: [
      { reason: "coupon TEN", cents: -180 },
      { reason: "careful packing", cents: 200 },
    ],
  });
});

test("a wrong coupon is refused", () => {
  assert.throws(() => plugin.price({ lines, coupon: "OLD" }), Refusal.badCoupon("OLD"));
});

test("similar articles are read page by page", () => {
  assert.deepEqual(plugin.similar("mug", 9), ["mug-xl", "mug-red"]);
  assert.deepEqual(plugin.similar("mug", 1), ["mug-xl"]);
});
