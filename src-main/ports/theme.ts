export type ColorSchemeChoice = 'light' | 'dark' | 'auto'

export interface Theme {
  /** Applies a stored choice to the whole program, native parts included. */
  choose(choice: ColorSchemeChoice): void
  /** What the choice comes to at this moment. */
  resolved(): 'light' | 'dark'
}
