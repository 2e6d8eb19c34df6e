import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { repositoryRoot } from '../machine.ts'

/**
 * In the program's own processes, beside its own way: a prepared query answered by a bare `ipcMain.handle`, and a bare
 * preload that brings its rows to the same page. Both are there when this page was loaded anew.
 */
export async function answerBare(
  electron: ElectronApplication,
  window: Page,
  asked: { readonly file: string; readonly query: string },
): Promise<void> {
  await electron.evaluate(
    ({ ipcMain, session }, { file, query, preload, program }) => {
      const Database = process.getBuiltinModule('node:module').createRequire(program)('better-sqlite3')
      const statement = new Database(file, { readonly: true }).prepare(query)
      ipcMain.handle('bench:trace', (_event, id) => statement.all(id))
      // Electrons before 35 have only the older way.
      const { defaultSession } = session
      if (Reflect.has(defaultSession, 'registerPreloadScript'))
        defaultSession.registerPreloadScript({ type: 'frame', filePath: preload })
      else defaultSession.setPreloads([preload])
    },
    {
      ...asked,
      preload: join(import.meta.dirname, 'barePreload.cjs'),
      program: join(repositoryRoot, 'package.json'),
    },
  )
  await window.reload()
}
