// Popular npm packages in plain JavaScript, each with a small use. The module's default export is a function
// whose result must be the same in Node and in a plugin.

export const CASES = {
  "@noble/hashes": `import { sha256 } from "@noble/hashes/sha2.js"; import { bytesToHex } from "@noble/hashes/utils.js";
    export default () => bytesToHex(sha256(new Uint8Array([1, 2])));`,
  "@reduxjs/toolkit": `import { createSlice } from "@reduxjs/toolkit";
    const slice = createSlice({ name: "n", initialState: { n: 0 }, reducers: { add: (state, { payload }) => { state.n += payload; } } });
    export default () => slice.reducer({ n: 1 }, slice.actions.add(2));`,
  ajv: `import Ajv from "ajv"; const validate = new Ajv().compile({ type: "object", required: ["a"] });
    export default () => [validate({ a: 1 }), validate({}), validate.errors[0].message];`,
  async: `import { mapLimit } from "async"; export default () => mapLimit([1, 2, 3], 2, async (n) => n * 2);`,
  "big.js": `import Big from "big.js"; export default () => Big("0.1").plus("0.2").toString();`,
  "bignumber.js": `import BigNumber from "bignumber.js"; export default () => new BigNumber("1e30").plus(1).toFixed();`,
  cheerio: `import { load } from "cheerio/slim"; export default () => load("<p>a<b>c</b></p>")("b").text();`,
  "csv-parse": `import { parse } from "csv-parse/browser/esm/sync"; export default () => parse("a,b\\n1,2", { columns: true });`,
  "date-fns": `import { addDays, format } from "date-fns"; export default () => format(addDays(new Date(2026, 0, 31), 1), "yyyy-MM-dd EEE");`,
  dayjs: `import dayjs from "dayjs"; export default () => dayjs("2026-01-31").add(1, "month").format("YYYY-MM-DD dddd");`,
  "decimal.js": `import Decimal from "decimal.js"; export default () => new Decimal(2).sqrt().toString();`,
  deepmerge: `import merge from "deepmerge"; export default () => merge({ a: [1] }, { a: [2] });`,
  ejs: `import ejs from "ejs"; export default () => ejs.render("<%= a %>", { a: "<" });`,
  eventemitter3: `import Emitter from "eventemitter3"; export default () => { const e = new Emitter(); let seen; e.on("x", (v) => { seen = v; }); e.emit("x", 1); return seen; };`,
  "fast-deep-equal": `import equal from "fast-deep-equal"; export default () => equal({ a: [1] }, { a: [1] });`,
  "fast-json-patch": `import { compare } from "fast-json-patch"; export default () => compare({ a: 1 }, { a: 2 });`,
  "fast-xml-parser": `import { XMLParser } from "fast-xml-parser"; export default () => new XMLParser().parse("<a><b>1</b></a>");`,
  fflate: `import { gunzipSync, gzipSync, strFromU8, strToU8 } from "fflate"; export default () => strFromU8(gunzipSync(gzipSync(strToU8("text"))));`,
  "fuse.js": `import Fuse from "fuse.js"; export default () => new Fuse(["apple", "pear"]).search("aple").map(({ item }) => item);`,
  handlebars: `import Handlebars from "handlebars"; const template = Handlebars.compile("{{#each a}}{{this}};{{/each}}"); export default () => template({ a: [1, 2] });`,
  immer: `import { produce } from "immer"; export default () => produce({ a: [1] }, (draft) => { draft.a.push(2); });`,
  joi: `import Joi from "joi"; export default () => Joi.object({ a: Joi.number() }).validate({ a: "x" }).error.message;`,
  jose: `import { decodeJwt } from "jose"; export default () => decodeJwt("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.");`,
  "js-yaml": `import * as yaml from "js-yaml"; export default () => yaml.load("a: [1, 2]");`,
  "jsonpath-plus": `import { JSONPath } from "jsonpath-plus"; export default () => JSONPath({ path: "$..b", json: { a: { b: 1 } } });`,
  lodash: `import _ from "lodash"; export default () => _.groupBy(["ab", "c"], "length");`,
  "lodash-es": `import { debounce, merge, template } from "lodash-es"; export default () => [merge({ a: 1 }, { b: 2 }), template("<%= x %>")({ x: 1 }), typeof debounce];`,
  luxon: `import { DateTime } from "luxon"; export default () => DateTime.fromISO("2026-01-31T10:00:00Z", { zone: "utc" }).plus({ days: 1 }).toISO();`,
  "markdown-it": `import MarkdownIt from "markdown-it"; export default () => new MarkdownIt().render("*a*");`,
  marked: `import { marked } from "marked"; export default () => marked.parse("# a");`,
  moment: `import moment from "moment"; export default () => moment.utc("2026-01-31").add(1, "day").format("YYYY-MM-DD dddd");`,
  mustache: `import Mustache from "mustache"; export default () => Mustache.render("{{a}}", { a: "<" });`,
  nanoid: `import { customAlphabet } from "nanoid/non-secure"; const id = customAlphabet("ab", 5); export default () => id().length;`,
  "p-limit": `import pLimit from "p-limit"; export default () => { const limit = pLimit(1); return Promise.all([1, 2].map((n) => limit(async () => n * 2))); };`,
  papaparse: `import Papa from "papaparse"; export default () => Papa.parse("a,b\\n1,2", { header: true }).data;`,
  qs: `import qs from "qs"; export default () => [qs.parse("a[b]=1"), qs.stringify({ a: [1, 2] })];`,
  ramda: `import * as R from "ramda"; export default () => R.pipe(R.map(R.inc), R.sum)([1, 2]);`,
  react: `import { createElement } from "react"; import { renderToStaticMarkup } from "react-dom/server"; export default () => renderToStaticMarkup(createElement("p", null, "a"));`,
  rxjs: `import { firstValueFrom, from, map, toArray } from "rxjs"; export default () => firstValueFrom(from([1, 2]).pipe(map((n) => n * 2), toArray()));`,
  semver: `import semver from "semver"; export default () => semver.satisfies("1.2.3", "^1.0.0");`,
  slugify: `import slugify from "slugify"; export default () => slugify("Ä b");`,
  uuid: `import { v5 } from "uuid"; export default () => v5("a", v5.URL);`,
  validator: `import validator from "validator"; export default () => validator.isEmail("a@example.com");`,
  yaml: `import { parse, stringify } from "yaml"; export default () => [parse("a: 1"), stringify({ b: [1] })];`,
  yup: `import { number, object } from "yup"; export default () => object({ a: number().required() }).validate({ a: "1" });`,
  zod: `import { z } from "zod"; const schema = z.object({ a: z.number() }); export default () => [schema.parse({ a: 1 }), schema.safeParse({}).error.issues[0].path];`,
};

/** Packages that a case needs besides the one it is named after. */
export const ALSO = { react: ["react-dom"] };
