import type { NativeTheme } from 'electron'
import type { Theme } from '../ports/theme.ts'

export function createTheme(nativeTheme: Pick<NativeTheme, 'themeSource' | 'shouldUseDarkColors'>): Theme {
  return {
    choose(choice) {
      nativeTheme.themeSource = choice === 'auto' ? 'system' : choice
    },
    resolved: () => (nativeTheme.shouldUseDarkColors ? 'dark' : 'light'),
  }
}
