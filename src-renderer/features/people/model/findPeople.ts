import type { PersonRow } from '../../../../src-preload/contract/views/people.ts'

/** People whose name or note holds every word searched for. */
export function findPeople(people: readonly PersonRow[], query: string): readonly PersonRow[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean)
  return people.filter((person) => {
    const text = `${person.name} ${person.note ?? ''}`.toLowerCase()
    return wanted.every((word) => text.includes(word))
  })
}
