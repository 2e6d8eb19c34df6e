import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeFolders, namePaths } from '../../../src-main/app/paths.ts'
import { readWindowState, writeWindowState } from '../../../src-main/app/windows/windowState.ts'

let userDataDir: string

beforeEach(async () => {
  userDataDir = await mkdtemp(join(tmpdir(), 'lockstep-data-'))
})

afterEach(async () => {
  await rm(userDataDir, { recursive: true, force: true })
})

describe('data folders (checklist 20)', () => {
  it('are readable by their owner alone, also where they were open before', async () => {
    const paths = namePaths({ userDataDir, appDir: '/app' })
    await mkdir(paths.profiles.real.dir, { recursive: true })
    await chmod(paths.profiles.real.dir, 0o755)
    makeFolders(paths)
    const folders = [
      userDataDir,
      paths.logsDir,
      paths.profiles.real.dir,
      paths.profiles.real.backupsDir,
      paths.profiles.simulated.dir,
      paths.profiles.simulated.backupsDir,
    ]
    for (const folder of folders) expect((await stat(folder)).mode & 0o777, folder).toBe(0o700)
  })

  it('of the two profiles share nothing', () => {
    const { real, simulated } = namePaths({ userDataDir, appDir: '/app' }).profiles
    for (const path of Object.values(real)) expect(Object.values(simulated)).not.toContain(path)
  })
})

describe('window state file', () => {
  const state = { bounds: { x: 1, y: 2, width: 1_000, height: 700 }, isMaximized: true }

  it('reads back what was written', async () => {
    const file = join(userDataDir, 'window-state.json')
    await writeWindowState(file, state)
    expect(readWindowState(file)).toEqual(state)
  })

  it.each(['', '{', '[]', '{"bounds":{"x":1,"y":2,"width":-5,"height":1},"isMaximized":true}'])(
    'holding %s counts as none',
    async (text) => {
      const file = join(userDataDir, 'window-state.json')
      await writeFile(file, text)
      expect(readWindowState(file)).toBeNull()
    },
  )
})
