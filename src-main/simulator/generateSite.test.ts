import { expect, test } from 'vitest'
import { generateSite } from './generateSite.ts'

const now = Date.UTC(2026, 1, 5, 16, 29)

test('generateSite, one door with one code, gives one lock behind one gateway', () => {
  const site = generateSite({ seed: 'a', doors: 1, codesPerDoor: 1, now })
  expect([site.locks.length, site.gateways.length, site.locks[0]?.codes?.length]).toEqual([1, 1, 1])
})

test('generateSite, 1,000 doors with 200 codes, gives every door its own id and distinct codes', () => {
  const site = generateSite({ seed: 'a', doors: 1000, codesPerDoor: 200, now })
  const lockIds = new Set(site.locks.map((lock) => lock.lockId))
  const distinct = site.locks.map((lock) => new Set(lock.codes?.map((code) => code.keyboardPwd)).size)
  expect(lockIds.size).toBe(1000)
  expect(new Set(distinct)).toEqual(new Set([200]))
})

test('generateSite, its codes, are permanent ones without an end and periods that have begun', () => {
  const { locks } = generateSite({ seed: 'a', doors: 2, codesPerDoor: 8, now })
  for (const { keyboardPwdType, startDate = 0, endDate = 0 } of locks.flatMap(({ codes = [] }) => codes)) {
    expect(startDate).toBeLessThan(now)
    if (keyboardPwdType === 2) expect(endDate).toBe(0)
    else expect([keyboardPwdType, endDate > now]).toEqual([3, true])
  }
})

test('generateSite, the same seed twice, gives the same site and another seed another', () => {
  const wanted = { doors: 5, codesPerDoor: 5, now }
  expect(generateSite({ seed: 'a', ...wanted })).toEqual(generateSite({ seed: 'a', ...wanted }))
  expect(generateSite({ seed: 'a', ...wanted })).not.toEqual(generateSite({ seed: 'b', ...wanted }))
})
