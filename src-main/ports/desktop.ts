/** The system's own programs. */
export interface Desktop {
  /** Opens a listed https page in the browser. False when the policy refused it. */
  openLink(url: string): Promise<boolean>
  /** Opens the folder in the file manager. False when the system could not. */
  openFolder(path: string): Promise<boolean>
}
