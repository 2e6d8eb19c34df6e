import type { Contract, ParsedRequest, RouteName, RouteReply } from '../../src-preload/contract/contract.ts'
import type { Role, RouteAccess, WindowKind } from '../../src-preload/contract/route.ts'
import type { CorrelationId, OperatorId } from '../domain/ids.ts'
import type { JsonText } from '../domain/jsonText.ts'

export interface SignedInOperator {
  readonly id: OperatorId
  readonly name: string
  readonly role: Role
}

/** Who asks, from where, and under which id everything that follows is recorded. */
export interface RequestContext {
  /** Null only on routes that work before sign-in. */
  readonly operator: SignedInOperator | null
  readonly windowKind: WindowKind
  /** Fresh for each request. */
  readonly correlationId: CorrelationId
}

export type Handler<Name extends RouteName> = (
  request: ParsedRequest<Name>,
  context: RequestContext,
) => Answer<RouteReply<Name>> | Promise<Answer<RouteReply<Name>>>

/** What the store has as JSON already goes out as it is. */
type Answer<Reply> = Reply | JsonText<Reply>

/** One handler for each route of the contract: a missing or an extra one does not compile. */
export type Handlers = { readonly [Name in RouteName]: Handler<Name> }

/** Some routes: their entries in the contract, and what answers each of them. */
export interface RouteSet {
  readonly contract: Partial<Contract>
  readonly handlers: Partial<Handlers>
}

export type RoutesOf = (name: RouteName) => RouteSet | Promise<RouteSet>

/** One route while it answers: the request was parsed by its entry. */
export interface LiveRoute {
  readonly name: RouteName
  readonly entry: Contract[RouteName]
  readonly handler: (request: unknown, context: RequestContext) => unknown
}

export type Authorization =
  | { readonly kind: 'allowed'; readonly operator: SignedInOperator | null }
  | { readonly kind: 'refused'; readonly code: 'not_signed_in' | 'not_allowed' | 'vault_locked' }

/** Asks the session who is signed in and whether that role may call a route with this access. */
export type Authorize = (access: RouteAccess) => Authorization
