import { describe, expect, it } from 'vitest'
import { checkLayers } from './layers.ts'
import { readSourceFiles } from './sourceFiles.ts'

describe('import table', () => {
  it('is kept by every file of the program', () => {
    expect(checkLayers(readSourceFiles())).toEqual([])
  })

  it.each([
    [
      'the domain reads the clock of the store',
      'src-main/domain/x.ts',
      "import { a } from '../store/open.ts'",
      /domain may not import store/,
    ],
    [
      'the domain knows Electron',
      'src-main/domain/x.ts',
      "import { app } from 'electron'",
      /domain may not import electron/,
    ],
    [
      'the domain reads files',
      'src-main/domain/x.ts',
      "import { readFileSync } from 'node:fs'",
      /domain may not import node:fs/,
    ],
    [
      'a port has values of the domain',
      'src-main/ports/x.ts',
      "import { a } from '../domain/ids.ts'",
      /ports may import only types/,
    ],
    [
      'the engine imports the client',
      'src-main/engine/x.ts',
      "import { a } from '../ttlock/provider.ts'",
      /engine may not import ttlock/,
    ],
    [
      'the engine makes requests',
      'src-main/engine/x.ts',
      "import { fetch } from 'undici'",
      /engine may not import undici/,
    ],
    [
      'a use case makes requests with what Node brings',
      'src-main/useCases/x.ts',
      "import { request } from 'node:https'",
      /useCases may not reach the network/,
    ],
    [
      'the program listens',
      'src-main/app/x.ts',
      "import { createServer } from 'node:net'",
      /app may not reach the network/,
    ],
    [
      'a use case has SQL',
      'src-main/useCases/x.ts',
      "import { sql } from 'drizzle-orm'",
      /useCases may not import drizzle-orm/,
    ],
    [
      'a use case starts the engine',
      'src-main/useCases/x.ts',
      "import { a } from '../engine/worker.ts'",
      /useCases may not import engine/,
    ],
    [
      'a use case has values of the contract',
      'src-main/useCases/x.ts',
      "import { a } from '../../src-preload/contract/errors.ts'",
      /only types of contract/,
    ],
    [
      'a handler knows Electron',
      'src-main/ipc/handlers/doors.ts',
      "import type { App } from 'electron'",
      /ipc may not import electron/,
    ],
    [
      'a handler asks the store',
      'src-main/ipc/handlers/doors.ts',
      "import type { a } from '../../store/open.ts'",
      /ipc may not import store/,
    ],
    [
      'who listens for requests uses Electron itself',
      'src-main/ipc/listenForRequests.ts',
      "import { ipcMain } from 'electron'",
      /only types of electron/,
    ],
    [
      'the simulator knows the client',
      'src-main/simulator/x.ts',
      "import type { a } from '../ttlock/schemas.ts'",
      /simulator may not import ttlock/,
    ],
    [
      'the client knows the simulator',
      'src-main/ttlock/x.ts',
      "import { a } from '../simulator/world.ts'",
      /ttlock may not import simulator/,
    ],
    [
      'the platform knows the engine',
      'src-main/platform/x.ts',
      "import type { a } from '../engine/worker.ts'",
      /platform may not import engine/,
    ],
    [
      'the schema knows the store',
      'db/schema/x.ts',
      "import { a } from '../../src-main/store/open.ts'",
      /db\/schema may not import store/,
    ],
    [
      'the contract knows the main process',
      'src-preload/contract/x.ts',
      "import type { a } from '../../src-main/domain/ids.ts'",
      /contract may not import domain/,
    ],
    [
      'the preload takes the parser along',
      'src-preload/index.ts',
      "import { CONTRACT } from './contract/contract.ts'",
      /only types of contract/,
    ],
    [
      'the window has values of the contract',
      'src-renderer/x.ts',
      "import { CONTRACT } from '../src-preload/contract/contract.ts'",
      /only types of contract/,
    ],
    [
      'the window has values beside types',
      'src-renderer/x.ts',
      "import { type A, B } from '../src-preload/contract/errors.ts'",
      /only types of contract/,
    ],
    [
      'the window knows the main process',
      'src-renderer/x.ts',
      "import type { a } from '../src-main/domain/ids.ts'",
      /renderer may not import domain/,
    ],
    [
      'the window has Node',
      'src-renderer/x.ts',
      "import { join } from 'node:path'",
      /renderer may not import node:path/,
    ],
    [
      'the window has Electron',
      'src-renderer/x.ts',
      "import { ipcRenderer } from 'electron'",
      /renderer may not import electron/,
    ],
    [
      'the window has a package nobody named',
      'src-renderer/x.ts',
      "import a from 'left-pad'",
      /renderer may not import left-pad/,
    ],
    [
      'a feature imports another',
      'src-renderer/features/jobs/x.ts',
      "import { a } from '../trace/api.ts'",
      /feature jobs imports feature trace/,
    ],
    [
      'a feature imports the app',
      'src-renderer/features/jobs/x.ts',
      "import { a } from '../../app/theme.ts'",
      /feature jobs imports the app/,
    ],
    [
      'shared code knows a feature',
      'src-renderer/components/x.ts',
      "import { a } from '../features/trace/api.ts'",
      /imports upwards/,
    ],
    [
      'a test is imported',
      'src-main/app/boot.ts',
      "import { a } from '../../tests/support/x.ts'",
      /never imported/,
    ],
    [
      'support of tests beside the code is imported',
      'src-main/domain/x.ts',
      "import { a } from './testSupport/a.ts'",
      /never imported/,
    ],
    [
      'a script is imported',
      'src-main/app/boot.ts',
      "import { a } from '../../scripts/x.ts'",
      /never imported/,
    ],
    [
      'a script is imported by a test beside the code',
      'src-main/app/boot.test.ts',
      "import { a } from '../../scripts/x.ts'",
      /never imported/,
    ],
    [
      'another program is started',
      'src-main/app/boot.ts',
      "import { spawn } from 'node:child_process'",
      /nothing here may use/,
    ],
    ['the name is computed', 'src-main/domain/x.ts', 'await import(name)', /may not import computed import/],
    [
      'the import is dynamic',
      'src-main/domain/x.ts',
      "await import('../store/open.ts')",
      /domain may not import store/,
    ],
    [
      'it is passed on',
      'src-main/domain/x.ts',
      "export { a } from '../store/open.ts'",
      /domain may not import store/,
    ],
    [
      'the file is nowhere',
      'src-main/new/x.ts',
      "import { a } from '../domain/ids.ts'",
      /belongs to no layer/,
    ],
  ])('fails when %s', (_name, path, text, problem) => {
    expect(checkLayers(new Map([[path, text]]))).toEqual([{ path, problem: expect.stringMatching(problem) }])
  })

  it.each([
    [
      'types of the contract in the window',
      'src-renderer/x.ts',
      "import type { A } from '../src-preload/contract/contract.ts'",
    ],
    [
      'inline types of the contract in the window',
      'src-renderer/x.ts',
      "import { type A } from '../src-preload/contract/contract.ts'",
    ],
    ['hashing in the domain', 'src-main/domain/x.ts', "import { createHash } from 'node:crypto'"],
    [
      'Drizzle in the store',
      'src-main/store/x.ts',
      "import { eq } from 'drizzle-orm'\nimport { drizzle } from 'drizzle-orm/better-sqlite3'",
    ],
    [
      'everything in the composition',
      'src-main/app/composition.ts',
      "import { a } from '../store/open.ts'\nimport { b } from '../ttlock/provider.ts'",
    ],
    [
      'support in a test beside the code',
      'src-main/domain/x.test.ts',
      "import { a } from '../../tests/support/x.ts'",
    ],
  ])('accepts %s', (_name, path, text) => {
    expect(checkLayers(new Map([[path, text]]))).toEqual([])
  })
})
