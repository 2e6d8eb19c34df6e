import type { Page } from '@playwright/test'
import { beginFrames, endFrames, prepareScroll } from './planInPage.mjs'

const NOTCHES = 150
const NOTCH_PX = 600

/** Turns the wheel through the plan, or through a bare element of its height; how long each frame took meanwhile. */
export async function wheelThrough(window: Page, through: 'plan' | 'bare'): Promise<readonly number[]> {
  const middle = await window.evaluate(prepareScroll, through)
  await window.mouse.move(middle.x, middle.y)
  await window.evaluate(beginFrames)
  for (let notch = 0; notch < NOTCHES; notch++) await window.mouse.wheel(0, NOTCH_PX)
  const { frames, scrolledPx } = await window.evaluate(endFrames)
  if (scrolledPx < (NOTCHES * NOTCH_PX) / 2) throw new Error(`only ${scrolledPx} px were scrolled`)
  return frames
}
