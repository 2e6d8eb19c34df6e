/// <reference types="electron-vite/node" />

/**
 * False in the build that is packed for people, so that what developers and tests need is absent from it.
 * Set by electron.vite.config.ts and read in app/environment.ts alone; tests hand the choice in.
 */
declare const __LOCKSTEP_DEV__: boolean
