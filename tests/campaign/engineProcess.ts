import { writeSync } from 'node:fs'
import type { OperatorId } from '../../src-main/domain/ids.ts'
import type { OperationStep } from '../../src-main/engine/engineContext.ts'
import { systemClock } from '../../src-main/platform/systemClock.ts'
import { assembleEngine } from '../support/engineParts.ts'
import { type Command, carryOut } from './commands.ts'
import { DYING_IN } from './dyingIn.ts'
import { openProfile } from './openProfile.ts'

/** How the parent has this process run; given as JSON in the first argument. */
export interface EngineProcessOptions {
  readonly dir: string
  readonly operatorId: number
  readonly commands: readonly Command[]
  /** Kills itself in this step of an operation, counted from 1; null to be killed from outside, or not at all. */
  readonly dieAtStep: number | null
  readonly commandDeadlineMs: number
}

/** Nothing runs after it: no exit handler, no write that was pending. The step is told in what is sure to arrive. */
function die(step: OperationStep): void {
  writeSync(process.stderr.fd, `${DYING_IN}${step}\n`)
  process.kill(process.pid, 'SIGKILL')
}

/**
 * Messages to the parent: `started` when the engine runs, one `acknowledged` for each command that was committed, and
 * `trouble` when the store takes no writes, or does again.
 */
async function main(options: EngineProcessOptions): Promise<void> {
  const { store, vault, backups } = openProfile(options.dir, systemClock)
  let steps = 0
  let nextStep: () => void = () => undefined
  const parts = assembleEngine(
    { store, vault, backups, clock: systemClock },
    {
      settings: { commandDeadlineMs: options.commandDeadlineMs },
      onTrouble: (trouble) => void process.send?.({ kind: 'trouble', code: trouble?.code ?? null }),
      onStep(step, jobType) {
        // Only a door's work is counted: the account is read at each start, at a moment of its own.
        if (jobType === 'device_sync') return
        steps++
        if (steps === options.dieAtStep) die(step)
        nextStep()
      },
    },
  )
  const engine = parts.engine()
  engine.start()
  process.send?.({ kind: 'started' })
  for (const command of options.commands) {
    const result = carryOut(parts.useCases, options.operatorId as OperatorId, command)
    process.send?.({ kind: 'acknowledged', result })
    await Promise.race([engine.idle(), new Promise<void>((resolve) => (nextStep = resolve))])
  }
  await engine.idle()
  await engine.stop()
  await parts.clients.closeAll()
  store.close()
  process.disconnect?.()
}

await main(JSON.parse(process.argv[2] ?? '{}'))
