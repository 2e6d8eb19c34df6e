import type { AccountSecrets } from './accountSecrets.ts'
import type { CallContext } from './lockProvider.ts'

export type ConnectionStepName = 'reach' | 'clock' | 'region' | 'credentials' | 'locks' | 'gateways' | 'quota'

export interface ConnectionTestResult {
  readonly ok: boolean
  readonly steps: readonly {
    readonly step: ConnectionStepName
    readonly result: 'ok' | 'failed' | 'skipped'
    /** For a person; holds no secret. */
    readonly sentence: string
  }[]
}

/** Tries an account with secrets as typed; stores nothing. */
export type TestConnection = (request: {
  readonly baseUrl: string
  readonly secrets: AccountSecrets
  readonly context: CallContext
}) => Promise<ConnectionTestResult>
