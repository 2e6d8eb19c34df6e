import type { DebugSessionId, JobId, PlanId } from '../../src-main/domain/ids.ts'
import { comparedRow, measureInterleaved, p95 } from '../rounds.ts'
import { atMost, type RowModule } from '../row.ts'
import { FAILED_EACH, JOBS, openJobList, PLANS, SESSIONS } from '../scenes/jobList.ts'

const SAMPLES = 100
const JOB_PAGE = 100
const SESSION_PAGE = 50
const PLAN_PAGE = 200
const BARE_JOBS = `SELECT j.*, d.name, s.timezone FROM reconcile_job j
  LEFT JOIN door d ON d.id = j.door_id LEFT JOIN site s ON s.id = d.site_id`

const about = {
  id: 'list-pages/jobs',
  what: 'p95 of a page of 100 of the list of 200,000 jobs, at any depth',
  unit: 'ms',
} as const

export const row: RowModule = {
  id: 'list-pages',
  what: 'a page of each other list that is read in pages',
  async run() {
    const { store, sqlite } = openJobList()
    const bare = {
      jobs: sqlite.prepare(
        `${BARE_JOBS} WHERE j.reconcile_job_id < ? ORDER BY j.reconcile_job_id DESC LIMIT 100`,
      ),
      failed: sqlite.prepare(
        `${BARE_JOBS} WHERE j.status = 'failed' AND j.reconcile_job_id < ?
         ORDER BY j.reconcile_job_id DESC LIMIT 100`,
      ),
      sessions: sqlite.prepare('SELECT * FROM debug_session WHERE id < ? ORDER BY id DESC LIMIT 50'),
    }
    const barePlans = sqlite.prepare('SELECT * FROM enforce_plan WHERE id < ? ORDER BY id DESC LIMIT 200')
    const anyPlan = () => place(PLANS, PLAN_PAGE)
    let next = 0
    /** Never among the oldest, which have no whole page behind them. */
    const place = (rows: number, page: number): number => page + 1 + ((next++ * 7_919) % (rows - page))
    const jobs = (statuses: readonly 'failed'[], depth: number): number =>
      store.jobs.list({ statuses, text: '', beforeId: depth as JobId, limit: JOB_PAGE }).length
    const anyJob = () => place(JOBS, JOB_PAGE)
    const anyFailed = () => place(JOBS, JOB_PAGE * FAILED_EACH)
    const anySession = () => place(SESSIONS, SESSION_PAGE)
    const sessions = (beforeId: number): number =>
      store.debugSessions.list({ beforeId: beforeId as DebugSessionId, limit: SESSION_PAGE }).length
    const times = await measureInterleaved({
      jobs: () => p95(SAMPLES, () => jobs([], anyJob()), JOB_PAGE),
      bareJobs: () => p95(SAMPLES, () => bare.jobs.all(anyJob()).length, JOB_PAGE),
      failed: () => p95(SAMPLES, () => jobs(['failed'], anyFailed()), JOB_PAGE),
      bareFailed: () => p95(SAMPLES, () => bare.failed.all(anyFailed()).length, JOB_PAGE),
      sessions: () => p95(SAMPLES, () => sessions(anySession()), SESSION_PAGE),
      plans: () => p95(SAMPLES, () => store.plans.list(PLAN_PAGE, anyPlan() as PlanId).length, PLAN_PAGE),
      barePlans: () => p95(SAMPLES, () => barePlans.all(anyPlan()).length, PLAN_PAGE),
      bareSessions: () => p95(SAMPLES, () => bare.sessions.all(anySession()).length, SESSION_PAGE),
    })
    const against = 'the bare keyset query'
    const aim = atMost(3)
    return [
      comparedRow(about, { values: times.jobs, against, againstValues: times.bareJobs, aim }),
      comparedRow(
        { ...about, id: 'list-pages/failed-jobs', what: 'the same of failed jobs alone' },
        { values: times.failed, against, againstValues: times.bareFailed, aim },
      ),
      comparedRow(
        {
          ...about,
          id: 'list-pages/debug-sessions',
          what: 'p95 of a page of 50 of the list of 20,000 debug sessions, at any depth',
        },
        { values: times.sessions, against, againstValues: times.bareSessions, aim },
      ),
      comparedRow(
        {
          ...about,
          id: 'list-pages/plans',
          what: 'p95 of a page of 200 of the list of 20,000 plans, at any depth, each checked with zod',
        },
        { values: times.plans, against, againstValues: times.barePlans, aim },
      ),
    ]
  },
}
