import { z } from 'zod'

/** What only a build for developers and tests listens to. */
export interface DevelopmentSwitches {
  /** Where the page server of `npm run dev` listens; null when pages come from the built folder. */
  readonly devServerOrigin: string | null
}

const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

const devServerUrl = z.string().max(200).refine(isPlainHttpOnLoopback)

function isPlainHttpOnLoopback(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  return url.protocol === 'http:' && LOOPBACK_HOSTS.has(url.hostname)
}

/** A page server that is not plain HTTP on loopback is ignored. */
export function parseDevelopmentSwitches(
  env: Readonly<Record<string, string | undefined>>,
): DevelopmentSwitches {
  const parsed = devServerUrl.safeParse(env.ELECTRON_RENDERER_URL)
  return { devServerOrigin: parsed.success ? new URL(parsed.data).origin : null }
}
