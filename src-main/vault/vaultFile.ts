import { randomBytes } from 'node:crypto'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'

const sealed = z.string().min(1).max(4_000)
const salt = z.string().min(16).max(100)

const vaultFileSchema = z.strictObject({
  format: z.literal('lockstep-vault'),
  version: z.literal(1),
  /** Bound into every wrapping, so that one vault's wrapping is of no use in another. */
  vaultId: z.string().regex(/^[0-9a-f]{32}$/),
  /** Proves that an unwrapped key is this vault's. */
  keyCheck: z.string().regex(/^[0-9a-f]{64}$/),
  keyring: z.strictObject({ backend: z.string().max(40), wrapped: sealed }).nullable(),
  passcodes: z
    .array(z.strictObject({ operatorId: z.number().int().positive(), salt, wrapped: sealed }))
    .max(1_000),
  recovery: z.strictObject({ salt, wrapped: sealed }),
})
export type VaultFile = z.infer<typeof vaultFileSchema>

export type VaultFileReading =
  | { readonly kind: 'found'; readonly content: VaultFile }
  | { readonly kind: 'missing' }
  /** Never treated as missing: writing a new one would make every sealed value unreadable for ever. */
  | { readonly kind: 'damaged' }

export async function readVaultFile(file: string): Promise<VaultFileReading> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { kind: 'missing' }
    throw error
  }
  const parsed = vaultFileSchema.safeParse(parseJson(text))
  return parsed.success ? { kind: 'found', content: parsed.data } : { kind: 'damaged' }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Undefined fits no schema, so the caller reports it as damaged.
    return undefined
  }
}

/** All or nothing, on the disk before it returns: losing this file loses every PIN. */
export async function writeVaultFile(file: string, content: VaultFile): Promise<void> {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.new`
  try {
    const handle = await open(temporary, 'wx', 0o600)
    try {
      await handle.writeFile(`${JSON.stringify(content, null, 2)}\n`, 'utf8')
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  await syncFolder(dirname(file))
}

/** Makes the rename itself durable; Windows has no such call and keeps its own journal. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
