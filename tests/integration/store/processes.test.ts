import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DoorId } from '../../../src-main/domain/ids.ts'
import type { Store } from '../../../src-main/ports/store.ts'
import { stepsIn, stepsUpTo } from '../../support/numberedSteps.ts'
import { nodePath, programFile } from '../../support/programs.ts'
import { addDoor, correlation, newJob } from '../../support/storeScene.ts'
import { createTestProfile, type TestProfile } from '../../support/testStore.ts'

/** Each of them starts processes, one after the other; on a busy machine a start alone takes seconds. */
const STARTS_MANY = 120_000

let profile: TestProfile
let children: ChildProcessByStdio<null, Readable, null>[]

beforeEach(() => {
  profile = createTestProfile()
  children = []
})
afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  profile.remove()
})

function start(name: 'claimer' | 'writer' | 'largeWriter', ...args: readonly (string | number)[]) {
  const child = spawn(nodePath, [programFile(name), profile.dir, ...args.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  return child
}

/** Every line a process writes until it ends by itself, or is killed once `isTime` says so of the lines so far. */
async function linesOf(
  child: ChildProcessByStdio<null, Readable, null>,
  isTime: ((lines: number) => boolean) | null = null,
): Promise<readonly number[]> {
  const ended = once(child, 'exit')
  const lines: number[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(Number(line))
    if (isTime?.(lines.length)) child.kill('SIGKILL')
  }
  const [code, signal] = await ended
  expect(code ?? signal).toBe(isTime ? 'SIGKILL' : 0)
  return lines
}

describe('two processes and this one', () => {
  it('that claim from one queue, get every job once', async () => {
    const store = profile.openStore()
    const ids = store.write(() =>
      Array.from({ length: 120 }, (_, index) => {
        const doorId = (index + 1) as DoorId
        return store.jobs.enqueue(newJob({ target: `door:${doorId}`, doorId })).job.id
      }),
    )
    const claimed = await Promise.all([linesOf(start('claimer', 'a')), linesOf(start('claimer', 'b'))])
    expect(claimed.flat().sort((a, b) => a - b)).toEqual(ids)
    expect(store.jobs.counts()).toMatchObject({ running: 120, queued: 0 })
  })
})

describe('a process that is killed while it writes', () => {
  it('again and again, has lost nothing it was told was committed, and left nothing in halves', {
    timeout: STARTS_MANY,
  }, async () => {
    let store: Store = profile.openStore()
    const scene = addDoor(store)
    const jobId = store.jobs.enqueue(newJob({ doorId: scene.doorId, correlationId: correlation('c') })).job.id
    const ids = [jobId, scene.doorId, scene.deviceId, scene.siteId, scene.accountId]
    let acknowledged = -1
    for (const killAfter of [1, 3, 7, 20, 33, 60]) {
      store.close()
      const written = await linesOf(start('writer', acknowledged + 1, ...ids), (lines) => lines === killAfter)
      acknowledged = written.at(-1) ?? acknowledged

      const opened = profile.open()
      if (opened.kind !== 'open') throw new Error(opened.kind)
      store = opened.store
      const last = Number(store.settings.read('last step'))
      expect(opened.notices).toEqual([])
      expect(last).toBeGreaterThanOrEqual(acknowledged)
      expect(stepsIn(profile.file)).toEqual(stepsUpTo(last))
      expect(store.traces.verifyAudit()).toBeNull()
      acknowledged = last
    }
  })
})

describe('a process that is killed while its thread checkpoints', () => {
  it('again and again, has lost nothing it was told was committed, and left a whole database', {
    timeout: STARTS_MANY,
  }, async () => {
    let acknowledged = -1
    profile.openStore().close()
    for (const further of [1, 12, 60]) {
      const child = start('largeWriter', acknowledged + 1)
      // Only the thread lets the file grow: the commits write to the log, and would take it in much later.
      const sizeBefore = statSync(profile.file).size
      let since = 0
      const written = await linesOf(child, () => {
        if (statSync(profile.file).size > sizeBefore) since += 1
        return since === further
      })

      const store = profile.openStore()
      const last = Number(store.settings.read('last step'))
      expect(last).toBeGreaterThanOrEqual(written.at(-1) ?? acknowledged)
      expect(stepsIn(profile.file)).toMatchObject({ logs: stepsUpTo(last).logs, check: ['ok'] })
      store.close()
      acknowledged = last
    }
  })
})
