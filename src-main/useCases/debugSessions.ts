import type { DebugSessionId } from '../domain/ids.ts'
import { toIso } from '../domain/instant.ts'
import { redactText } from '../domain/redaction/redact.ts'
import { DEBUG_SESSION_MINUTES, debugSessionState } from '../domain/trace/debugSession.ts'
import { phoneCode } from '../domain/trace/phoneCode.ts'
import type { DebugSessionRecord } from '../ports/stores/debugSessionStore.ts'
import { audit } from './audit.ts'
import { hideTyped } from './hideTyped.ts'
import { RequestError } from './requestError.ts'
import type { Actor, UseCaseContext } from './useCaseContext.ts'

const MINUTE_MS = 60_000

/** From now on every record carries the session's code, until the clock says that it is over. */
export function startDebugSession(
  context: UseCaseContext,
  actor: Actor,
  asked: { readonly note: string; readonly minutes: number },
): DebugSessionRecord {
  const { store, clock, random } = context
  if (!DEBUG_SESSION_MINUTES.some((minutes) => minutes === asked.minutes)) {
    throw new RequestError('validation_failed', { fields: [{ path: 'minutes', code: 'not_in_list' }] })
  }
  const nowMs = clock.nowMs()
  const startedAt = toIso(nowMs)
  return store.write(() => {
    const current = store.debugSessions.codeAt(startedAt)
    if (current !== null) throw new RequestError('debug_session_recording', { facts: { code: current } })
    const session = {
      // As unguessable as a correlation id, and as easy to read out as its short form.
      code: phoneCode(random.correlationId()),
      note: redactText(hideTyped(store, asked.note), { secrets: [] }),
      operatorId: actor.operatorId,
      startedAt,
      endsAt: toIso(nowMs + asked.minutes * MINUTE_MS),
    }
    const id = store.debugSessions.insert(session)
    const after = { debug_session_id: session.code, note: session.note, ends_at: session.endsAt }
    audit(context, actor, { entity: 'Debug session', id, action: 'start', before: null, after })
    return { ...session, id, stoppedAt: null }
  })
}

/** Ends it before its time; one that is over already stays as it is. */
export function stopDebugSession(
  context: UseCaseContext,
  actor: Actor,
  id: DebugSessionId,
): DebugSessionRecord {
  const { store, clock } = context
  const stoppedAt = toIso(clock.nowMs())
  return store.write(() => {
    const session = store.debugSessions.get(id)
    if (!session) throw new RequestError('not_found')
    if (debugSessionState(session, stoppedAt) !== 'recording') return session
    const change = { before: { stopped_at: null }, after: { stopped_at: stoppedAt } }
    // Still one of its records: the audit of a session ends with its end.
    audit(context, actor, { entity: 'Debug session', id, action: 'stop', ...change })
    store.debugSessions.stop(id, stoppedAt)
    return { ...session, stoppedAt }
  })
}
