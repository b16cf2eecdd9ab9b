export function deep(value) {
  return value.missing;
}
