import {
  closeSync,
  existsSync,
  fsync,
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
/** By then one is begun and flushed beside the main thread, so that mostly no commit has to wait for the disk. */
export const MARK_BEGIN_MS = 50

interface AuditHeadFileOptions {
  readonly file: string
  readonly vault: Vault
  readonly audit: AuditChain
  readonly clock: Clock
  /** A mark could not be written in its time; the next commit or the end tries again. */
  readonly onLateError: (cause: unknown) => void
}

interface Mark {
  readonly head: AuditHead
  /** How often was appended by then. */
  readonly appends: number
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
  #written: Mark | null = null
  /** Written beside, and on its way to the disk. */
  #underWay: Mark | null = null
  /** The oldest commit that no mark in its place knows of. */
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

  /** After a commit: sees to it that a mark of it is written in time, be event loop and disk as busy as they may. */
  follow(): void {
    if (this.#written?.appends === this.#audit.appends) return
    if (this.#behind === null) this.#noteBehind(this.#clock.monotonicMs())
    else if (this.#clock.monotonicMs() - this.#behind.sinceMonotonicMs >= MARK_DELAY_MS) this.write()
  }

  /** Notes the present head at once, if it is another one. What is under way is of an older one, and comes to nothing. */
  write(): void {
    if (this.#behind) clearTimeout(this.#behind.timer)
    this.#behind = null
    this.#underWay = null
    const mark = this.#nextMark()
    if (!mark) return
    replaceFile(this.#file, this.#textOf(mark))
    this.#written = mark
  }

  /** Null where there is nothing new to note. Before the check nothing is: the old mark is evidence. */
  #nextMark(): Mark | null {
    if (!this.#isChecked || !this.#vault.isOpen) return null
    const { appends } = this.#audit
    // Most commits append nothing: they need not ask for the head.
    if (this.#written?.appends === appends) return null
    const head = this.#audit.head()
    if (this.#written?.head.count === head.count && this.#written.head.hash === head.hash) return null
    return { head, appends }
  }

  #noteBehind(sinceMonotonicMs: number): void {
    const pastMs = this.#clock.monotonicMs() - sinceMonotonicMs
    const timer = setTimeout(() => this.#begin(), Math.max(0, MARK_BEGIN_MS - pastMs))
    this.#behind = { sinceMonotonicMs, timer }
  }

  /** Has the mark flushed beside the main thread; `write` overtakes it where it takes too long. */
  #begin(): void {
    const begunMonotonicMs = this.#clock.monotonicMs()
    const mark = this.#nextMark()
    if (!mark) {
      this.#behind = null
      return
    }
    try {
      const descriptor = writeBeside(this.#file, this.#textOf(mark))
      this.#underWay = mark
      fsync(descriptor, (error) => {
        closeSync(descriptor)
        if (this.#underWay === mark) this.#finish(mark, begunMonotonicMs, error)
      })
    } catch (cause) {
      this.#behind = null
      this.#onLateError(cause)
    }
  }

  #finish(mark: Mark, begunMonotonicMs: number, flushError: Error | null): void {
    this.#underWay = null
    this.#behind = null
    try {
      if (flushError) throw flushError
      takePlace(this.#file)
      this.#written = mark
      if (this.#audit.appends !== mark.appends) this.#noteBehind(begunMonotonicMs)
    } catch (cause) {
      this.#onLateError(cause)
    }
  }

  #textOf({ head }: Mark): string {
    return `${JSON.stringify({ version: 1, ...head, mac: this.#authenticate(head) })}\n`
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

const unfinishedName = (file: string) => `${file}.unfinished`

/** Whole or not at all: written beside, flushed, renamed. */
function replaceFile(file: string, text: string): void {
  const descriptor = writeBeside(file, text)
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  takePlace(file)
}

/** The descriptor of what is written and not flushed yet. */
function writeBeside(file: string, text: string): number {
  const descriptor = openSync(unfinishedName(file), 'w', 0o600)
  try {
    writeSync(descriptor, text)
    return descriptor
  } catch (cause) {
    closeSync(descriptor)
    rmSync(unfinishedName(file), { force: true })
    throw cause
  }
}

function takePlace(file: string): void {
  renameSync(unfinishedName(file), file)
}
