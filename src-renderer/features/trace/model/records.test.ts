import { describe, expect, it } from 'vitest'
import { buildCurl } from './curl.ts'
import { listDecisions } from './decision.ts'
import { groupByLock } from './groups.ts'
import { listChanges } from './json.ts'
import { makeLog } from './testRecords.ts'

describe('buildCurl', () => {
  const request = {
    method: 'POST',
    url: 'https://api.ttlock.com/v3/keyboardPwd/delete?accessToken=secret',
    payload: { accessToken: '***', keyboardPwd: '***1111', deleteType: 2, name: "Ana's" },
  }

  it('leaves redacted values out and names them', () => {
    const curl = buildCurl(request) ?? ''
    expect(curl).toContain('# left out: accessToken, keyboardPwd')
    expect(curl).not.toContain('***')
  })

  it('drops the query of the address, since it may carry a token', () => {
    expect(buildCurl(request)).not.toContain('secret')
  })

  it('quotes an apostrophe so that a shell reads one word', () => {
    expect(buildCurl(request)).toContain(`--data-urlencode 'name=Ana'\\''s'`)
  })

  it('is null for a step of our own', () => {
    expect(buildCurl({ job_id: 104 })).toBeNull()
  })
})

describe('listChanges', () => {
  it('names only the fields that differ', () => {
    expect(listChanges({ name: 'a', location: null }, { name: 'b', location: null })).toEqual([
      { field: 'name', before: 'a', after: 'b' },
    ])
  })

  it('treats a missing record before as fields that were not there', () => {
    expect(listChanges(null, { id: 2 })).toEqual([{ field: 'id', before: undefined, after: 2 }])
  })
})

describe('groupByLock', () => {
  it('puts our own engine after the locks', () => {
    const groups = groupByLock([
      makeLog({ id: 1, lock_key: 'ACCESS_BROKER:job' }),
      makeLog({ id: 2, lock_key: 'TTLOCK:7', ok: false }),
    ])
    expect(groups.map((group) => [group.lockKey, group.failed])).toEqual([
      ['TTLOCK:7', 1],
      ['ACCESS_BROKER:job', 0],
    ])
  })
})

describe('listDecisions', () => {
  it('reads the deletes of the plan that a job recorded', () => {
    const log = makeLog({
      response_json: {
        enforce_plan: {
          mode: 'ultra_strict',
          doors: [
            {
              deletes: [
                {
                  code_name: 'AB U9 C6',
                  reason: 'credential_revoked_or_missing',
                  eligible_at: '2026-02-05T17:28:59Z',
                  grace_bypassed: true,
                },
              ],
            },
          ],
        },
      },
    })
    expect(listDecisions([log])[0]?.lines).toEqual([
      {
        kind: 'delete',
        name: 'AB U9 C6',
        reason: 'credential_revoked_or_missing',
        eligibleAt: '2026-02-05T17:28:59Z',
        isGraceBypassed: true,
      },
    ])
  })

  it('finds none in a log without a plan', () => {
    expect(listDecisions([makeLog({ response_json: { list: [] } })])).toEqual([])
  })
})
