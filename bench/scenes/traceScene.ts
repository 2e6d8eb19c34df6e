import type { CorrelationId } from '../../src-main/domain/ids.ts'
import { toIso } from '../../src-main/domain/instant.ts'
import { systemClock } from '../../src-main/platform/systemClock.ts'
import type { Store } from '../../src-main/ports/store.ts'
import { writeProfile } from './writeProfile.ts'

export interface BenchTrace {
  readonly correlationId: CorrelationId
  /** By it the trace is found in the list. */
  readonly door: string
  readonly records: number
}

const BETWEEN_MS = 700

/** Puts traces into the simulated profile of a program that does not run. */
export function putTraces(profile: string, traces: readonly BenchTrace[]): void {
  writeProfile(profile, (store) => {
    for (const trace of traces) store.write(() => putTrace(store, trace))
  })
}

function putTrace(store: Store, trace: BenchTrace): void {
  const startMs = systemClock.nowMs() - trace.records * BETWEEN_MS
  for (let index = 0; index < trace.records; index++) {
    const atIso = toIso(startMs + index * BETWEEN_MS)
    const ok = index % 100 !== 99
    store.traces.appendLog({
      ...{ createdAt: atIso, startedAt: atIso, durationMs: 120 + (index % 7) * 60, ok },
      ...{ action: ACTIONS[index % ACTIONS.length] ?? 'PASSCODE_LIST', providerType: 'TTLOCK' },
      ...{ lockKey: `TTLOCK:${28_990_000 + (index % 40)}`, externalId: String(28_990_000 + (index % 40)) },
      ...{ doorId: null, doorName: trace.door, reconcileJobId: null, operationId: null },
      ...{ correlationId: trace.correlationId, debugSessionId: null, attempt: 1, httpStatus: 200 },
      errorMessage: ok ? null : 'The gateway did not answer in time.',
      request: {
        ...{ base_host: 'https://euapi.ttlock.com', method: 'POST', path: '/v3/lock/listKeyboardPwd' },
        payload: { lockId: 28_990_000 + (index % 40), pageNo: 1, pageSize: 200, accessToken: '***' },
      },
      response: {
        list: [1, 2, 3].map((code) => ({
          ...{ keyboardPwdId: index * 3 + code, keyboardPwdName: `AB U${index} C${code}` },
          ...{ keyboardPwd: '***1234', startDate: startMs, endDate: 0 },
        })),
        ...{ pageNo: 1, pageSize: 200, pages: 1, total: 3 },
      },
    })
  }
}

const ACTIONS = ['PASSCODE_LIST', 'PASSCODE_ADD', 'PASSCODE_LIST', 'PASSCODE_DELETE'] as const
