import { expect, test } from 'vitest'
import { type SampleSurprise, sampleSite } from './sampleSite.ts'

const now = Date.UTC(2026, 1, 5, 16, 29)
const { site, business, surprises } = sampleSite({ now })

test('sampleSite, its doors, are the locks of the simulated site from 28991110 on', () => {
  const lockIds = site.locks.map((lock) => lock.lockId)
  expect(business.doors.map((door) => door.lockId)).toEqual(lockIds)
  expect([lockIds[0], lockIds.length]).toEqual([28_991_110, 13])
})

test('sampleSite, its grants, name doors, groups and credentials that exist', () => {
  const credentialIds = business.credentials.map((credential) => credential.credentialId)
  const groups: readonly string[] = business.doors.map((door) => door.group)
  const lockIds = business.doors.map((door) => door.lockId)
  const unknown = business.grants.filter(
    (grant) =>
      !credentialIds.includes(grant.credentialId) ||
      ('group' in grant ? !groups.includes(grant.group) : !lockIds.includes(grant.lockId)),
  )
  expect(unknown).toEqual([])
})

test('sampleSite, its locks, hold each code only once', () => {
  const twice = site.locks.filter((lock) => {
    const pins = lock.codes?.map((code) => code.keyboardPwd) ?? []
    return new Set(pins).size !== pins.length
  })
  expect(twice).toEqual([])
})

test('sampleSite, what differs from the business, is exactly what it lists as surprises', () => {
  const found: Omit<SampleSurprise, 'kind'>[] = []
  for (const lock of site.locks) {
    const group = business.doors.find((door) => door.lockId === lock.lockId)?.group
    const expected = business.credentials.filter((credential) =>
      business.grants.some(
        (grant) =>
          grant.credentialId === credential.credentialId &&
          ('group' in grant ? grant.group === group : grant.lockId === lock.lockId) &&
          (credential.validTo === null || credential.validTo > now) &&
          lock.passcodeManagement !== false,
      ),
    )
    const codes = lock.codes ?? []
    for (const credential of expected) {
      const keyboardPwdName = `AB U${credential.personId} C${credential.credentialId}`
      const code = codes.find(
        (one) => one.keyboardPwdName === keyboardPwdName && one.keyboardPwd === credential.pin,
      )
      const isRight =
        code !== undefined &&
        code.memory !== false &&
        code.keyboardPwdType === (credential.validTo === null ? 2 : 3) &&
        code.endDate === (credential.validTo ?? 0)
      if (!isRight) found.push({ lockId: lock.lockId, keyboardPwdName })
    }
    for (const code of codes) {
      if (!expected.some((credential) => credential.pin === code.keyboardPwd)) {
        found.push({
          lockId: lock.lockId,
          keyboardPwdName: code.cloud === false ? null : (code.keyboardPwdName ?? null),
        })
      }
    }
    if (lock.passcodeManagement === false) found.push({ lockId: lock.lockId, keyboardPwdName: null })
    if (lock.gateways?.length === 0 && lock.wifi === undefined) {
      found.push({ lockId: lock.lockId, keyboardPwdName: null })
    }
  }
  const key = (one: Omit<SampleSurprise, 'kind'>): string => `${one.lockId} ${one.keyboardPwdName}`
  expect(found.map(key).sort()).toEqual(surprises.map(key).sort())
})
