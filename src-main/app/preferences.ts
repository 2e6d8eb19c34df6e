import { readFileSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { z } from 'zod'

const preferencesSchema = z.object({
  profile: z.enum(['real', 'simulated']).catch('real'),
  colorScheme: z.enum(['light', 'dark', 'auto']).catch('auto'),
  density: z.enum(['comfortable', 'compact']).catch('comfortable'),
})

/** What is remembered for this computer's user, outside any profile. */
export type Preferences = z.infer<typeof preferencesSchema>

export interface PreferenceFile {
  current(): Preferences
  write(change: Partial<Preferences>): Promise<void>
}

/** Reads the file; a missing or damaged one means the defaults, since nothing in it is worth refusing to start. */
export function openPreferences(file: string): PreferenceFile {
  let preferences = preferencesSchema.parse(readJson(file))
  let lastWrite: Promise<void> = Promise.resolve()
  return {
    current: () => preferences,
    write(change) {
      preferences = { ...preferences, ...change }
      const text = JSON.stringify(preferences, null, 2)
      lastWrite = lastWrite.catch(() => undefined).then(() => replaceFile(file, text))
      return lastWrite
    },
  }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (
      error instanceof SyntaxError ||
      (error instanceof Error && 'code' in error && error.code === 'ENOENT')
    ) {
      return {}
    }
    throw error
  }
}

async function replaceFile(file: string, text: string): Promise<void> {
  const temporary = `${file}.new`
  await writeFile(temporary, text, { mode: 0o600 })
  await rename(temporary, file)
}
