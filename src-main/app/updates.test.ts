import { describe, expect, it } from 'vitest'
import { createTestClock } from '../../tests/support/testClock.ts'
import type { UpdateResult, Updater } from '../ports/updater.ts'
import { createUpdates } from './updates.ts'

/** Gives its answers when the test says so. */
function fakeUpdater() {
  const asked: string[] = []
  const waiting: ((result: UpdateResult<never>) => void)[] = []
  let tell: (percent: number) => void = () => undefined
  const answer = (what: string) => {
    asked.push(what)
    return new Promise<never>((resolve) => waiting.push(resolve as never))
  }
  const updater: Updater = {
    check: () => answer('check'),
    download(onProgress) {
      tell = onProgress
      return answer('download')
    },
    cancelDownload: () => void asked.push('cancel'),
    install() {
      asked.push('install')
      return isInstallable
    },
  }
  let isInstallable = true
  return {
    updater,
    asked,
    tell: (percent: number) => tell(percent),
    refuseInstall: () => {
      isInstallable = false
    },
    async answers(result: UpdateResult<unknown>) {
      waiting.shift()?.(result as never)
      await Promise.resolve()
      await Promise.resolve()
    },
  }
}

function scene() {
  const fake = fakeUpdater()
  const ended: (() => void)[] = []
  let startedAgain = 0
  const updates = createUpdates({
    updater: fake.updater,
    clock: createTestClock(),
    endWith: (last) => void ended.push(last),
    startAgain: () => {
      startedAgain += 1
    },
  })
  return { ...fake, updates, ended, startedAgain: () => startedAgain }
}

async function downloaded() {
  const made = scene()
  made.updates.check()
  await made.answers({ ok: true, value: '0.2.0' })
  made.updates.download()
  await made.answers({ ok: true, value: 'downloaded' })
  return made
}

describe('updates', () => {
  it('asked for nothing, ask nobody', () => {
    const { updates, asked } = scene()
    expect(updates.view().stage).toBe('idle')
    updates.download()
    updates.restart()
    expect(asked).toEqual([])
  })

  it('checked, say what is offered and download nothing by themselves', async () => {
    const { updates, asked, answers } = scene()
    updates.check()
    updates.check()
    expect(updates.view().stage).toBe('checking')
    await answers({ ok: true, value: '0.2.0' })
    expect(updates.view()).toMatchObject({ stage: 'available', version: '0.2.0' })
    expect(updates.readyVersion()).toBeNull()
    expect(asked).toEqual(['check'])
  })

  it('without a newer version, say when that was', async () => {
    const { updates, answers } = scene()
    updates.check()
    await answers({ ok: true, value: null })
    expect(updates.view()).toMatchObject({ stage: 'up_to_date', version: null })
    expect(updates.view().checkedAt).not.toBeNull()
  })

  it('downloading, tell how far, and can be cancelled and begun again', async () => {
    const { updates, asked, answers, tell } = scene()
    updates.check()
    await answers({ ok: true, value: '0.2.0' })
    updates.download()
    tell(40)
    expect(updates.view()).toMatchObject({ stage: 'downloading', percent: 40 })
    updates.cancelDownload()
    await answers({ ok: true, value: 'cancelled' })
    expect(updates.view()).toMatchObject({ stage: 'available', percent: null })
    updates.download()
    expect(asked).toEqual(['check', 'download', 'cancel', 'download'])
  })

  it('of a damaged file, say so and have nothing to restart with', async () => {
    const { updates, answers, ended } = scene()
    updates.check()
    await answers({ ok: true, value: '0.2.0' })
    updates.download()
    await answers({ ok: false, failure: 'damaged' })
    expect(updates.view()).toMatchObject({ stage: 'failed', failure: 'damaged' })
    updates.restart()
    expect(ended).toEqual([])
  })

  it('restarted, install only when everything has ended', async () => {
    const { updates, asked, ended, startedAgain } = await downloaded()
    updates.restart()
    expect(asked).not.toContain('install')
    ended[0]?.()
    expect(asked).toContain('install')
    expect(startedAgain()).toBe(0)
  })

  it('that could not be put in place, start this version again', async () => {
    const { updates, ended, refuseInstall, startedAgain } = await downloaded()
    refuseInstall()
    updates.restart()
    ended[0]?.()
    expect(startedAgain()).toBe(1)
  })

  it.each(['not_set_up', 'address_refused', 'not_installed'] as const)('%s, do nothing', (updater) => {
    const updates = createUpdates({
      ...{ updater, clock: createTestClock() },
      ...{ endWith: () => expect.unreachable(), startAgain: () => expect.unreachable() },
    })
    updates.check()
    updates.download()
    updates.restart()
    expect(updates.view().stage).toBe(updater)
  })
})
