import { describe, expect, it } from 'vitest'
import { readImports } from './imports.ts'
import { readSourceFiles } from './sourceFiles.ts'

const files = readSourceFiles()

/** Everything that is loaded together with a module: files and packages. */
function loadedWith(entry: string): ReadonlySet<string> {
  const reached = new Set([entry])
  // Grows while it is walked through.
  for (const path of reached) {
    const text = files.get(path)
    if (text === undefined) continue
    for (const { target, isTypeOnly, isDynamic } of readImports(path, text)) {
      if (!isTypeOnly && !isDynamic) reached.add(target)
    }
  }
  return reached
}

describe('what is loaded before the sign-in', () => {
  it.each(['src-main/index.ts', 'src-main/app/composition.ts'])(
    'with %s is nothing that only somebody who is signed in needs',
    (entry) => {
      const late = /^src-main\/(engine|ttlock|ipc\/present)\/|^luxon$|^undici$/
      expect([...loadedWith(entry)].filter((target) => late.test(target))).toEqual([])
    },
  )

  it('with index.ts is no store', () => {
    expect(loadedWith('src-main/index.ts')).not.toContain('src-main/store/open.ts')
  })

  it('with what is loaded late are engine and provider, so that the walk sees them', () => {
    expect(loadedWith('src-main/app/profileWorks.ts')).toContain('src-main/engine/scheduler.ts')
    expect(loadedWith('src-main/app/screens.ts')).toContain('src-main/ttlock/provider.ts')
  })
})
