import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRandom } from '../../../src-main/simulator/random.ts'
import { COPY_MOMENTS } from '../../campaign/everyStep.ts'
import { createUpgradeScene, type UpgradeScene } from '../../campaign/upgradeScene.ts'

let scene: UpgradeScene
beforeAll(() => {
  scene = createUpgradeScene()
})
afterAll(() => scene.remove())

describe.skipIf(process.platform === 'win32')('a disk without room for the copy', () => {
  it('before a migration, keeps the old version, leaves no half copy, and migrates when there is room', async () => {
    expect(await scene.upgrade({ fileBlocks: 200 })).toMatchObject({
      words: ['backup_failed'],
      isOldVersion: true,
      backups: [],
      violations: [],
    })
  }, 60_000)
})

describe('SIGKILL while a new version opens its database', () => {
  it('before each statement from the backup to the end of the migration, leaves a whole database of one version', async () => {
    const statements = await scene.statements()
    expect(statements.length).toBeGreaterThan(8)
    for (const { n, words } of statements) {
      const killed = await scene.upgrade({ statement: n })
      expect([n, words, killed.words, killed.violations]).toEqual([n, words, null, []])
    }
  }, 300_000)

  it.each(COPY_MOMENTS)(
    'while the copy is written, at %s of its size, leaves the old version and no half copy',
    async (copy) => {
      const killed = await scene.upgrade({ copy })
      expect(killed).toMatchObject({ words: null, isOldVersion: true, violations: [] })
    },
    60_000,
  )

  it('at moments of chance within the backup and the migration, leaves the same', async () => {
    const random = createRandom('killed migration')
    const { tookMs } = await scene.upgrade({})
    let killed = 0
    for (let round = 0; round < 8; round++) {
      const { words, violations } = await scene.upgrade({ afterMs: random.fraction() * 0.7 * tookMs })
      if (words === null) killed++
      expect(violations).toEqual([])
    }
    expect(killed).toBeGreaterThan(0)
  }, 300_000)
})
