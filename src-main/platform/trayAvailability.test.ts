import { describe, expect, it } from 'vitest'
import { isTrayExpected } from './trayAvailability.ts'

describe('tray expectation', () => {
  it.each([
    ['Windows', { platform: 'win32', desktops: [], hasSessionBus: false }, true],
    ['macOS', { platform: 'darwin', desktops: [], hasSessionBus: false }, true],
    ['KDE', { platform: 'linux', desktops: ['kde'], hasSessionBus: true }, true],
    ['Ubuntu', { platform: 'linux', desktops: ['ubuntu', 'gnome'], hasSessionBus: true }, true],
    ['plain GNOME', { platform: 'linux', desktops: ['gnome'], hasSessionBus: true }, false],
    ['a bare X server', { platform: 'linux', desktops: [], hasSessionBus: false }, false],
    ['KDE without a bus', { platform: 'linux', desktops: ['kde'], hasSessionBus: false }, false],
  ] as const)('on %s', (_name, facts, isExpected) => {
    expect(isTrayExpected(facts)).toBe(isExpected)
  })
})
