import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PlainFailure } from './failure.mjs'
import { findOnSystemPath } from './processes.mjs'

const SCREEN = '1600x1000x24'
const START_LIMIT_MS = 20_000
const ANY_ADDRESS_FAMILY = 0xffff
const COOKIE_NAME = 'MIT-MAGIC-COOKIE-1'

/**
 * @typedef {object} VirtualDisplay
 * @property {Record<string, string>} env what a program needs to paint on it
 * @property {() => Promise<void>} stop
 */

export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

/**
 * Starts Xvfb on a display number of its own choice, open to this user alone.
 * @returns {Promise<VirtualDisplay>}
 */
export async function startVirtualDisplay() {
  const program = findOnSystemPath('Xvfb')
  if (program === null) throw new PlainFailure('Xvfb is not installed; install the package xvfb')

  const folder = mkdtempSync(join(tmpdir(), 'lockstep-display-'))
  const authority = join(folder, 'authority')
  writeFileSync(authority, authorityRecord(randomBytes(16)), { mode: 0o600 })
  // Its own process group: Ctrl-C has to reach Electron first, which needs the display to end in good order.
  const server = spawn(
    program,
    ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp', '-noreset', '-auth', authority],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'], detached: true },
  )
  const killServer = () => {
    server.kill('SIGTERM')
    rmSync(folder, { recursive: true, force: true })
  }
  // For the ways out that end no `finally`.
  process.once('exit', killServer)
  const stop = async () => {
    process.off('exit', killServer)
    killServer()
    if (server.exitCode === null && server.signalCode === null) await once(server, 'exit')
  }
  try {
    const number = await displayNumber(server)
    return { env: { DISPLAY: `:${number}`, XAUTHORITY: authority }, stop }
  } catch (error) {
    if (server.pid !== undefined) await stop()
    throw error
  }
}

/**
 * Xvfb writes the number once it takes connections.
 * @param {import('node:child_process').ChildProcess} server
 * @returns {Promise<string>}
 */
function displayNumber(server) {
  const answer = /** @type {import('node:stream').Readable} */ (server.stdio[3])
  return new Promise((resolve, reject) => {
    /** @param {string} why */
    const fail = (why) =>
      reject(new PlainFailure(`Xvfb did not start (${why}); run it by hand to see why: Xvfb -displayfd 1`))
    const timer = setTimeout(() => fail(`silent for ${START_LIMIT_MS / 1000} s`), START_LIMIT_MS)
    let text = ''
    answer.on('data', (bytes) => {
      text += String(bytes)
      if (!text.includes('\n')) return
      clearTimeout(timer)
      answer.destroy()
      resolve(text.trim())
    })
    server.once('error', (cause) => fail(cause.message))
    server.once('exit', (code) => {
      clearTimeout(timer)
      fail(`exit code ${code}`)
    })
  })
}

/**
 * One entry of an X authority file (see Xau(3)): family, address, display number, name, data, each with its length.
 * An empty display number fits any, which is needed because Xvfb picks the number after it has read the file.
 * @param {Buffer} cookie
 */
function authorityRecord(cookie) {
  const family = Buffer.alloc(2)
  family.writeUInt16BE(ANY_ADDRESS_FAMILY)
  return Buffer.concat([
    family,
    counted(Buffer.alloc(0)),
    counted(Buffer.alloc(0)),
    counted(Buffer.from(COOKIE_NAME)),
    counted(cookie),
  ])
}

/** @param {Buffer} bytes */
function counted(bytes) {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(bytes.length)
  return Buffer.concat([length, bytes])
}
