type Makers = Readonly<Record<string, () => unknown>>
type Made<T extends Makers> = { readonly [Name in keyof T]: ReturnType<T[Name]> }

/** Each value is made when it is first read: preparing the statements of all repositories would hold up a start. */
export function madeWhenAsked<T extends Makers>(makers: T): Made<T> {
  const made = {}
  for (const [name, make] of Object.entries(makers)) {
    Object.defineProperty(made, name, {
      configurable: true,
      enumerable: true,
      get() {
        const value = make()
        Object.defineProperty(made, name, { value, enumerable: true })
        return value
      },
    })
  }
  // Every maker became a property of its name.
  return made as Made<T>
}
