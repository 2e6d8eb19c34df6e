import { integer, text } from 'drizzle-orm/sqlite-core'

/** Times are ISO 8601 UTC text with milliseconds, so that they sort and read the same everywhere. */
export function timestamp(name: string) {
  return text(name)
}

/** A sealed value: AES-256-GCM text under the vault's key, bound to its table and row. Never plain. */
export function sealed(name: string) {
  return text(name)
}

export function flag(name: string) {
  return integer(name, { mode: 'boolean' })
}
