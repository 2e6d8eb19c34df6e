import type { MantineColorScheme, MantineColorSchemeManager } from '@mantine/core'

/** Main wrote the right scheme into the page before the first script; the stored setting lives there too. */
export function readInitialScheme(): MantineColorScheme {
  return document.documentElement.getAttribute('data-mantine-color-scheme') === 'dark' ? 'dark' : 'light'
}

/** Keeps nothing of its own: Mantine's default would store a second copy in the browser. */
export const colorSchemeOfMain: MantineColorSchemeManager = {
  get: (defaultValue) => defaultValue,
  set: () => undefined,
  subscribe: () => undefined,
  unsubscribe: () => undefined,
  clear: () => undefined,
}
