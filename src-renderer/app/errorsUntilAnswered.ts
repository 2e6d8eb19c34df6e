import type { Query, QueryCache } from '@tanstack/react-query'

/**
 * A question that failed and is asked again would count as never asked: its error would vanish until the next answer,
 * which during an apply is eight times a second. So the error stands until an answer came, or until nobody looks.
 */
export function keepErrorsUntilAnswered(cache: QueryCache): void {
  const failed = new WeakMap<Query, Error>()
  cache.subscribe((event) => {
    const { query } = event
    if (event.type === 'observerRemoved' && query.getObserversCount() === 0) failed.delete(query)
    if (event.type !== 'updated') return
    const { status, error, data } = query.state
    if (event.action.type === 'fetch') {
      const kept = failed.get(query)
      if (kept !== undefined) query.setState({ status: 'error', error: kept })
    } else if (status === 'error' && error !== null && data === undefined) failed.set(query, error)
    else failed.delete(query)
  })
}
