import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PlanId } from '../../../src-main/domain/ids.ts'
import { outlineOfDoor } from '../../../src-main/domain/plan/doorHead.ts'
import { credential, planOf, stray } from '../../../src-main/domain/plan/testSupport/doorPlanBuilder.ts'
import { runMigrations } from '../../../src-main/store/migrations.ts'
import { createTestProfile, migrationsUpTo, type TestProfile } from '../../support/testStore.ts'

const AT = '2026-02-05T16:00:00.000Z'

let profile: TestProfile

beforeEach(() => {
  profile = createTestProfile()
})
afterEach(() => profile.remove())

function versionUpTo(lastTag: string): string {
  return migrationsUpTo(lastTag, join(profile.dir, 'migrations'))
}

/** A plan and three doors, at this version. */
function databaseOf(lastTag: string): Database.Database {
  const sqlite = new Database(profile.file)
  runMigrations(sqlite, versionUpTo(lastTag))
  sqlite.exec(`
    INSERT INTO enforce_plan
      (id, correlation_id, status, scope_json, title, mode, grace_window_seconds, created_at, updated_at)
    VALUES (1, 'c', 'previewed', '{"kind":"all"}', 'All doors', 'strict', 3600, '${AT}', '${AT}');
    INSERT INTO site (id, name, timezone, mode, policy, grace_window_seconds, lead_time_seconds, created_at, updated_at)
    VALUES (1, 'Hotel', 'Europe/Lisbon', 'strict', 'approve', 3600, 86400, '${AT}', '${AT}');
    INSERT INTO integration_device (id, provider_type, external_id, created_at, updated_at)
    SELECT value, 'TTLOCK', value, '${AT}', '${AT}' FROM json_each('["1", "2", "3"]');
    INSERT INTO door (id, site_id, integration_device_id, external_id, name, device_type, created_at, updated_at)
    SELECT id, 1, id, external_id, 'Door ' || id, 'TTLOCK', '${AT}', '${AT}' FROM integration_device;`)
  return sqlite
}

describe('openStore with plans of an older version', () => {
  it('0010, keeps what was planned, approved and done of a door', () => {
    const plan = planOf({ credentials: [credential(6)], codes: [stray(50)] })
    const sqlite = databaseOf('0009_what_overview_warns_of')
    sqlite
      .prepare(`INSERT INTO enforce_plan_door
        (enforce_plan_id, door_id, state, fingerprint, plan_json, approved_lines_json, results_json)
        VALUES (1, 2, 'done', 'f1', ?, '["a"]', '{"a":{"result":"ok","sentence":null}}')`)
      .run(JSON.stringify(plan))
    sqlite.close()
    const { plans } = profile.openStore()
    const kept = {
      ...{ planId: 1, doorId: 2, state: 'done', approvedLines: ['a'], approvedCalls: null },
      results: { a: { result: 'ok', sentence: null } },
    }
    expect(plans.doors(1 as PlanId)).toEqual([
      { ...kept, fingerprint: 'f1', plan: JSON.parse(JSON.stringify(plan)) },
    ])
    expect(plans.doorHeads(1 as PlanId)).toEqual([{ ...kept, head: outlineOfDoor(plan).head }])
  })

  it('0012, tells of a door that was planned before what is told of a new one', () => {
    const plan = planOf({ credentials: [credential(6)], codes: [stray(50)] })
    const sqlite = databaseOf('0011_cheaper_job_indexes')
    sqlite.exec(`
      INSERT INTO enforce_plan_door_state (enforce_plan_id, door_id, state, head_json, lines_json)
      VALUES (1, 2, 'planned', '{"doorName":"Front door"}', '[{"personId":null}]');`)
    sqlite
      .prepare(
        'INSERT INTO enforce_plan_door (enforce_plan_id, door_id, fingerprint, plan_json) VALUES (1, 2, ?, ?)',
      )
      .run('f1', JSON.stringify(plan))
    sqlite.close()
    const { plans } = profile.openStore()
    const { head, lines } = outlineOfDoor(plan)
    expect(plans.doorHeads(1 as PlanId)).toMatchObject([{ head }])
    expect([...plans.lineBriefs(1 as PlanId).values()]).toEqual([lines])
  })

  it('0016, tells of a door that was planned before when it becomes urgent', () => {
    const opening = planOf({ credentials: [credential(6)], codes: [stray(50)] })
    const removing = planOf({ codes: [stray(50), stray(51)] })
    const sqlite = databaseOf('0015_long_answers_once')
    for (const [index, plan] of [opening, removing, planOf({})].entries()) {
      const { head, lines } = outlineOfDoor(plan)
      const { nearest: _, ...before } = head
      sqlite
        .prepare(
          "INSERT INTO enforce_plan_door_state (enforce_plan_id, door_id, state, head_json, lines_json) VALUES (1, ?, 'planned', ?, ?)",
        )
        .run(index + 1, JSON.stringify(before), JSON.stringify(lines))
    }
    runMigrations(sqlite, versionUpTo('0016_order_doors_of_plans'))
    const stored = sqlite
      .prepare("SELECT head_json ->> '$.nearest' FROM enforce_plan_door_state ORDER BY door_id")
      .pluck()
      .all()
    sqlite.close()
    const expected = [opening, removing, planOf({})].map((plan) => outlineOfDoor(plan).head.nearest)
    expect(stored.map((text) => JSON.parse(String(text)))).toEqual(expected)
    expect(expected.map(({ openingMs, removalMs }) => [openingMs !== null, removalMs !== null])).toEqual([
      [true, true],
      [false, true],
      [false, false],
    ])
  })
})
