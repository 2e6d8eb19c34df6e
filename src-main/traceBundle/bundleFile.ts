import { type TraceBundle, traceBundleSchema } from '../../src-preload/contract/traceBundle.ts'

/**
 * The bundle as the text of its file. Fields stand in the schema's order, so that a file that was read and written
 * again is the same byte for byte. Throws when the bundle is not one: that is a fault of ours.
 */
export function writeBundle(bundle: TraceBundle): string {
  return `${JSON.stringify(traceBundleSchema.parse(bundle), null, 2)}\n`
}
