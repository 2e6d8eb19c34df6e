const { contextBridge, ipcRenderer } = require('electron')

/** The least a preload can be: objects as they come. */
contextBridge.exposeInMainWorld('bare', { trace: (id) => ipcRenderer.invoke('bench:trace', id) })
