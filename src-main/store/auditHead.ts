import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { z } from 'zod'
import { type AuditHead, compareHeads } from '../domain/audit/head.ts'
import type { Clock } from '../ports/clock.ts'
import type { Vault } from '../ports/vault.ts'
import { errorCode } from './health.ts'
import type { AuditChain } from './repositories/auditChain.ts'
import { freeName } from './setAside.ts'

const markSchema = z.object({
  version: z.literal(1),
  count: z.number().int().nonnegative(),
  hash: z.string(),
  mac: z.string(),
})

export type AuditHeadNotice =
  /** The end of the audit is gone. */
  | { readonly kind: 'audit_cut'; readonly noted: number; readonly found: number; readonly keptAt: string }
  /** The database is from before the last mark: a restored or copied one. */
  | {
      readonly kind: 'older_than_last_mark'
      readonly noted: number
      readonly found: number
      readonly keptAt: string
    }
  /** The row the mark names has another hash now. */
  | { readonly kind: 'audit_rewritten'; readonly noted: number; readonly keptAt: string }
  /** The mark is not one this vault made. */
  | { readonly kind: 'audit_mark_not_genuine'; readonly keptAt: string }
  /** There are audit rows and no mark: it was removed, or the database moved here without it. */
  | { readonly kind: 'audit_mark_missing'; readonly found: number }
  /** The mark could not be read or written (rights, a full disk); `code` is the system's. */
  | { readonly kind: 'audit_mark_out_of_reach'; readonly code: string }

/** A mark is at most so much older than the newest committed row while the program runs (ADR 0019). */
export const MARK_DELAY_MS = 100

interface AuditHeadFileOptions {
  readonly file: string
  readonly vault: Vault
  readonly audit: AuditChain
  readonly clock: Clock
  /** A mark could not be written in its time; the next commit or the end tries again. */
  readonly onLateError: (cause: unknown) => void
}

/**
 * The audit's head, kept in a file beside the database and authenticated with the vault's key. Always behind the
 * database, never ahead of it: a mark is written after the commit, soon, and at the end.
 */
export class AuditHeadFile {
  readonly #file: string
  readonly #vault: Vault
  readonly #audit: AuditChain
  readonly #clock: Clock
  readonly #onLateError: (cause: unknown) => void
  /** As opened: what is appended before the check must not hide what was missing. */
  readonly #headAtOpen: AuditHead
  readonly #highestIdAtOpen: number
  #isChecked = false
  #written: { readonly head: AuditHead; readonly appends: number } | null = null
  /** The oldest commit that no mark knows of. */
  #behind: { readonly sinceMonotonicMs: number; readonly timer: NodeJS.Timeout } | null = null

  constructor(options: AuditHeadFileOptions) {
    this.#file = options.file
    this.#vault = options.vault
    this.#audit = options.audit
    this.#clock = options.clock
    this.#onLateError = options.onLateError
    this.#headAtOpen = options.audit.head()
    this.#highestIdAtOpen = options.audit.highestIdEver()
  }

  /**
   * Compares the mark with the audit, keeps a mark that disagrees under another name, and begins to write marks.
   * Does nothing while the vault is locked, and nothing the second time. A mark that cannot be read stays as it is.
   */
  check(stamp: string): readonly AuditHeadNotice[] {
    if (this.#isChecked || !this.#vault.isOpen) return []
    const notices: AuditHeadNotice[] = []
    try {
      notices.push(...this.#compare(stamp))
      this.#isChecked = true
      this.write()
    } catch (cause) {
      // Rights or a full disk: no reason to keep anybody from working.
      const code = errorCode(cause)
      if (code === 'unknown') throw cause
      notices.push({ kind: 'audit_mark_out_of_reach', code })
    }
    return notices
  }

  /** After a commit: sees to it that a mark of it is written in time, be the event loop as busy as it may. */
  follow(): void {
    if (this.#written?.appends === this.#audit.appends) return
    if (this.#behind === null) {
      const timer = setTimeout(() => this.#writeLate(), MARK_DELAY_MS)
      this.#behind = { sinceMonotonicMs: this.#clock.monotonicMs(), timer }
    } else if (this.#clock.monotonicMs() - this.#behind.sinceMonotonicMs >= MARK_DELAY_MS) this.write()
  }

  /** Notes the present head, if it is another one. Before the check nothing is written: the old mark is evidence. */
  write(): void {
    if (this.#behind) clearTimeout(this.#behind.timer)
    this.#behind = null
    if (!this.#isChecked || !this.#vault.isOpen) return
    const { appends } = this.#audit
    // Most commits append nothing: they need not ask for the head.
    if (this.#written?.appends === appends) return
    const head = this.#audit.head()
    if (this.#written?.head.count === head.count && this.#written.head.hash === head.hash) return
    const text = JSON.stringify({ version: 1, ...head, mac: this.#authenticate(head) })
    replaceFile(this.#file, `${text}\n`)
    this.#written = { head, appends }
  }

  #writeLate(): void {
    try {
      this.write()
    } catch (cause) {
      this.#onLateError(cause)
    }
  }

  #compare(stamp: string): readonly AuditHeadNotice[] {
    const head = this.#headAtOpen
    if (!existsSync(this.#file)) {
      return head.count === 0 ? [] : [{ kind: 'audit_mark_missing', found: head.count }]
    }
    const noted = this.#read()
    if (noted === null) return [{ kind: 'audit_mark_not_genuine', keptAt: this.#keep(stamp) }]
    const finding = compareHeads(noted, {
      head,
      hashAtNoted: noted.count > head.count ? null : this.#audit.hashAt(noted.count),
      highestIdEver: this.#highestIdAtOpen,
    })
    switch (finding) {
      case 'agrees':
        return []
      case 'rewritten':
        return [{ kind: 'audit_rewritten', noted: noted.count, keptAt: this.#keep(stamp) }]
      case 'cut':
        return [{ kind: 'audit_cut', noted: noted.count, found: head.count, keptAt: this.#keep(stamp) }]
      case 'older':
        return [
          { kind: 'older_than_last_mark', noted: noted.count, found: head.count, keptAt: this.#keep(stamp) },
        ]
      default:
        return finding satisfies never
    }
  }

  #read(): AuditHead | null {
    let value: unknown
    try {
      value = JSON.parse(readFileSync(this.#file, 'utf8'))
    } catch (cause) {
      if (cause instanceof SyntaxError) return null
      throw cause
    }
    const parsed = markSchema.safeParse(value)
    if (!parsed.success) return null
    const { count, hash, mac } = parsed.data
    return mac === this.#authenticate({ count, hash }) ? { count, hash } : null
  }

  #authenticate(head: AuditHead): string {
    return this.#vault.hmac('audit_head', JSON.stringify([1, head.count, head.hash]))
  }

  #keep(stamp: string): string {
    const target = freeName(`${this.#file}.set-aside-${stamp}`)
    renameSync(this.#file, target)
    return target
  }
}

/** Whole or not at all: written beside, flushed, renamed. */
function replaceFile(file: string, text: string): void {
  const unfinished = `${file}.unfinished`
  const descriptor = openSync(unfinished, 'w', 0o600)
  try {
    writeSync(descriptor, text)
    fsyncSync(descriptor)
  } catch (cause) {
    closeSync(descriptor)
    rmSync(unfinished, { force: true })
    throw cause
  }
  closeSync(descriptor)
  renameSync(unfinished, file)
}
