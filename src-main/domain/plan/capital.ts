/** For a sentence that begins with a name or with a word that is small elsewhere. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
