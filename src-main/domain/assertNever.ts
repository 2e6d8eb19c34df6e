/** Ends an exhaustive switch: a union that grew is a compile error here, and a bug if it ever runs. */
export function assertNever(value: never): never {
  throw new Error(`Not a member of its union: ${typeof value}`)
}
