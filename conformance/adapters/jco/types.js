// The functions of a world, read from the JSON of its resolved WIT, as `wasm-tools component wit --json`
// prints it.

/**
 * A type. `kind` is the kind in the JSON, after aliases.
 * @typedef {object} Type
 * @property {string} kind
 * @property {Type | null} [of] the element of a list or an option
 * @property {Type[]} [elements] of a tuple
 * @property {Member[]} [members] fields, cases or flags; the cases of a result are `ok` and `err`
 * @property {boolean} [owned] whether a handle is given away
 */

/** @typedef {{name: string, type: Type | null}} Member */

/**
 * @typedef {object} Signature
 * @property {string} interface `guesthouse:conformance/echo@0.1.0`
 * @property {string} name
 * @property {Type[]} params
 * @property {Type | null} result
 */

/**
 * Returns the exports and imports of a world, by their names in cases: `echo.echo-u8`.
 * @param {any} wit
 * @param {string} world
 */
export function functions(wit, world) {
  const found = wit.worlds.find((/** @type {any} */ it) => it.name === world);
  if (!found) throw new Error(`the WIT has no world \`${world}\``);
  const side = (/** @type {any} */ items) => {
    /** @type {Map<string, Signature>} */
    const signatures = new Map();
    for (const item of Object.values(items)) addInterface(wit, item.interface.id, signatures);
    return signatures;
  };
  return { exports: side(found.exports), imports: side(found.imports) };
}

/**
 * @param {any} wit
 * @param {number} id
 * @param {Map<string, Signature>} signatures
 */
function addInterface(wit, id, signatures) {
  const { name, package: owner, functions } = wit.interfaces[id];
  const [full, version] = wit.packages[owner].name.split("@");
  for (const it of Object.values(functions)) {
    signatures.set(`${name}.${it.name}`, {
      interface: `${full}/${name}@${version}`,
      name: it.name,
      params: it.params.map((/** @type {any} */ param) => type(wit, param.type)),
      result: maybe(wit, it.result),
    });
  }
}

/**
 * @param {any} wit
 * @param {any} ref
 * @returns {Type | null}
 */
function maybe(wit, ref) {
  return ref === null || ref === undefined ? null : type(wit, ref);
}

/**
 * @param {any} wit
 * @param {string | number} ref
 * @returns {Type}
 */
function type(wit, ref) {
  if (typeof ref === "string") return { kind: ref };
  const [kind, it] = /** @type {[string, any]} */ (Object.entries(wit.types[ref].kind)[0]);
  const members = (/** @type {any[]} */ list) =>
    list.map(({ name, type }) => ({ name, type: maybe(wit, type) }));
  switch (kind) {
    case "type":
      return type(wit, it);
    case "list":
    case "option":
      return { kind, of: type(wit, it) };
    case "tuple":
      return { kind, elements: it.types.map((/** @type {any} */ ref) => type(wit, ref)) };
    case "record":
      return { kind, members: members(it.fields) };
    case "variant":
    case "enum":
      return { kind, members: members(it.cases) };
    case "flags":
      return { kind, members: members(it.flags) };
    case "result":
      return {
        kind,
        members: [
          { name: "ok", type: maybe(wit, it.ok) },
          { name: "err", type: maybe(wit, it.err) },
        ],
      };
    case "handle":
      return { kind, owned: "own" in it };
    default:
      throw new Error(`a value of the kind \`${kind}\` has no text form`);
  }
}

/**
 * Returns jco's name for a name of the WIT.
 * @param {string} name
 */
export function camel(name) {
  return name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
}
