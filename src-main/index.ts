import { app } from 'electron'
import { boot } from './app/boot.ts'

// Not awaited: Electron is not ready before this module has run to its end.
boot(app)
