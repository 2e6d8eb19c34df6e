import type { CredentialId, DoorId, OperatorId } from '../../src-main/domain/ids.ts'
import { createPerson, extendCode, revokeCode } from '../../src-main/useCases/changeCodes.ts'
import { checkDoors } from '../../src-main/useCases/checkDoors.ts'
import { giveCode } from '../../src-main/useCases/giveCode.ts'
import { RequestError } from '../../src-main/useCases/requestError.ts'
import type { UseCaseContext } from '../../src-main/useCases/useCaseContext.ts'

/** A person's intention, as plain data that can be sent to another process. Times are ISO UTC. */
export type Command =
  | { readonly kind: 'give'; readonly doorIds: readonly number[]; readonly endsAt: string | null }
  | { readonly kind: 'revoke'; readonly credentialId: number }
  | { readonly kind: 'extend'; readonly credentialId: number; readonly endsAt: string }
  | { readonly kind: 'check'; readonly doorIds: readonly number[] }

/** What stands in the database once a command was acknowledged. */
export type Acknowledged =
  | { readonly kind: 'given' | 'revoked'; readonly credentialId: number }
  | { readonly kind: 'extended'; readonly credentialId: number; readonly endsAt: string }
  | { readonly kind: 'asked' | 'refused' }

/** Carries an intention out through the use cases. What the business refuses, such as revoking twice, is `refused`. */
export function carryOut(context: UseCaseContext, operatorId: OperatorId, command: Command): Acknowledged {
  const actor = { operatorId, correlationId: context.random.correlationId() }
  try {
    switch (command.kind) {
      case 'give': {
        const personId = createPerson(context, actor, { name: 'Guest', note: null })
        const { credentialId } = giveCode(context, actor, {
          personId,
          pin: null,
          startsAt: null,
          endsAt: command.endsAt,
          doorIds: command.doorIds as readonly DoorId[],
          doorGroupIds: [],
        })
        return { kind: 'given', credentialId }
      }
      case 'revoke':
        revokeCode(context, actor, command.credentialId as CredentialId)
        return { kind: 'revoked', credentialId: command.credentialId }
      case 'extend':
        extendCode(context, actor, {
          credentialId: command.credentialId as CredentialId,
          endsAt: command.endsAt,
        })
        return { kind: 'extended', credentialId: command.credentialId, endsAt: command.endsAt }
      case 'check':
        checkDoors(context, actor, command.doorIds as readonly DoorId[])
        return { kind: 'asked' }
    }
  } catch (error) {
    if (error instanceof RequestError) return { kind: 'refused' }
    throw error
  }
}
