import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  BACKUP_KINDS,
  BACKUPS_KEPT,
  type Backup,
  backupName,
  backupsToRemove,
  isDailyBackupDue,
  newestFirst,
  parseBackupName,
} from './backup.ts'

const NOW = Date.parse('2026-11-23T12:00:00.000Z')
const HOUR_MS = 3_600_000

const kinds = fc.constantFrom(...BACKUP_KINDS)
const moments = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString())
const backups = fc.array(
  fc
    .tuple(kinds, moments)
    .map(([kind, madeAt]): Backup => ({ kind, madeAt, name: backupName(kind, madeAt) })),
  { maxLength: 60 },
)

function daily(hoursAgo: number): Backup {
  const madeAt = new Date(NOW - hoursAgo * HOUR_MS).toISOString()
  return { kind: 'daily', madeAt, name: backupName('daily', madeAt) }
}

describe('a backup’s name', () => {
  it('tells kind and moment again', () => {
    fc.assert(
      fc.property(kinds, moments, (kind, madeAt) => {
        const name = backupName(kind, madeAt)
        expect(parseBackupName(name)).toEqual({ name, kind, madeAt })
      }),
    )
  })

  it.each([
    'daily-2026-11-23T03-10-00-000Z.db.unproven',
    'daily-2026-11-23T03-10-00-000Z.vault.json',
    'weekly-2026-11-23T03-10-00-000Z.db',
    'daily-2026-13-23T03-10-00-000Z.db',
    '../daily-2026-11-23T03-10-00-000Z.db',
    'lockstep.db',
  ])('of %s is none of ours', (name) => {
    expect(parseBackupName(name)).toBeNull()
  })

  it('has a number where others were made in the same millisecond, and is ours', () => {
    const made: string[] = []
    for (let times = 0; times < 3; times += 1)
      made.push(backupName('by-hand', '2026-11-23T03:10:00.000Z', (name) => made.includes(name)))
    expect(made.slice(1)).toEqual([
      'by-hand-2026-11-23T03-10-00-000Z-2.db',
      'by-hand-2026-11-23T03-10-00-000Z-3.db',
    ])
    expect(made.map((name) => parseBackupName(name)?.kind)).toEqual(['by-hand', 'by-hand', 'by-hand'])
  })
})

describe('backupsToRemove', () => {
  it('keeps the newest of each kind, and never removes one that is newer than one it keeps', () => {
    fc.assert(
      fc.property(backups, (made) => {
        const removed = new Set(backupsToRemove(made, { nowMs: Date.UTC(2100, 0, 1), needed: null }))
        for (const kind of BACKUP_KINDS) {
          const ofKind = newestFirst(made.filter((backup) => backup.kind === kind))
          expect(ofKind.map((backup) => removed.has(backup))).toEqual(
            ofKind.map((_, index) => index >= BACKUPS_KEPT),
          )
        }
      }),
    )
  })

  it('removes those dated ahead before any other, and never the one that is needed', () => {
    fc.assert(
      fc.property(backups, moments, fc.nat(), (made, now, chosen) => {
        const nowMs = Date.parse(now)
        const needed = made.length === 0 ? null : (made[chosen % made.length]?.name ?? null)
        const removed = backupsToRemove(made, { nowMs, needed })
        expect(removed.some(({ name }) => name === needed)).toBe(false)
        const isAhead = ({ madeAt }: Backup): boolean => Date.parse(madeAt) > nowMs
        for (const { kind } of removed.filter((backup) => !isAhead(backup))) {
          const kept = made.filter((backup) => backup.kind === kind && !removed.includes(backup))
          expect(kept.filter(isAhead).every(({ name }) => name === needed)).toBe(true)
        }
      }),
    )
  })
})

describe('isDailyBackupDue', () => {
  it.each([
    ['without any', [], true],
    ['with one made by hand alone', [{ ...daily(1), kind: 'by-hand' as const }], true],
    ['19 hours after the last', [daily(19), daily(43)], false],
    ['20 hours after the last', [daily(20)], true],
    ['with one of this moment', [daily(0)], false],
    ['with one that a wrong clock dated into the future', [daily(-5), daily(48)], true],
  ])('%s', (_, made, expected) => {
    expect(isDailyBackupDue(made, NOW)).toBe(expected)
  })
})
