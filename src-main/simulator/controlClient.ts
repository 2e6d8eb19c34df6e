import type { SimulatorControl } from './control.ts'
import { type ControlOperation, controlRoutes } from './controlRoutes.ts'

/** The control operations, over HTTP. Each rejects when the simulator refuses or cannot be reached. */
export type ControlClient = {
  readonly [Name in ControlOperation]: (
    ...input: Parameters<SimulatorControl[Name]>
  ) => Promise<Awaited<ReturnType<SimulatorControl[Name]>>>
}

export function createControlClient(controlUrl: string): ControlClient {
  const operations = Object.entries(controlRoutes).map(([name, [method, path]]) => [
    name,
    (input: object = {}) => send(new URL(path, controlUrl), method, input),
  ])
  // Object.fromEntries loses the keys; controlRoutes has exactly one entry for each operation.
  return Object.fromEntries(operations) as ControlClient
}

async function send(url: URL, method: string, input: object): Promise<unknown> {
  if (method === 'GET') {
    for (const [name, value] of Object.entries(input)) {
      if (value !== undefined) url.searchParams.set(name, String(value))
    }
  }
  const response = await fetch(url, method === 'GET' ? {} : { method, body: JSON.stringify(input) })
  const text = await response.text()
  if (!response.ok) throw new Error(`The simulator's control refused ${method} ${url.pathname}: ${text}`)
  return JSON.parse(text)
}
