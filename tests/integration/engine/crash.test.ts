import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { COMMANDS_OF, createStepScene, type StepScene } from '../../campaign/stepScene.ts'

/** Each of them starts processes one after the other; on a busy machine a start alone takes seconds. */
const STARTS_MANY = 120_000

describe.each([
  ['unattended', 15],
  ['approved replace', 13],
  ['open schedule', 7],
] as const)('SIGKILL within work that is %s', { timeout: STARTS_MANY }, (work, steps) => {
  let scene: StepScene

  beforeAll(async () => {
    scene = await createStepScene(work)
  }, STARTS_MANY)
  afterAll(() => scene.remove(), STARTS_MANY)

  it.each(Array.from({ length: steps }, (_step, index) => index + 1))(
    'in step %i leaves nothing undone, undecided or done twice',
    async (n) => {
      const { step, violations } = await scene.killInStep(n)
      expect(step).not.toBeNull()
      expect(violations).toEqual([])
    },
  )

  it.each(COMMANDS_OF[work].flatMap((kind) => [[kind, 'none'] as const, [kind, 'applied'] as const]))(
    'during the request of %s, with its effect %s, leaves nothing undone or done twice',
    async (kind, effect) => {
      const { step, violations } = await scene.killInRequest(kind, effect)
      expect(step).not.toBeNull()
      expect(violations).toEqual([])
    },
  )

  it('has been tried in every step there is', async () => {
    const { step, violations } = await scene.killInStep(steps + 1)
    expect(step).toBeNull()
    expect(violations).toEqual([])
  })
})
