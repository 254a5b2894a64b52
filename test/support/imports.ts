import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of this checkout. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** One file's mention of another, or of a package. */
export interface Import {
  /** A path from the root of the checkout, `node:fs`, or the name of a package. */
  target: string
  isPackage: boolean
  /** `import type`, whose target is not there when the program runs. */
  isType: boolean
}

/** Text files of ours by glob, as paths from the root. */
export function filesOf(...globs: string[]): string[] {
  return globs
    .flatMap((glob) => globSync(glob, { cwd: ROOT }))
    .map((path) => path.replaceAll('\\', '/'))
    .toSorted()
}

export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}

const STATEMENT = /^(?:import|export)\b(?<what>[^'"`;]*?)\bfrom\s+'(?<from>[^']+)'/gm
const BARE = /^import\s+'(?<from>[^']+)'/gm
const LAZY = /\bimport\(\s*'(?<from>[^']+)'/g
/** A worker or child process is started from its file. */
const STARTED = /new URL\('(?<from>\.[^']+\.tsx?)', import\.meta\.url\)/g

/** All that a file names, as our formatter writes it: one quote, one statement at the start of a line. */
export function importsOf(path: string, text = textOf(path)): Import[] {
  return [STATEMENT, BARE, LAZY, STARTED].flatMap((pattern) =>
    [...text.matchAll(pattern)].map(({ groups }) => {
      const from = groups?.from ?? ''
      const isType = /^\s+type\b/.test(groups?.what ?? '')
      if (!from.startsWith('.')) return { target: packageOf(from), isPackage: true, isType }
      const target = normalize(join(dirname(path), from)).replaceAll('\\', '/')
      return { target, isPackage: false, isType }
    }),
  )
}

/** `@noble/curves/bls12-381.js` → `@noble/curves`. */
function packageOf(from: string): string {
  if (from.startsWith('node:')) return from
  return from
    .split('/')
    .slice(0, from.startsWith('@') ? 2 : 1)
    .join('/')
}
