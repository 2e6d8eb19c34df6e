import type { Dialog } from 'electron'
import type { FileDialog, FileKind } from '../ports/fileDialog.ts'

function toFilters(kinds: readonly FileKind[]) {
  return kinds.map(({ name, extensions }) => ({ name, extensions: [...extensions] }))
}

/** Files that people choose do not enter the system's list of recent files: their names may be personal. */
export function createFileDialog(dialog: Pick<Dialog, 'showOpenDialog' | 'showSaveDialog'>): FileDialog {
  return {
    async chooseFileToOpen({ title, kinds }) {
      const answer = await dialog.showOpenDialog({
        title,
        filters: toFilters(kinds),
        properties: ['openFile', 'dontAddToRecent'],
      })
      return answer.canceled ? null : (answer.filePaths[0] ?? null)
    },
    async chooseFileToSave({ title, suggestedName, kinds }) {
      const answer = await dialog.showSaveDialog({
        title,
        defaultPath: suggestedName,
        filters: toFilters(kinds),
        properties: ['showOverwriteConfirmation', 'dontAddToRecent'],
      })
      return answer.canceled || answer.filePath === '' ? null : answer.filePath
    },
  }
}
