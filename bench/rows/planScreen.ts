import { FrontDesk } from '../../tests/support/frontDesk.ts'
import { comparedRow, median, rounded } from '../rounds.ts'
import { type Aim, atMost, type Row, type RowModule } from '../row.ts'
import { beginProfile, launchApp } from '../scenes/electronStart.ts'
import { watchMainLoop } from '../scenes/mainLoop.ts'
import { countRows, openPlan, unfold } from '../scenes/planInPage.mjs'
import { putPlans } from '../scenes/planScene.ts'
import { wheelThrough } from '../scenes/planWheel.ts'
import { temporaryFolder } from '../scenes/temporaryFolder.ts'

const ROUNDS = 5
const SLOW_FRAME_MS = 32
const LARGE = 'Plan of a thousand doors'
const SMALL = 'Plan of one door'

export const row: RowModule = {
  id: 'plan-screen',
  what: 'the plan of 1,000 doors with 200 codes each, on the screen',
  async run() {
    const profile = temporaryFolder()
    await beginProfile(profile)
    putPlans(profile, { [SMALL]: 1, [LARGE]: 1_000 })
    const { electron, window } = await launchApp(profile)
    const desk = new FrontDesk(window)
    const open = async (title: string) => {
      // Answers are kept; a new page asks for them again.
      await window.reload()
      await desk.navigation().waitFor()
      await desk.goTo('Enforce plan')
      await window.getByText(title).waitFor()
      return watchMainLoop(electron, () => window.evaluate(openPlan, title))
    }
    try {
      await desk.signIn()
      const firstRows = { large: [] as number[], small: [] as number[] }
      const blocked = { large: [] as number[], small: [] as number[] }
      const slow = { folded: [] as number[], unfolded: [] as number[], bare: [] as number[] }
      let rowsInPage = 0
      for (let round = -1; round < ROUNDS; round++) {
        const small = await open(SMALL)
        const large = await open(LARGE)
        const bare = await wheelThrough(window, 'bare')
        const folded = await wheelThrough(window, 'plan')
        rowsInPage = Math.max(rowsInPage, await window.evaluate(countRows))
        await window.evaluate(unfold)
        const unfolded = await wheelThrough(window, 'plan')
        if (round < 0) continue
        firstRows.small.push(small.value)
        firstRows.large.push(large.value)
        blocked.small.push(small.longestMs)
        blocked.large.push(large.longestMs)
        slow.bare.push(slowShare(bare))
        slow.folded.push(slowShare(folded))
        slow.unfolded.push(slowShare(unfolded))
      }
      const against = 'the same with a plan of one door'
      const firstOf = 'from the click on a plan of 1,000 doors with 200 codes each'
      return [
        comparedRow(
          { id: 'plan-screen-first-rows', what: `${firstOf} until its first lines are painted`, unit: 'ms' },
          { values: firstRows.large, against, againstValues: firstRows.small, aim: null },
        ),
        {
          ...comparedRow(
            { id: 'plan-screen-main', what: `the longest that main answers nobody, ${firstOf}`, unit: 'ms' },
            { values: blocked.large, against, againstValues: blocked.small, aim: null },
          ),
          ...judged(atMost(50, 'value'), median(blocked.large)),
        },
        scrollRow('plan-screen-scroll', 'with the changes alone', {
          values: slow.folded,
          bare: slow.bare,
          rowsInPage,
        }),
        scrollRow('plan-screen-scroll/unfolded', 'beginning with unfolded doors', {
          values: slow.unfolded,
          bare: slow.bare,
          rowsInPage,
        }),
      ]
    } finally {
      await electron.close()
    }
  },
}

function slowShare(frames: readonly number[]): number {
  return (100 * frames.filter((ms) => ms > SLOW_FRAME_MS).length) / frames.length
}

function judged(aim: Aim, value: number): Pick<Row, 'aim' | 'pass'> {
  return { aim: aim.text, pass: aim.isMet(value) }
}

function scrollRow(
  id: string,
  how: string,
  measured: {
    readonly values: readonly number[]
    readonly bare: readonly number[]
    readonly rowsInPage: number
  },
): Row {
  const value = median(measured.values)
  return {
    id,
    what: `frames over 32 ms while the wheel turns through a part of that plan, ${how}`,
    value: rounded(value),
    unit: '%',
    against: 'a bare element of the same height in the same window',
    againstValue: rounded(median(measured.bare)),
    ratio: null,
    ...judged(atMost(1, 'value'), value),
    notes: [
      `rounds: ${measured.values.map(rounded).join(' ')} against ${measured.bare.map(rounded).join(' ')}`,
      `at most ${measured.rowsInPage} lines in the page`,
    ],
  }
}
