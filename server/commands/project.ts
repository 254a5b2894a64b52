import { fileURLToPath } from 'node:url'

/** The folder of this checkout: what lies in it by default stays where it is, wherever a command is called from. */
export const PROJECT = fileURLToPath(new URL('../..', import.meta.url))
