import type { ProviderError } from '../domain/providerError/providerError.ts'
import type { CallContext, LockProvider, LockServices } from '../ports/lockProvider.ts'
import { failureOf, sentenceForTrial } from './failures.ts'
import type { QuotaState } from './quota.ts'
import type { Exchange } from './transport.ts'

const CONNECTION_STEPS = ['reach', 'clock', 'region', 'credentials', 'locks', 'gateways', 'quota'] as const
type ConnectionStepName = (typeof CONNECTION_STEPS)[number]

interface ConnectionStep {
  readonly step: ConnectionStepName
  readonly result: 'ok' | 'failed' | 'skipped'
  readonly sentence: string
}

export interface ConnectionTestResult {
  readonly ok: boolean
  readonly steps: readonly ConnectionStep[]
}

/** What the test asks of a client. */
export interface TestedClient
  extends Pick<LockProvider, 'listDevices' | 'listGateways' | 'monthRequestCount'>,
    Pick<LockServices, 'listSharedDevices'> {
  probe(context: CallContext): Promise<Exchange>
  clockOffsetMs(): number | null
  quota(): QuotaState
}

const LARGEST_SKEW_MS = 5 * 60_000
/** From here on a person should look at the clock before it becomes a problem. */
const NOTED_SKEW_MS = 60_000

/** In this order; what a failed step makes pointless is skipped. */
export async function runConnectionTest(
  client: TestedClient,
  context: CallContext,
): Promise<ConnectionTestResult> {
  const steps: ConnectionStep[] = []
  const ok = (step: ConnectionStepName, sentence: string) => steps.push({ step, result: 'ok', sentence })
  const failed = (step: ConnectionStepName, sentence: string) =>
    steps.push({ step, result: 'failed', sentence })

  const probe = await client.probe(context)
  if (probe.kind !== 'answered') {
    failed('reach', sentenceForTrial(failureOf(probe, 'read')))
    return finish(steps)
  }
  ok('reach', 'The TTLock service answers.')

  const clock = judgeClock(client.clockOffsetMs())
  steps.push(clock)
  if (clock.result === 'failed') return finish(steps)

  const devices = await client.listDevices(context)
  if (!devices.ok) {
    for (const step of judgeSignIn(devices.error)) steps.push(step)
    return finish(steps)
  }
  ok('region', 'The account belongs to this region.')
  ok('credentials', 'Client id, client secret, user name and password are accepted.')
  steps.push(await judgeLocks(client, devices.value.length, context))
  steps.push(await judgeGateways(client, context))
  steps.push(await judgeQuota(client, context))
  return finish(steps)
}

/** In the order of the test, whichever step it was that failed. */
function finish(tried: readonly ConnectionStep[]): ConnectionTestResult {
  const steps = CONNECTION_STEPS.map(
    (name): ConnectionStep =>
      tried.find(({ step }) => step === name) ?? {
        step: name,
        result: 'skipped',
        sentence: 'Not tried, because another step failed.',
      },
  )
  return { ok: steps.every((step) => step.result === 'ok'), steps }
}

function judgeClock(offsetMs: number | null): ConnectionStep {
  if (offsetMs === null) {
    return { step: 'clock', result: 'skipped', sentence: 'The service did not say what time it is.' }
  }
  const off = countOf(Math.round(Math.abs(offsetMs) / 60_000), 'minute')
  const direction = offsetMs > 0 ? 'ahead' : 'behind'
  if (Math.abs(offsetMs) > LARGEST_SKEW_MS) {
    const sentence = `This computer's clock is ${off} ${direction}. TTLock accepts up to five. Set the time.`
    return { step: 'clock', result: 'failed', sentence }
  }
  const isNoted = Math.abs(offsetMs) > NOTED_SKEW_MS
  const sentence = isNoted
    ? `This computer's clock is ${off} ${direction}.`
    : "This computer's clock is right."
  return { step: 'clock', result: 'ok', sentence }
}

/** Beside it stands the choice of the region, or the button that switches it. */
const WRONG_REGION =
  'The account lives in another region. China is for mainland China, Global / Europe for everywhere else.'

/** The first call with a token failed: at the region, at the sign-in, or past both. */
function judgeSignIn(error: ProviderError): readonly ConnectionStep[] {
  if (error.cause === 'region') return [{ step: 'region', result: 'failed', sentence: WRONG_REGION }]
  const region: ConnectionStep = {
    step: 'region',
    result: 'ok',
    sentence: 'The account belongs to this region.',
  }
  if (error.cause === 'not_signed_in') {
    return [region, { step: 'credentials', result: 'failed', sentence: sentenceForTrial(error) }]
  }
  if (error.cause === 'quota') {
    return [
      region,
      { step: 'credentials', result: 'ok', sentence: 'The sign-in was not refused.' },
      { step: 'quota', result: 'failed', sentence: sentenceForTrial(error) },
    ]
  }
  return [{ step: 'locks', result: 'failed', sentence: sentenceForTrial(error) }]
}

async function judgeLocks(
  client: TestedClient,
  owned: number,
  context: CallContext,
): Promise<ConnectionStep> {
  const shared = await client.listSharedDevices(context)
  if (!shared.ok) return { step: 'locks', result: 'failed', sentence: sentenceForTrial(shared.error) }
  const others = shared.value.filter((key) => !key.isOwned && key.isInForce)
  const manageable = others.filter((key) => key.canManageCodes).length
  if (owned === 0 && others.length === 0) {
    const sentence =
      'The account is accepted but has no locks. Add them in the TTLock app, or use the account that has them.'
    return { step: 'locks', result: 'failed', sentence }
  }
  const sharedText =
    others.length === 0
      ? ''
      : ` ${others.length} more are shared with it, ${manageable} of them with the right to manage codes.`
  return { step: 'locks', result: 'ok', sentence: `The account owns ${countOf(owned, 'lock')}.${sharedText}` }
}

async function judgeGateways(client: TestedClient, context: CallContext): Promise<ConnectionStep> {
  const gateways = await client.listGateways(context)
  if (!gateways.ok) return { step: 'gateways', result: 'failed', sentence: sentenceForTrial(gateways.error) }
  const online = gateways.value.filter((gateway) => gateway.isOnline).length
  const total = gateways.value.length
  if (total === 0) {
    const sentence = 'The account has no gateway. Only Wi-Fi locks can be managed from here.'
    return { step: 'gateways', result: 'ok', sentence }
  }
  const sentence = `${online} of ${countOf(total, 'gateway')} online.`
  return online === 0
    ? { step: 'gateways', result: 'failed', sentence: `${sentence} Check their power and network.` }
    : { step: 'gateways', result: 'ok', sentence }
}

async function judgeQuota(client: TestedClient, context: CallContext): Promise<ConnectionStep> {
  const count = await client.monthRequestCount(context)
  if (!count.ok) return { step: 'quota', result: 'failed', sentence: sentenceForTrial(count.error) }
  const { used, limit, remaining } = client.quota()
  const sentence = `${used.toLocaleString('en')} of ${limit.toLocaleString('en')} calls of this month are used.`
  return { step: 'quota', result: remaining > 0 ? 'ok' : 'failed', sentence }
}

function countOf(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`
}
