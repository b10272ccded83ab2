// A payload of the tests: what another file imports.
export function list(): string[] {
  return ['bundled-with-its-imports'];
}
