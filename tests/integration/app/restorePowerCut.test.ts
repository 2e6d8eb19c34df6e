import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, sep } from 'node:path'
import { afterAll, beforeEach, expect, it, vi } from 'vitest'
import type { ProfilePaths } from '../../../src-main/app/paths.ts'

/** What was done to names, in its order; `sync` makes those of one folder last. */
interface Step {
  readonly kind: 'rename' | 'remove' | 'write' | 'sync'
  /** Of a rename the old one first. */
  readonly paths: readonly string[]
  /** What was written. */
  readonly text?: string
}

const watched = vi.hoisted(() => ({
  steps: [] as Step[],
  isOn: false,
  folders: new Map<number, string>(),
}))

vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>()
  const note = (step: Step) => watched.isOn && watched.steps.push(step)
  return {
    ...fs,
    renameSync: (from: string, to: string) => {
      fs.renameSync(from, to)
      note({ kind: 'rename', paths: [from, to] })
    },
    rmSync: (path: string, options: object) => {
      fs.rmSync(path, options)
      note({ kind: 'remove', paths: [path] })
    },
    openSync: (path: string, flags: string) => {
      const descriptor = fs.openSync(path, flags)
      watched.folders.set(descriptor, path)
      return descriptor
    },
    fsyncSync: (descriptor: number) => {
      fs.fsyncSync(descriptor)
      note({ kind: 'sync', paths: [watched.folders.get(descriptor) ?? ''] })
    },
  }
})

vi.mock('node:fs/promises', async (original) => {
  const fs = await original<typeof import('node:fs/promises')>()
  const note = (step: Step) => watched.isOn && watched.steps.push(step)
  const noteFile = async (path: string) =>
    note({ kind: 'write', paths: [path], text: await fs.readFile(path, 'utf8') })
  return {
    ...fs,
    rename: async (from: string, to: string) => {
      await fs.rename(from, to)
      note({ kind: 'rename', paths: [from, to] })
    },
    copyFile: async (from: string, to: string) => {
      await fs.copyFile(from, to)
      await noteFile(to)
    },
    writeFile: async (path: string, text: string, options: object) => {
      await fs.writeFile(path, text, options)
      await noteFile(path)
    },
  }
})

vi.resetModules()
const { finishRestore, stageRestore } = await import('../../../src-main/app/restore.ts')
afterAll(() => void vi.resetModules())

const BACKUP = 'by-hand-2026-11-23T03-10-00-000Z.db'
const NOTE = {
  ...{ backup: BACKUP, madeAt: '2026-11-23T03:10:00.000Z', before: null, operator: 'Maria', reason: 'why' },
  correlationId: 'c'.repeat(32),
}
const BEFORE: Files = new Map([
  ['lockstep.db', 'old'],
  ['lockstep.db-wal', 'log of old'],
  ['lockstep.db-shm', 'index of old'],
  ['vault.json', 'vault of old'],
  [`backups${sep}${BACKUP}`, 'new'],
  [`backups${sep}${BACKUP.replace('.db', '.vault.json')}`, 'vault of new'],
])
const AS_IT_WAS = ['old', 'log of old', 'vault of old', null]
const RESTORED = ['new', null, 'vault of new', NOTE]

type Files = ReadonlyMap<string, string>

const root = mkdtempSync(join(tmpdir(), 'lockstep-power-'))
let count = 0

beforeEach(() => {
  watched.steps.length = 0
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

function layOut(files: Files): ProfilePaths {
  count += 1
  const dir = join(root, String(count))
  for (const [name, text] of files) {
    mkdirSync(dirname(join(dir, name)), { recursive: true })
    writeFileSync(join(dir, name), text)
  }
  return {
    ...{ dir, database: join(dir, 'lockstep.db'), backupsDir: join(dir, 'backups') },
    ...{ vault: join(dir, 'vault.json'), auditHead: join(dir, 'audit-head.json') },
  } as ProfilePaths
}

/** The steps of `work`, with names as they are within the profile. */
async function stepsOf(dir: string, work: () => unknown): Promise<readonly Step[]> {
  watched.steps.length = 0
  watched.isOn = true
  await work()
  watched.isOn = false
  const within = (path: string) => path.slice(dir.length + 1)
  return watched.steps.map((step) => ({ ...step, paths: step.paths.map(within) }))
}

/** Every state in which a power cut can leave the names: what no folder was flushed after may be there or not. */
function* statesAfter(files: Files, steps: readonly Step[]): Iterable<Files> {
  for (let cut = 0; cut <= steps.length; cut += 1) {
    const done = steps.slice(0, cut)
    const isSure = (step: Step, index: number) =>
      done
        .slice(index)
        .some(
          (later) => later.kind === 'sync' && step.paths.some((path) => parentOf(path) === later.paths[0]),
        )
    const unsure = done.filter((step, index) => step.kind !== 'sync' && !isSure(step, index))
    for (let chosen = 0; chosen < 2 ** unsure.length; chosen += 1)
      yield done
        .filter((step) => !unsure.includes(step) || (chosen >> unsure.indexOf(step)) % 2 === 1)
        .reduce(after, files)
  }
}

function parentOf(path: string): string {
  return path.includes(sep) ? dirname(path) : ''
}

function after(files: Files, step: Step): Files {
  const isIn = (name: string, path: string) => name === path || name.startsWith(path + sep)
  const [path = '', to = ''] = step.paths
  if (step.kind === 'sync') return files
  if (step.kind === 'write') return new Map([...files, [path, step.text ?? '']])
  if (step.kind === 'remove') return new Map([...files].filter(([name]) => !isIn(name, path)))
  const moved = [...files].map(([name, text]): [string, string] =>
    isIn(name, path) ? [to + name.slice(path.length), text] : [name, text],
  )
  return new Map(moved)
}

/** What the next start finds. */
function startOn(files: Files) {
  const paths = layOut(files)
  const note = finishRestore(paths)
  const read = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : null)
  return [read(paths.database), read(`${paths.database}-wal`), read(paths.vault), note]
}

it('a power cut while a restore is laid ready leaves what was there, or all of what lies ready', async () => {
  const paths = layOut(BEFORE)
  const steps = await stepsOf(paths.dir, () => stageRestore(paths, NOTE))
  const found = [...statesAfter(BEFORE, steps)].map(startOn)
  expect(found.length).toBeGreaterThan(15)
  for (const state of found) expect([AS_IT_WAS, RESTORED]).toContainEqual(state)
  // Laid ready, it is never lost again.
  expect(startOn(steps.reduce(after, BEFORE))).toEqual(RESTORED)
  expect(steps.at(-1)).toEqual({ kind: 'sync', paths: [''] })
})

it('a power cut while it takes its place leaves it to be completed, without the old log, and told', async () => {
  const paths = layOut(BEFORE)
  await stageRestore(paths, NOTE)
  const ready = new Map(BEFORE)
  for (const name of ['lockstep.db', 'vault.json', 'restore.json'])
    ready.set(join('restore', name), readFileSync(join(paths.dir, 'restore', name), 'utf8'))
  const steps = await stepsOf(paths.dir, () => finishRestore(paths))
  const found = [...statesAfter(ready, steps)].map(startOn)
  expect(found.length).toBeGreaterThan(10)
  for (const state of found) expect(state).toEqual(RESTORED)
})
