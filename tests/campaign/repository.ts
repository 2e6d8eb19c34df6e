import { fileURLToPath } from 'node:url'

/** The repository's folder: the engine's process is bundled into another one and is told. */
export const repositoryDir = fileURLToPath(new URL('../..', import.meta.url))
