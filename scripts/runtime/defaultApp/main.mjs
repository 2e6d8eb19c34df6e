// Stands in for Electron's own default app, which the registry build lacks: makes `electron PATH` start the app in PATH.
// It has to be an ES module with a top-level await: Electron holds `ready` back for that, while an import()
// from a CommonJS script lets `ready` fire before the app has registered its schemes.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'

const given = process.argv.slice(1).find((argument) => !argument.startsWith('-'))
if (given === undefined) fail('name the folder of an app: electron PATH')

const path = resolve(given)
if (!existsSync(path)) fail(`no app at ${path}`)

process.defaultApp = true
await import(pathToFileURL(statSync(path).isDirectory() ? adopt(path) : path).href)

/**
 * Gives the process the app's identity and returns its main file.
 * @param {string} folder
 */
function adopt(folder) {
  /** @type {{ name?: string, productName?: string, version?: string, main?: string, desktopName?: string }} */
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  if (manifest.version) app.setVersion(manifest.version)
  const name = manifest.productName ?? manifest.name
  if (name) app.setName(name)
  if (manifest.desktopName) app.setDesktopName(manifest.desktopName)
  app.setAppPath(folder)
  return createRequire(join(folder, 'package.json')).resolve(resolve(folder, manifest.main ?? 'index.js'))
}

/**
 * @param {string} reason
 * @returns {never}
 */
function fail(reason) {
  console.error(`electron: ${reason}`)
  process.exit(1)
}
