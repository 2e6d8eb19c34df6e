import { parentPort, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { controlRunners } from './controlInputs.ts'
import { type ControlOperation, controlRoutes } from './controlRoutes.ts'
import { sampleSite } from './sampleSite.ts'
import { type Simulator, startSimulator } from './simulator.ts'

/**
 * The simulator in a worker thread of the application. `workerData` is a SimulatorWorkerData; the first message is
 * `ready` or `failed`.
 */

const milliseconds = z.number().min(0)
const range = z.tuple([milliseconds, milliseconds])

const workerDataSchema = z.strictObject({
  port: z.number().int().optional(),
  controlPort: z.number().int().optional(),
  seed: z.string().optional(),
  stateFile: z.string().optional(),
  /** The moment the sample site is made for, ms since 1970, so that a parent can make the same one. */
  sampleAt: z.number().int().optional(),
  latency: z
    .union([
      milliseconds,
      z.strictObject({
        commandMs: range.optional(),
        cloudMs: range.optional(),
        giveUpMs: milliseconds.optional(),
      }),
    ])
    .optional(),
})

/** What the parent hands over; without `stateFile` nothing is kept. The site is the sample site. */
export type SimulatorWorkerData = z.infer<typeof workerDataSchema>

const requestSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('control'),
    id: z.number(),
    operation: z.string(),
    input: z.unknown().optional(),
  }),
  z.object({ kind: z.literal('close') }),
])

export type SimulatorWorkerRequest =
  | {
      readonly kind: 'control'
      readonly id: number
      readonly operation: ControlOperation
      readonly input?: unknown
    }
  | { readonly kind: 'close' }

export type SimulatorWorkerMessage =
  | { readonly kind: 'ready'; readonly url: string; readonly controlUrl: string }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'reply'; readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly kind: 'reply'; readonly id: number; readonly ok: false; readonly message: string }
  | { readonly kind: 'closed' }

function post(message: SimulatorWorkerMessage): void {
  parentPort?.postMessage(message)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function isOperation(name: string): name is ControlOperation {
  return Object.hasOwn(controlRoutes, name)
}

async function answer(simulator: Simulator, message: unknown): Promise<void> {
  const request = requestSchema.parse(message)
  if (request.kind === 'close') {
    await simulator.close()
    post({ kind: 'closed' })
    parentPort?.close()
    return
  }
  try {
    if (!isOperation(request.operation)) throw new Error('No such control operation')
    const value: unknown = await controlRunners[request.operation](simulator.control, request.input)
    post({ kind: 'reply', id: request.id, ok: true, value })
  } catch (error) {
    post({ kind: 'reply', id: request.id, ok: false, message: messageOf(error) })
  }
}

async function main(): Promise<void> {
  try {
    const { sampleAt, ...options } = workerDataSchema.parse(workerData ?? {})
    const site = sampleAt === undefined ? undefined : sampleSite({ now: sampleAt }).site
    const simulator = await startSimulator({ ...options, site })
    parentPort?.on('message', (message: unknown) => {
      answer(simulator, message).catch((error: unknown) =>
        post({ kind: 'failed', message: messageOf(error) }),
      )
    })
    post({ kind: 'ready', url: simulator.url, controlUrl: simulator.controlUrl })
  } catch (error) {
    post({ kind: 'failed', message: messageOf(error) })
  }
}

// No top-level await: a bundle of another module format has none. main answers every error itself.
void main()
