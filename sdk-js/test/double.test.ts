import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { nearestDouble } from "../src/json/double.js";

// Node converts literals of any length correctly, so it is the reference here.
suite("nearestDouble", () => {
  const zeros = "0".repeat(60);
  const literals = [
    `0.${zeros}`,
    `-0.${zeros}`,
    `9007199254740993.${zeros}1`,
    `-9007199254740993.${zeros}1`,
    `9007199254740993.${zeros}`,
    `9007199254740995.${zeros}`,
    `0.${zeros}1e61`,
    `1${zeros}.5e-60`,
    `17976931348623157${"0".repeat(292)}.0`,
    `179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017977587207096330286416692887910946555547851940402630657488671505820681908902000708383676273854845817711531764475730270069855571366959622842914819860834936475292719074168444365510704342711559699508093042880.0`,
    `1${"0".repeat(400)}.5`,
    `1${"0".repeat(400)}.5e-400`,
    `4.9406564584124654${"0".repeat(30)}e-324`,
    `2.4703282292062327208299${"0".repeat(30)}e-324`,
    `2.2250738585072011360574097967091319759348195463516456e-308`,
    `1.${"1234567890".repeat(100)}`,
    `1.${"1234567890".repeat(40)}e-200`,
    `0.${"0".repeat(400)}1`,
  ];
  for (const literal of literals) {
    test(literal.length > 60 ? `${literal.slice(0, 40)}... (${literal.length})` : literal, () => {
      assert.ok(
        Object.is(nearestDouble(literal), Number(literal)),
        `${nearestDouble(literal)} is not ${Number(literal)}`,
      );
    });
  }

  test("the middles of neighbours, and a little beside them", () => {
    for (let seed = 1; seed < 300; seed++) {
      const low = 2n ** 52n + BigInt(seed) * 7919n;
      for (const power of [-1074n, -1040n, -200n, -60n, 3n, 200n]) {
        const middle = middleOf(low, power);
        for (const literal of [middle, `${middle}1`, `${middle}${zeros}1`]) {
          assert.equal(nearestDouble(literal), Number(literal), literal);
        }
      }
    }
  });

  /** Returns (low + 1/2) * 2^power in decimal, exactly, with at least one decimal place. */
  function middleOf(low: bigint, power: bigint): string {
    const odd = low * 2n + 1n;
    if (power > 0n) return `${odd * 2n ** (power - 1n)}.0`;
    const places = Number(1n - power);
    const digits = (odd * 5n ** BigInt(places)).toString().padStart(places + 1, "0");
    return `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  }
});
