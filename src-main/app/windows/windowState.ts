import { readFileSync } from 'node:fs'
import { rename, writeFile } from 'node:fs/promises'
import { z } from 'zod'

export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface WindowState {
  readonly bounds: Rectangle
  readonly isMaximized: boolean
}

export interface WindowSizes {
  readonly width: number
  readonly height: number
  readonly minWidth: number
  readonly minHeight: number
}

/** Where a new window goes; without x and y the system chooses the place. */
export interface WindowPlacement {
  readonly width: number
  readonly height: number
  readonly x?: number
  readonly y?: number
  readonly isMaximized: boolean
}

/** Enough of the title bar to grab must lie on some display. */
const VISIBLE_WIDTH = 120
const VISIBLE_HEIGHT = 40

const coordinate = z.number().int().min(-100_000).max(100_000)
const stateSchema = z.strictObject({
  bounds: z.strictObject({
    x: coordinate,
    y: coordinate,
    width: coordinate.min(1),
    height: coordinate.min(1),
  }),
  isMaximized: z.boolean(),
})

/** Null when nothing was kept or it cannot be read: a window's place is never worth an error. */
export function readWindowState(file: string): WindowState | null {
  try {
    return stateSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    // First start, or a damaged file: the default place is used and written over it.
    return null
  }
}

export async function writeWindowState(file: string, state: WindowState): Promise<void> {
  const temporary = `${file}.new`
  await writeFile(temporary, JSON.stringify(state), { mode: 0o600 })
  await rename(temporary, file)
}

/** The kept place where a display still shows it; else the kept size, fitted, wherever the system puts it. */
export function placeWindow(
  saved: WindowState | null,
  { workAreas, sizes }: { readonly workAreas: readonly Rectangle[]; readonly sizes: WindowSizes },
): WindowPlacement {
  if (saved === null) {
    const area = workAreas[0]
    return {
      width: fitLength(sizes.width, area?.width, sizes.minWidth),
      height: fitLength(sizes.height, area?.height, sizes.minHeight),
      isMaximized: false,
    }
  }
  const home = workAreas.find((area) => isReachable(saved.bounds, area))
  const area = home ?? workAreas[0]
  const size = {
    width: fitLength(saved.bounds.width, area?.width, sizes.minWidth),
    height: fitLength(saved.bounds.height, area?.height, sizes.minHeight),
  }
  if (home === undefined) return { ...size, isMaximized: saved.isMaximized }
  return { ...size, x: saved.bounds.x, y: saved.bounds.y, isMaximized: saved.isMaximized }
}

function fitLength(wanted: number, available: number | undefined, minimum: number): number {
  return Math.max(minimum, Math.min(wanted, available ?? wanted))
}

function isReachable(bounds: Rectangle, area: Rectangle): boolean {
  const visible = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x)
  const isTitleBarInside = bounds.y >= area.y && bounds.y + VISIBLE_HEIGHT <= area.y + area.height
  return visible >= VISIBLE_WIDTH && isTitleBarInside
}
