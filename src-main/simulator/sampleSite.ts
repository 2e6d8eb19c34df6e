import { generateSite } from './generateSite.ts'
import type { Site } from './site.ts'
export function sampleSite({ now }: { readonly now: number }): { readonly site: Site } {
  return { site: generateSite({ seed: 'x', doors: 3, codesPerDoor: 3, now }) }
}
