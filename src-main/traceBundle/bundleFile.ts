import { type TraceBundle, traceBundleSchema } from '../../src-preload/contract/traceBundle.ts'
import { findHostileShape } from './hostileJson.ts'

/** The largest file that is read or written: a trace of 100,000 records. */
export const LARGEST_BUNDLE_BYTES = 128 * 1_024 * 1_024
/** Real records nest about ten deep. */
export const DEEPEST_FILE = 40

/** No computer could open the file again, this one included. */
export class FileTooLarge extends Error {
  override name = 'FileTooLarge'
}

/**
 * The bundle as the text of its file. Fields stand in the schema's order, so that a file that was read and written
 * again is the same byte for byte. Throws when the bundle is not one: that is a fault of ours.
 */
export function writeBundle(bundle: TraceBundle): string {
  return fileText(traceBundleSchema.parse(bundle))
}

/** JSON to be read by people, or without its indents where only so it is small enough to be opened again. */
export function fileText(value: unknown, largest = LARGEST_BUNDLE_BYTES): string {
  for (const indent of [2, 0]) {
    const text = jsonOf(value, indent)
    if (text !== null && Buffer.byteLength(text) <= largest) return openable(text)
  }
  throw new FileTooLarge()
}

function jsonOf(value: unknown, indent: number): string | null {
  try {
    return `${JSON.stringify(value, null, indent)}\n`
  } catch (cause) {
    // Longer than any string can be.
    if (cause instanceof RangeError) return null
    throw cause
  }
}

function openable(text: string): string {
  if (findHostileShape(text, DEEPEST_FILE) !== null) throw new FileTooLarge()
  return text
}
