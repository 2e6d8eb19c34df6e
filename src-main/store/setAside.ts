import { existsSync, renameSync } from 'node:fs'

const SUFFIXES = ['', '-wal', '-shm'] as const

/**
 * Renames a database with its log and index, so that nothing of it is lost and a fresh one can take its place.
 * @param stamp text for the new name, e.g. `2026-11-22T10-00-00-000Z`
 * @returns the new paths of what there was
 */
export function setAside(file: string, stamp: string): readonly string[] {
  const target = freeName(`${file}.set-aside-${stamp}`)
  const moved: string[] = []
  for (const suffix of SUFFIXES) {
    if (!existsSync(file + suffix)) continue
    renameSync(file + suffix, target + suffix)
    moved.push(target + suffix)
  }
  return moved
}

/** A name nothing bears yet: `name`, or `name-2`, `name-3`, … */
export function freeName(name: string): string {
  const isTaken = (candidate: string) => SUFFIXES.some((suffix) => existsSync(candidate + suffix))
  if (!isTaken(name)) return name
  for (let number = 2; ; number += 1) {
    if (!isTaken(`${name}-${number}`)) return `${name}-${number}`
  }
}

/** A time as it may stand in a file name on every system. */
export function fileStamp(iso: string): string {
  return iso.replaceAll(/[:.]/g, '-')
}
