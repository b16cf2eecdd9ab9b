// What the generated modules stand on. It is the same for every contract.

export * from "./primitives.js";
export * from "./composites.js";
export { call } from "./calls.js";
export { isDirect } from "./engine.js";
export { CaseError, ContractError, error } from "./errors.js";
export { host, method } from "./fakes.js";
export { created, handleOf, own, Resource, resource, uncreatable } from "./resources.js";
