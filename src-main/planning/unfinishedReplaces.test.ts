import { describe, expect, it } from 'vitest'
import type { CredentialId } from '../domain/ids.ts'
import type { OperationKind, OperationState } from '../domain/operation/operation.ts'
import { unfinishedReplacesOf } from './unfinishedReplaces.ts'

const REPLACE = 'd2/replace/c6/p50'

function operation(kind: OperationKind, lineId: string, state: OperationState = 'confirmed') {
  return { credentialId: 6 as CredentialId, kind, lineId, state }
}

describe('an unfinished replace', () => {
  const removed = operation('delete', REPLACE)

  it.each([
    ['cut off after its delete', [removed], [6]],
    ['whose add was refused', [operation('add', REPLACE, 'failed'), removed], [6]],
    ['whose add nobody could confirm', [operation('add', REPLACE, 'unconfirmed'), removed], [6]],
    ['beside which a duplicate went', [operation('delete', 'd2/delete/p51'), removed], [6]],
    ['that came to its end', [operation('add', REPLACE), removed], []],
    ['made good by a later add', [operation('add', 'd2/add/c6', 'already_so'), removed], []],
    ['whose delete is not proven', [operation('delete', REPLACE, 'sent')], []],
    ['long ago, and again now', [removed, operation('add', REPLACE), removed], [6]],
    ['is no plain delete', [operation('delete', 'd2/delete/p50')], []],
  ])('%s', (_situation, newestFirst, expected) => {
    expect([...unfinishedReplacesOf(newestFirst)]).toEqual(expected)
  })
})
