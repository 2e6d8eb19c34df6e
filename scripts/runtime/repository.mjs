import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PlainFailure } from './failure.mjs'

export const repositoryRoot = fileURLToPath(new URL('../../', import.meta.url))

const requireFromRepository = createRequire(join(repositoryRoot, 'package.json'))

/** @param {string} name a package in node_modules */
export function packageFolder(name) {
  try {
    return dirname(requireFromRepository.resolve(`${name}/package.json`))
  } catch (cause) {
    throw new PlainFailure(`${name} is not installed; run: npm ci`, { cause })
  }
}

/** @param {string} name a package in node_modules */
export function packageVersion(name) {
  /** @type {{ version: string }} */
  const manifest = JSON.parse(readFileSync(join(packageFolder(name), 'package.json'), 'utf8'))
  return manifest.version
}
