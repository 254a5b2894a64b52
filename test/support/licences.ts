import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ROOT, textOf } from './imports.ts'

/** One package of the lock file's tree. */
export interface Licensed {
  /** `node_modules/a/node_modules/b` is the package `b`. */
  path: string
  name: string
  /** Whether it is there for tests and tools alone. */
  isDev: boolean
  /** An SPDX expression; null where neither the package nor the lock file tells one. */
  licence: string | null
}

const LockFile = z.object({
  packages: z.record(z.string(), z.object({ license: z.string().optional(), dev: z.boolean().optional() })),
})
/** Old packages name their licence in an object. */
const Manifest = z.object({
  license: z.union([z.string(), z.object({ type: z.string() }).transform(({ type }) => type)]).optional(),
})

/** Every package that the lock file knows, those for other machines too. What is installed speaks for itself. */
export function licensedPackages(): Licensed[] {
  const { packages } = LockFile.parse(JSON.parse(textOf('package-lock.json')))
  return Object.entries(packages)
    .filter(([path]) => path !== '')
    .map(([path, { license, dev }]) => ({
      path,
      name: path.split('node_modules/').at(-1) ?? path,
      isDev: dev ?? false,
      licence: installed(path) ?? license ?? null,
    }))
}

function installed(path: string): string | null {
  const file = join(ROOT, path, 'package.json')
  if (!existsSync(file)) return null
  return Manifest.parse(JSON.parse(readFileSync(file, 'utf8'))).license ?? null
}

/** Whether an SPDX expression (`A`, `A AND B`, `(A OR B)`) leaves a choice of licences that are all accepted. */
export function isAccepted(expression: string, accepted: ReadonlySet<string>): boolean {
  const choices = expression.replaceAll(/[()]/g, '').split(' OR ')
  return choices.some((choice) => choice.split(' AND ').every((name) => accepted.has(name.trim())))
}
