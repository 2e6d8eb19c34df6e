import { spawn, spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, realpathSync } from 'node:fs'
import { constants as osConstants } from 'node:os'
import { delimiter, join, sep } from 'node:path'
import { PlainFailure } from './failure.mjs'
import { repositoryRoot } from './repository.mjs'

const isWindows = process.platform === 'win32'

/**
 * Runs a program to its end and returns what it wrote. Never throws for a bad exit code.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnSyncOptions} [options]
 */
export function capture(program, args, options = {}) {
  const result = spawnSync(program, args, {
    cwd: repositoryRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
    ...options,
    encoding: 'utf8',
  })
  return {
    ok: result.status === 0,
    status: result.status,
    stdout: result.stdout ?? '',
    stderr: result.error ? String(result.error) : (result.stderr ?? ''),
  }
}

let interrupted = false

/** Whether somebody asked this script to stop while a program ran in the foreground. */
export function wasInterrupted() {
  return interrupted
}

/**
 * Runs a program in the foreground and resolves to its exit code. Ctrl-C is left to the program, which gets it from
 * the terminal itself (a second one would cut its tidying up short); a request to end is handed on.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>}
 */
export function runInForeground(program, args, options = {}) {
  const child = spawn(program, args, { cwd: repositoryRoot, stdio: 'inherit', ...options })
  const note = () => {
    interrupted = true
  }
  const handOn = () => {
    interrupted = true
    child.kill('SIGTERM')
  }
  process.on('SIGINT', note)
  process.on('SIGTERM', handOn)
  return new Promise((resolve, reject) => {
    child.once('error', (cause) => reject(new PlainFailure(`cannot start ${program}: ${cause.message}`)))
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? osConstants.signals[signal] : 0)))
  }).finally(() => {
    process.off('SIGINT', note)
    process.off('SIGTERM', handOn)
  })
}

/**
 * Runs a tool that package.json installs, the way an npm script would.
 * @param {string} name its name in node_modules/.bin
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export function runInstalledTool(name, args, options = {}) {
  const bin = join(repositoryRoot, 'node_modules', '.bin')
  const path = `${bin}${delimiter}${process.env.PATH ?? ''}`
  const program = join(bin, isWindows ? `${name}.cmd` : name)
  if (!existsSync(program)) throw new PlainFailure(`${name} is not installed; run: npm ci`)
  // A .cmd file only starts through the shell.
  const quoted = isWindows ? args.map((arg) => `"${arg}"`) : args
  return runInForeground(isWindows ? `"${program}"` : program, quoted, {
    shell: isWindows,
    ...options,
    env: { ...process.env, ...options.env, PATH: path },
  })
}

/**
 * The Node that the repository brings along, so that a script started by an older system Node
 * still gives its children a current one.
 */
export function currentNode() {
  const shipped = join(repositoryRoot, 'node_modules', 'node', 'bin', isWindows ? 'node.exe' : 'node')
  if (existsSync(shipped)) return shipped
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  throw new PlainFailure("the repository's own Node 24 is missing from node_modules; run: npm ci")
}

/**
 * A program on PATH, leaving out node_modules: npm scripts put the repository's own tools first.
 * @param {string} name
 * @returns {string | null}
 */
export function findOnSystemPath(name) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const candidate = join(folder, name)
    try {
      accessSync(candidate, constants.X_OK)
      const real = realpathSync(candidate)
      if (
        !`${folder}${sep}${real}`.includes(`${sep}node_modules${sep}.bin`) &&
        !real.startsWith(join(repositoryRoot, 'node_modules'))
      )
        return candidate
    } catch {
      // Not in this folder: look in the next one.
    }
  }
  return null
}
