import { expect, it } from 'vitest'
import { madeLate } from './madeLate.ts'

it('something made late, asked for by several, is made once', async () => {
  let made = 0
  const get = madeLate(async () => ++made)
  expect(await Promise.all([get(), get()])).toEqual([1, 1])
  expect(await get()).toBe(1)
})

it('something that could not be made, asked for again, is tried again', async () => {
  let tries = 0
  const get = madeLate(async () => {
    tries += 1
    if (tries === 1) throw new Error('the file is gone')
    return 'made'
  })
  await expect(get()).rejects.toThrow('the file is gone')
  expect(await get()).toBe('made')
})
