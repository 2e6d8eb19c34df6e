import type { SessionView, StatusView } from '../../src-preload/contract/views/session.ts'
import type { CorrelationId, OperatorId } from '../domain/ids.ts'
import type { Backups } from '../ports/backups.ts'
import type { Clock } from '../ports/clock.ts'
import type { Store } from '../ports/store.ts'
import type { Vault } from '../ports/vault.ts'
import { RequestError } from '../useCases/requestError.ts'
import type { Actor, UseCaseContext } from '../useCases/useCaseContext.ts'
import type { RequestContext } from './handlerTypes.ts'

/** The profile that is open at the moment of a request. Handlers ask for it each time: it may be another one later. */
export interface OpenProfile {
  readonly store: Store
  readonly vault: Vault
  readonly clock: Clock
  readonly useCases: UseCaseContext
  readonly backups: Backups
}

/** The session as the handlers see it. */
export interface SessionControl {
  view(): SessionView
  status(): Promise<StatusView>
  begin(request: { name: string; passcode: string; profile: 'real' | 'simulated' }): Promise<string>
  signIn(request: { operatorId: OperatorId; passcode: string }): Promise<void>
  /** Refused like a sign-in when the passcode is not that operator's. Signs nobody in. */
  prove(request: { operatorId: OperatorId; passcode: string }): Promise<void>
  recover(request: { operatorId: OperatorId; recoveryKey: string; newPasscode: string }): Promise<string>
  signOut(): void
  openProfile(profile: 'real' | 'simulated'): Promise<void>
  restore(request: { name: string; reason: string; correlationId: CorrelationId }): Promise<void>
  dismissNotice(code: string): void
  /** Adds an operator who can also open the vault. */
  addOperator(request: {
    name: string
    passcode: string
    role: 'manager' | 'installer' | 'support'
    actor: Actor
  }): Promise<OperatorId>
}

/** Who acts in a request, for the audit and the trace. The router let nobody through who is not signed in. */
export function actorOf(context: RequestContext): Actor {
  if (!context.operator) throw new RequestError('not_signed_in')
  return { operatorId: context.operator.id, correlationId: context.correlationId }
}
