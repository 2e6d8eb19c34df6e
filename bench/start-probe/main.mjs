import crypto from 'node:crypto'
import { readFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'
import { signInAndOpenDoors, waitForField } from './inPage.mjs'

/**
 * Starts the app in the folder LOCKSTEP_BENCH_APP and writes, as one JSON line after `BENCH `, when its field could be
 * used and how much memory the main process holds; with LOCKSTEP_BENCH_PASSCODE it also signs in and opens the doors.
 * It looks from inside, because an observer that attaches from outside may come later than what it observes.
 */
const folder = process.env.LOCKSTEP_BENCH_APP ?? ''
const passcode = process.env.LOCKSTEP_BENCH_PASSCODE
/** After this long a window that has opened has come to rest. */
const REST_MS = 1_000

const hashing = watchScrypt()
/** When what happened, as `Date.now()`; shows where a start spends its time. */
const steps = { probe: Date.now() }
app.once('ready', () => note('ready'))
app.on('browser-window-created', (_event, window) => {
  note('window')
  window.once('show', () => note('shown'))
})
app.on('web-contents-created', (_event, contents) => {
  contents.once('did-frame-navigate', () => {
    note('page')
    measure(contents).catch((error) => {
      console.error(error)
      app.exit(1)
    })
  })
})

/** @param {import('electron').WebContents} contents */
async function measure(contents) {
  const run = (/** @type {Function} */ script, /** @type {unknown[]} */ ...args) =>
    contents.mainFrame.executeJavaScript(`(${script})(...${JSON.stringify(args)})`, true)
  const fieldAt = await run(waitForField)
  steps.field ??= fieldAt
  while (steps.shown === undefined) await rest(1)
  const usableAt = Math.max(fieldAt, steps.shown)
  await rest(REST_MS)
  const memoryAtField = residentBytes()
  let doors = null
  if (passcode !== undefined) {
    const hashedBefore = hashing.ms
    const { from, to } = await run(signInAndOpenDoors, passcode)
    doors = { ms: to - from, hashMs: hashing.ms - hashedBefore }
    await rest(REST_MS)
  }
  console.log(
    `BENCH ${JSON.stringify({ usableAt, steps, doors, memoryAtField, memoryAtEnd: residentBytes() })}`,
  )
  app.quit()
}

/** @param {string} step */
function note(step) {
  steps[step] ??= Date.now()
}

function residentBytes() {
  return process.memoryUsage.rss()
}

/** @param {number} ms */
function rest(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** Adds up how long the passcode's key derivation takes. */
function watchScrypt() {
  const spent = { ms: 0 }
  const original = crypto.scrypt
  crypto.scrypt = (...args) => {
    const startedAt = performance.now()
    const callback = args.pop()
    original(...args, (error, key) => {
      spent.ms += performance.now() - startedAt
      callback(error, key)
    })
  }
  syncBuiltinESMExports()
  return spent
}

const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
app.setName(manifest.productName ?? manifest.name)
app.setVersion(manifest.version)
app.setAppPath(folder)
await import(pathToFileURL(join(folder, manifest.main)).href)
note('main')
