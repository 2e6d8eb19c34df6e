/** The database was written by a newer program, or cannot be opened: nothing was changed. */
export class ProfileRefused extends Error {
  readonly sentence: string
  constructor(sentence: string, options: ErrorOptions = {}) {
    super('profile refused', options)
    this.name = 'ProfileRefused'
    this.sentence = sentence
  }
}
