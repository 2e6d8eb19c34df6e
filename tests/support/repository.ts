import { fileURLToPath } from 'node:url'

/** The repository's folder. Built programs stand as deep in it as this file, so that it is found from them as well. */
export const repositoryDir = fileURLToPath(new URL('../..', import.meta.url))
