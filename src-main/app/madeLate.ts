/** What whoever needs it first makes, for all. After a failure, told to those who waited, the next one tries again. */
export function madeLate<T>(make: () => Promise<T>): () => Promise<T> {
  let making: Promise<T> | null = null
  return () => {
    making ??= make().catch((error: unknown) => {
      making = null
      throw error
    })
    return making
  }
}
