import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { openStore } from '../../../../src-main/store/open.ts'
import { createTestClock } from '../../../support/testClock.ts'
import { sqlFolder } from '../../../support/testStore.ts'
import { createTestVault } from '../../../support/testVault.ts'

// Opens a profile whose migrations are pending, and kills itself before the n-th statement (0: never). Says `begin`
// before it, and after it each statement's first words in order, or alone why it did not open: node migrator.ts <dir> <migrations> <n>
const [dir = '', migrationsFolder = '', n = '0'] = process.argv.slice(2)
const dieAt = Number(n)
const words: string[] = []

writeSync(1, 'begin\n')
const opened = openStore({
  file: join(dir, 'lockstep.db'),
  migrationsFolder,
  sqlFolder,
  vault: createTestVault(),
  clock: createTestClock(),
  backupFolder: join(dir, 'backups'),
  programVersion: '0.2.0',
  statementSpy(statement) {
    words.push(statement.trim().split(/\s+/, 2).join(' '))
    if (words.length === dieAt) process.kill(process.pid, 'SIGKILL')
  },
})
if (opened.kind === 'open') opened.store.close()
writeSync(1, `${JSON.stringify(opened.kind === 'open' ? words : [opened.kind])}\n`)
