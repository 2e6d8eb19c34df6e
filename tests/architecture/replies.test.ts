import { describe, expectTypeOf, it } from 'vitest'
import type { RouteName, RouteReply } from '../../src-preload/contract/contract.ts'

/** What JSON cannot say of a `T`, or says otherwise: `undefined` in a list becomes `null`, a date a text. */
type Unsayable<T> = unknown extends T
  ? // Stored JSON; `findReplyFault` looks at its values.
    never
  : T extends string | number | boolean | null | undefined
    ? never
    : T extends readonly (infer Item)[]
      ? (undefined extends Item ? 'undefined in a list' : never) | Unsayable<Item>
      : T extends object & PlainObject<T>
        ? { [Field in keyof T]-?: Unsayable<Exclude<T[Field], undefined>> }[keyof T]
        : T

/** An object without methods: a `Date`, a `Map` and a `Uint8Array` have some. */
type PlainObject<T> = {
  readonly [Field in keyof T]: T[Field] extends (...given: never) => unknown ? never : T[Field]
}

/** Checked by the compiler; replies are types and nothing at run time. */
describe('the replies of all routes', () => {
  it('are told whole by JSON, as which they cross', () => {
    expectTypeOf<Unsayable<RouteReply<RouteName>>>().toBeNever()
  })

  it('are found wanting where they are', () => {
    expectTypeOf<Unsayable<{ readonly at: Date | null }>>().toEqualTypeOf<Date>()
    expectTypeOf<Unsayable<readonly { readonly seen?: Map<string, 1> }[]>>().toEqualTypeOf<Map<string, 1>>()
    expectTypeOf<Unsayable<{ readonly bytes: Uint8Array }>>().toEqualTypeOf<Uint8Array>()
    expectTypeOf<Unsayable<{ readonly id: bigint }>>().toEqualTypeOf<bigint>()
    expectTypeOf<Unsayable<readonly (string | undefined)[]>>().toEqualTypeOf<'undefined in a list'>()
  })
})
