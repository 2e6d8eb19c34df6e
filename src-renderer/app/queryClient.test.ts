import { notifyManager, QueriesObserver, type QueryClient, QueryObserver } from '@tanstack/react-query'
import { describe, expect, it } from 'vitest'
import { createQueryClient } from './queryClient.ts'

interface Waiting {
  readonly resolve: (lines: string) => void
  readonly reject: (why: Error) => void
}

/** A question whose answers are given by hand. */
function ask(client: QueryClient) {
  const waiting: Waiting[] = []
  const options = {
    queryKey: ['lines'],
    queryFn: () => new Promise<string>((resolve, reject) => waiting.push({ resolve, reject })),
  }
  const answer = async (settle: (next: Waiting) => void): Promise<void> => {
    await expect.poll(() => waiting.length).toBeGreaterThan(0)
    const next = waiting.shift()
    if (next !== undefined) settle(next)
    await expect.poll(() => client.isFetching()).toBe(0)
  }
  return {
    options,
    fail: (why: string) => answer(({ reject }) => reject(new Error(why))),
    succeed: () => answer(({ resolve }) => resolve('two lines')),
  }
}

describe('an answer that failed', () => {
  it('stays failed while it is asked again, until an answer came', async () => {
    const client = createQueryClient()
    const question = ask(client)
    const seen = new QueryObserver(client, question.options)
    const states: string[] = []
    // As the hooks do: told of changes, they read what is.
    seen.subscribe(notifyManager.batchCalls(() => states.push(seen.getCurrentResult().status)))
    await question.fail('first')
    await expect.poll(() => states.at(-1)).toBe('error')
    states.length = 0
    const news = client.invalidateQueries({ queryKey: ['lines'] })
    expect(seen.getCurrentResult()).toMatchObject({
      isLoadingError: true,
      isFetching: true,
      error: new Error('first'),
    })
    await question.fail('second')
    await news
    expect(seen.getCurrentResult()).toMatchObject({ isLoadingError: true, error: new Error('second') })
    const again = seen.refetch()
    await question.succeed()
    await again
    expect(seen.getCurrentResult()).toMatchObject({ status: 'success', data: 'two lines', error: null })
    await expect.poll(() => states.at(-1)).toBe('success')
    expect(states).not.toContain('pending')
  })

  it('stays so among several that are asked at once', async () => {
    const client = createQueryClient()
    const question = ask(client)
    const seen = new QueriesObserver(client, [question.options])
    seen.subscribe(() => {})
    await question.fail('first')
    void client.invalidateQueries({ queryKey: ['lines'] })
    expect(seen.getCurrentResult()).toMatchObject([{ isLoadingError: true, isFetching: true }])
    await question.succeed()
    expect(seen.getCurrentResult()).toMatchObject([{ status: 'success' }])
  })

  it('is asked as a new question by whoever comes back to it', async () => {
    const client = createQueryClient()
    const question = ask(client)
    const leave = new QueryObserver(client, question.options).subscribe(() => {})
    await question.fail('first')
    leave()
    const seen = new QueryObserver(client, question.options)
    seen.subscribe(() => {})
    expect(seen.getCurrentResult()).toMatchObject({ isPending: true, isFetching: true })
    await question.succeed()
    expect(seen.getCurrentResult().data).toBe('two lines')
  })
})
