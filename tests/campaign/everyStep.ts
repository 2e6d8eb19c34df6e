import { createRandom } from '../../src-main/simulator/random.ts'
import { COMMANDS_OF, createStepScene, type Killed, type StepWork } from './stepScene.ts'
import type { Tally } from './tally.ts'
import { canTry, meetTrouble, STORE_TROUBLES } from './troubleScene.ts'
import { createUpgradeScene } from './upgradeScene.ts'

/** An operation that never ends would be tried for ever. */
const MOST_STEPS = 60
/** Shares of the copy's size, and the moment it gets its name. */
export const COPY_MOMENTS = [0, 0.25, 0.5, 0.75, 'named'] as const
const MOMENTS_OF_CHANCE = 10
/** Of the time that a start with the copy and the migration takes; after it everything is done. */
const CHANCE_SHARE = 0.7

/** Hears of each try as it ends. */
type OnTry = (what: string, violations: readonly string[]) => void

/** SIGKILL in each numbered step of an operation, and while each kind of request is under way. Gives the violations. */
export async function killInEveryStep(tally: Tally, onTry: OnTry): Promise<readonly string[]> {
  const judge = createJudge(tally, onTry)
  for (const work of Object.keys(COMMANDS_OF) as StepWork[]) {
    const scene = await createStepScene(work)
    try {
      for (let n = 1; n <= MOST_STEPS; n++) {
        const killed = await scene.killInStep(n)
        const name = killed.step === null ? 'not killed: it was through' : stepName(n, killed)
        judge(`killed in each step: ${work}`, name, killed.violations)
        if (killed.step === null) break
        if (n === MOST_STEPS) judge(`killed in each step: ${work}`, 'end', [`not through in ${n} steps`])
      }
      for (const kind of COMMANDS_OF[work]) {
        for (const effect of ['none', 'applied'] as const) {
          const { violations } = await scene.killInRequest(kind, effect)
          const name = `${kind}, ${effect === 'none' ? 'not done' : 'done'} by the provider`
          judge(`killed between send and answer: ${work}`, name, violations)
        }
      }
    } finally {
      await scene.remove()
    }
  }
  return judge.found
}

/** A store that fails in the midst of a command. What this system cannot do to a process is left out, and said. */
export async function failStore(tally: Tally, onTry: OnTry): Promise<readonly string[]> {
  const judge = createJudge(tally, onTry)
  for (const trouble of STORE_TROUBLES) {
    for (const end of trouble === 'read-only file' ? (['ended'] as const) : (['ended', 'killed'] as const)) {
      if (canTry(trouble)) {
        judge('the store takes nothing', `${trouble}, then ${end}`, await meetTrouble(trouble, end))
      } else onTry(`${trouble}: cannot be tried here`, [])
    }
  }
  return judge.found
}

/** SIGKILL before each statement of a copy and a migration, while the copy is written, and at moments of chance. */
export async function killInUpgrade(
  tally: Tally,
  { seed, onTry }: { readonly seed: string; readonly onTry: OnTry },
): Promise<readonly string[]> {
  const judge = createJudge(tally, onTry)
  const random = createRandom(`upgrade ${seed}`)
  const scene = createUpgradeScene()
  try {
    for (const { n, words } of await scene.statements()) {
      const { violations } = await scene.upgrade({ statement: n })
      judge('killed before each statement: backup, migration', `${n} ${words}`, violations)
    }
    for (const copy of COPY_MOMENTS) {
      const { violations } = await scene.upgrade({ copy })
      const name = copy === 'named' ? 'just named' : `from ${copy * 100} % of its size on`
      judge('killed while the backup is written', name, violations)
    }
    const { tookMs } = await scene.upgrade({})
    for (let round = 0; round < MOMENTS_OF_CHANCE; round++) {
      const afterMs = random.fraction() * CHANCE_SHARE * tookMs
      const { words, violations } = await scene.upgrade({ afterMs })
      const name = words === null ? 'killed' : 'through before'
      judge('at a moment of chance in backup or migration', name, violations)
    }
  } finally {
    scene.remove()
  }
  return judge.found
}

function stepName(n: number, { step, open }: Killed): string {
  return [`${String(n).padStart(2)} ${step}`, open.length > 0 ? `found ${open.join(', ')}` : null]
    .filter(Boolean)
    .join(', ')
}

interface Judge {
  (group: string, name: string, violations: readonly string[]): void
  readonly found: readonly string[]
}

function createJudge(tally: Tally, onTry: OnTry): Judge {
  const found: string[] = []
  const judge = (group: string, name: string, violations: readonly string[]): void => {
    tally.judged(group, name, violations.length)
    found.push(...violations.map((violation) => `${group}: ${name}: ${violation}`))
    onTry(`${group}: ${name}`, violations)
  }
  return Object.assign(judge, { found })
}
