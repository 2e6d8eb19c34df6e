import { type BrowserWindow, Menu, type MenuItemConstructorOptions } from 'electron'

/** Right click in a field or on a selection: what Electron leaves out and everybody expects. */
export function attachContextMenu(window: BrowserWindow): void {
  window.webContents.on('context-menu', (_event, { isEditable, editFlags, selectionText }) => {
    const items: MenuItemConstructorOptions[] = []
    if (isEditable) items.push({ role: 'cut', enabled: editFlags.canCut })
    if (isEditable || selectionText !== '') items.push({ role: 'copy', enabled: editFlags.canCopy })
    if (isEditable) items.push({ role: 'paste', enabled: editFlags.canPaste }, { role: 'selectAll' })
    if (items.length > 0) Menu.buildFromTemplate(items).popup({ window })
  })
}
