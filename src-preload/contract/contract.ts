import type { z } from 'zod'
import { GATE_CONTRACT } from './gateContract.ts'
import type { Route } from './route.ts'
import { SCREEN_CONTRACT } from './screenContract.ts'

/** Every request the renderer can make, declared once. This list is the exposed surface. */
export const CONTRACT = { ...GATE_CONTRACT, ...SCREEN_CONTRACT }

export type Contract = typeof CONTRACT
export type RouteName = keyof Contract
export type RouteRequest<Name extends RouteName> = z.input<Contract[Name]['request']>
export type ParsedRequest<Name extends RouteName> = z.output<Contract[Name]['request']>
export type RouteReply<Name extends RouteName> =
  Contract[Name] extends Route<infer _Request, infer Reply> ? Reply : never
