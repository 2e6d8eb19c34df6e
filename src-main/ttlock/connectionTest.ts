import type { ProviderError } from '../domain/providerError/providerError.ts'
import type { CallContext, LockProvider, LockServices } from '../ports/lockProvider.ts'
import { failureOf, sentenceForTrial } from './failures.ts'
import type { QuotaState } from './monthCount.ts'
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
  /** Whether TTLock has given a sign-in, which proves region and credentials whatever is refused after it. */
  isSignedIn(): boolean
  quota(): QuotaState
  /** TTLock refuses calls as used up, whatever it counts. */
  isUsedUp(): boolean
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
  if (clock !== null) steps.push(clock)
  if (clock?.result === 'failed') return finish(steps)

  const devices = await client.listDevices(context)
  if (client.isSignedIn()) {
    ok('region', RIGHT_REGION)
    ok('credentials', 'Client id, client secret, user name and password are accepted.')
  }
  if (!devices.ok) {
    steps.push(...(client.isSignedIn() ? [judgeRefusal(devices.error)] : judgeSignIn(devices.error)))
    return finish(steps)
  }
  if (clock === null) ok('clock', 'TTLock accepts this PC’s clock.')
  steps.push(await judgeLocks(client, devices.value.length, context))
  steps.push(await judgeGateways(client, devices.value.length, context))
  steps.push(await judgeQuota(client, context))
  return finish(steps)
}

/** In the order of the test, whichever step it was that failed; of two verdicts on a step the later one counts. */
function finish(tried: readonly ConnectionStep[]): ConnectionTestResult {
  const steps = CONNECTION_STEPS.map(
    (name): ConnectionStep =>
      tried.findLast(({ step }) => step === name) ?? {
        step: name,
        result: 'skipped',
        sentence: 'Not tried, because another step failed.',
      },
  )
  return { ok: steps.every((step) => step.result === 'ok'), steps }
}

/** Null when the service did not say what time it is. */
function judgeClock(offsetMs: number | null): ConnectionStep | null {
  if (offsetMs === null) return null
  const off = countOf(Math.round(Math.abs(offsetMs) / 60_000), 'minute')
  const direction = offsetMs > 0 ? 'ahead' : 'behind'
  if (Math.abs(offsetMs) > LARGEST_SKEW_MS) {
    const sentence = `This PC’s clock is ${off} ${direction}. TTLock accepts up to five. Set the time.`
    return { step: 'clock', result: 'failed', sentence }
  }
  const isNoted = Math.abs(offsetMs) > NOTED_SKEW_MS
  const sentence = isNoted ? `This PC’s clock is ${off} ${direction}.` : 'This PC’s clock is right.'
  return { step: 'clock', result: 'ok', sentence }
}

/** Beside it stands the choice of the region, or the button that switches it. */
const WRONG_REGION =
  'The account lives in another region. China is for mainland China, Global / Europe for everywhere else.'

const RIGHT_REGION = 'The account belongs to this region.'

/** Client id unreviewed, user or password wrong or not in its form: only who knows the application says that. */
const REFUSALS_OF_THE_RIGHT_REGION: readonly (number | null)[] = [10006, 10007, 30005]

/** Nobody signed in. An application of another region may be told so, or that its client id is unknown. */
function judgeSignIn(error: ProviderError): readonly ConnectionStep[] {
  const isKnownHere = REFUSALS_OF_THE_RIGHT_REGION.includes(error.errcode)
  if (isOfAnotherStep(error)) return [judgeRefusal(error)]
  return [
    ...(isKnownHere ? [{ step: 'region', result: 'ok', sentence: RIGHT_REGION } as const] : []),
    { step: 'credentials', result: 'failed', sentence: sentenceForTrial(error) },
  ]
}

function isOfAnotherStep({ cause }: ProviderError): boolean {
  return cause === 'region' || cause === 'clock' || cause === 'quota'
}

/** The step that an error is about: where no other is, the locks that could not be listed. */
function judgeRefusal(error: ProviderError): ConnectionStep {
  const sentence = sentenceForTrial(error)
  switch (error.cause) {
    case 'region':
      return { step: 'region', result: 'failed', sentence: WRONG_REGION }
    case 'not_signed_in':
      return { step: 'credentials', result: 'failed', sentence }
    case 'clock':
      return { step: 'clock', result: 'failed', sentence }
    case 'quota':
      return { step: 'quota', result: 'failed', sentence }
    default:
      return { step: 'locks', result: 'failed', sentence }
  }
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

async function judgeGateways(
  client: TestedClient,
  owned: number,
  context: CallContext,
): Promise<ConnectionStep> {
  const gateways = await client.listGateways(context)
  if (!gateways.ok) return { step: 'gateways', result: 'failed', sentence: sentenceForTrial(gateways.error) }
  const online = gateways.value.filter((gateway) => gateway.isOnline).length
  const total = gateways.value.length
  if (total === 0) {
    const sentence =
      owned === 0
        ? 'The account has no gateway. Locks that are shared with it are reached through those of their owner.'
        : 'The account has no gateway. Of its own locks only Wi-Fi locks can be managed from here.'
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
  const counted = `${used.toLocaleString('en')} of ${limit.toLocaleString('en')} calls of this month are used.`
  if (client.isUsedUp()) {
    const sentence = `TTLock says that this month’s calls are used up and refuses them, though it counts: ${counted}`
    return { step: 'quota', result: 'failed', sentence }
  }
  const sentence = counted
  return { step: 'quota', result: remaining > 0 ? 'ok' : 'failed', sentence }
}

function countOf(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`
}
