import { expect, test } from 'vitest'
import { createRandom, digitsOf, md5Of } from './random.ts'

test('createRandom, the same seed twice, gives the same numbers', () => {
  const one = createRandom('a')
  const two = createRandom('a')
  const numbers = Array.from({ length: 50 }, () => one.fraction())
  expect(Array.from({ length: 50 }, () => two.fraction())).toEqual(numbers)
  expect(new Set(numbers).size).toBe(50)
})

test('createRandom, whole numbers from 3 to 5, reach both ends and stay inside', () => {
  const random = createRandom('a')
  const numbers = new Set(Array.from({ length: 200 }, () => random.integer(3, 5)))
  expect([...numbers].sort()).toEqual([3, 4, 5])
})

test('digitsOf, any text, gives that many digits and keeps leading zeros', () => {
  const codes = Array.from({ length: 100 }, (_, index) => digitsOf(`text ${index}`, 7))
  expect(codes.every((code) => /^\d{7}$/.test(code))).toBe(true)
  expect(codes.some((code) => code.startsWith('0'))).toBe(true)
})

test('md5Of, the empty text, is the well-known digest', () => {
  expect(md5Of('')).toBe('d41d8cd98f00b204e9800998ecf8427e')
})
