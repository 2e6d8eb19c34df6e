import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PlainFailure } from './failure.mjs'

const SET_USER_ID = 0o4000

/**
 * The switches Chromium's sandbox needs on this machine. Root cannot use the sandbox at all, so root alone goes
 * without it; anybody else gets either a sandbox that works or the command that makes it work.
 * @param {string} executablePath
 * @returns {string[]}
 */
export function sandboxArguments(executablePath) {
  if (process.platform !== 'linux') return []
  if (process.getuid?.() === 0) return ['--no-sandbox']

  const helper = join(dirname(executablePath), 'chrome-sandbox')
  if (restrictsUserNamespaces() && !isSetUserIdRoot(helper)) {
    throw new PlainFailure(
      "this system restricts user namespaces, which Electron's sandbox needs; run this once, then try again: " +
        `sudo chown root:root ${quoted(helper)} && sudo chmod 4755 ${quoted(helper)}`,
    )
  }
  return []
}

function restrictsUserNamespaces() {
  return (
    readSetting('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') === '1' ||
    readSetting('/proc/sys/kernel/unprivileged_userns_clone') === '0' ||
    readSetting('/proc/sys/user/max_user_namespaces') === '0'
  )
}

/** @param {string} path */
function readSetting(path) {
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : null
}

/** @param {string} path */
function isSetUserIdRoot(path) {
  if (!existsSync(path)) return false
  const { uid, mode } = statSync(path)
  return uid === 0 && (mode & SET_USER_ID) !== 0
}

/** @param {string} path */
function quoted(path) {
  return `'${path.replaceAll("'", "'\\''")}'`
}
