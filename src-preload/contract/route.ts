import type { ZodType } from 'zod'

export const ROLES = ['manager', 'installer', 'support'] as const
export type Role = (typeof ROLES)[number]

export type WindowKind = 'main' | 'trace'

export interface RouteAccess {
  /** `anyone` works before sign-in; otherwise the roles that may call it. */
  readonly who: 'anyone' | readonly Role[]
  readonly windows: readonly WindowKind[]
}

/** One entry of the contract. `Reply` is a type only: replies are typed, requests are parsed. */
export interface Route<Request extends ZodType, Reply> {
  readonly request: Request
  readonly access: RouteAccess
  readonly reply?: Reply
}

export const EVERYBODY: readonly Role[] = [...ROLES]

/** Usage: `route<Reply>()({ request, access })`; the first call fixes the reply's type. */
export function route<Reply>() {
  return <Request extends ZodType>(definition: {
    request: Request
    access: RouteAccess
  }): Route<Request, Reply> => definition
}
