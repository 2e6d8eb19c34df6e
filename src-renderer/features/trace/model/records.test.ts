import { describe, expect, it } from 'vitest'
import { buildCurl } from './curl.ts'
import { listDecisions } from './decision.ts'
import { groupByLock, shareRows } from './groups.ts'
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

describe('listChanges, in depth', () => {
  it('names the field inside a record that differs, and nothing beside it', () => {
    const before = { rules: { grace: 3600, mode: 'strict' }, name: 'x' }
    expect(listChanges(before, { rules: { grace: 60, mode: 'strict' }, name: 'x' })).toEqual([
      { field: 'rules.grace', before: 3600, after: 60 },
    ])
  })

  it('matches members of lists by their id, wherever they stand', () => {
    const before = { grants: [{ id: 7, end: 'a' }, { id: 8, end: 'b' }, { id: 9 }] }
    const after = { grants: [{ id: 8, end: 'c' }, { id: 7, end: 'a' }, { id: 10 }] }
    expect(listChanges(before, after)).toEqual([
      { field: 'grants[#8].end', before: 'b', after: 'c' },
      { field: 'grants[#10]', before: undefined, after: { id: 10 } },
      { field: 'grants[#9]', before: { id: 9 }, after: undefined },
    ])
  })

  it('of members that only moved, finds nothing', () => {
    const members = [{ id: 1 }, { id: 2 }]
    expect(listChanges({ a: members }, { a: members.toReversed() })).toEqual([])
  })

  it.each([
    ['plain values', [1, 2], [2, 1]],
    ['members without an id', [{ a: 1 }], [{ a: 2 }]],
    [
      'the same id twice',
      [{ id: 1, a: 1 }],
      [
        { id: 1, a: 2 },
        { id: 1, a: 3 },
      ],
    ],
  ])('shows a list of %s whole', (_what, before, after) => {
    expect(listChanges({ list: before }, { list: after })).toEqual([{ field: 'list', before, after }])
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

describe('shareRows', () => {
  const groupsOf = (...counts: readonly number[]) =>
    groupByLock(
      counts.flatMap((count, lock) =>
        Array.from({ length: count }, (_, id) => makeLog({ id, lock_key: `TTLOCK:${lock}` })),
      ),
    )

  it('draws a small trace whole', () => {
    expect(shareRows(groupsOf(12, 8))).toEqual([12, 8])
  })

  it('of a large one draws a few of each lock, and of the later ones none', () => {
    expect(shareRows(groupsOf(1_000, 6, 30, 30))).toEqual([4, 4, 4, 0])
  })
})

describe('listDecisions, of answers that stayed behind', () => {
  it('names the record that holds the plan, without its lines', () => {
    const response_json = { analysis: { adds: 40 }, enforce_plan: { mode: 'strict' } }
    expect(listDecisions([makeLog({ id: 9, response_json, shortened: true })])).toEqual([
      { logId: 9, lines: null },
    ])
  })

  it('has nothing to name where there is no plan', () => {
    expect(listDecisions([makeLog({ response_json: { errcode: -3 }, shortened: true })])).toEqual([])
  })
})
