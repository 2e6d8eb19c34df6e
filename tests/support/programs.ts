import { join } from 'node:path'
import { repositoryDir } from './repository.ts'

/** What tests start as a process or a thread of its own, by its place in the repository. */
export const PROGRAMS = {
  checkpointThread: 'src-main/store/checkpointThread.ts',
  claimer: 'tests/integration/store/children/claimer.ts',
  engineProcess: 'tests/campaign/engineProcess.ts',
  largeWriter: 'tests/integration/store/children/largeWriter.ts',
  traceWorker: 'src-main/traceBundle/worker.ts',
  upgradeProcess: 'tests/campaign/upgradeProcess.ts',
  wholeDatabaseWorker: 'src-main/store/wholeDatabaseWorker.ts',
  writer: 'tests/integration/store/children/writer.ts',
} as const

/** Names the folder of the built programs, to the processes of the tests and to those that they start. */
export const BUILT_PROGRAMS = 'LOCKSTEP_TEST_PROGRAMS'

/** The repository's own Node. */
export const nodePath = join(repositoryDir, 'node_modules/.bin/node')

/** The built program; without one its source, whose hundreds of files take ten times as long to start. */
export function programFile(name: keyof typeof PROGRAMS): string {
  const built = process.env[BUILT_PROGRAMS]
  return built === undefined ? join(repositoryDir, PROGRAMS[name]) : join(built, `${name}.mjs`)
}
