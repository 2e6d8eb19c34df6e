const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
/** What a page cannot hold, and what turns the direction of the text around it: shown as a code instead. */
const UNSHOWABLE = /(?![\t\r\n])[\p{Cc}\p{Surrogate}\u202a-\u202e\u2066-\u2069]/gu

/** Markup of our own. Made by `html` alone, so that nothing unescaped can be mistaken for it. */
export class SafeHtml {
  readonly markup: string
  constructor(markup: string) {
    this.markup = markup
  }
}

type Part = string | number | SafeHtml | readonly SafeHtml[]

/** Every value is escaped, in text and in quoted attributes; only other pieces made by `html` go in as they are. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): SafeHtml {
  return new SafeHtml(strings.map((text, index) => text + render(parts[index])).join(''))
}

function render(part: Part | undefined): string {
  if (part === undefined) return ''
  if (part instanceof SafeHtml) return part.markup
  if (typeof part === 'string') return escapeText(part)
  if (typeof part === 'number') return String(part)
  return part.map((piece) => piece.markup).join('')
}

function escapeText(text: string): string {
  return text
    .replace(UNSHOWABLE, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign)
}
