export interface FileKind {
  readonly name: string
  /** Without the dot. */
  readonly extensions: readonly string[]
}

/** Asks a person for a file. Null when they cancelled. */
export interface FileDialog {
  chooseFileToOpen(options: {
    readonly title: string
    readonly kinds: readonly FileKind[]
  }): Promise<string | null>
  chooseFileToSave(options: {
    readonly title: string
    readonly suggestedName: string
    readonly kinds: readonly FileKind[]
  }): Promise<string | null>
}
