import { afterEach, beforeEach, expect, it } from 'vitest'
import { createUpdates } from '../../../src-main/app/updates.ts'
import { SYSTEM_OPERATOR_ID } from '../../../src-main/domain/ids.ts'
import { updateHandlers } from '../../../src-main/ipc/handlers/updates.ts'
import { correlation } from '../../support/storeScene.ts'
import { openTestStore } from '../../support/testStore.ts'

let profile: ReturnType<typeof openTestStore>
beforeEach(() => {
  profile = openTestStore()
})
afterEach(() => profile.remove())

const id = correlation('update')
const context = {
  operator: { id: SYSTEM_OPERATOR_ID, name: 'Maria', role: 'manager' },
  windowKind: 'main',
  correlationId: id,
} as const

/** A feed that offers 0.2.0 and gives it at once. */
function handlersOf(ends: string[]) {
  const { store, clock } = profile
  const updates = createUpdates({
    updater: {
      check: () => Promise.resolve({ ok: true, value: '0.2.0' }),
      download: () => Promise.resolve({ ok: true, value: 'downloaded' }),
      cancelDownload: () => undefined,
      install: () => true,
    },
    clock,
    endWith: () => void ends.push('ended'),
    startAgain: () => undefined,
  })
  const open = () => ({ store, clock, vault: profile.vault, useCases: { store, clock } }) as never
  return updateHandlers(open, { programVersion: '0.1.0', ...updates })
}

it('a restart to update is in the audit with both versions, and only when there is something to start', async () => {
  const ends: string[] = []
  const handlers = handlersOf(ends)
  await handlers['updates.restart']({}, context)
  expect(profile.store.traces.auditOf([id])).toEqual([])
  for (const step of ['updates.check', 'updates.download'] as const) {
    await handlers[step]({}, context)
    await new Promise(setImmediate)
  }
  await handlers['updates.restart']({}, context)
  expect(ends).toEqual(['ended'])
  expect(profile.store.traces.auditOf([id])).toMatchObject([
    { entity: 'Program', action: 'update', before: { version: '0.1.0' }, after: { version: '0.2.0' } },
  ])
})
