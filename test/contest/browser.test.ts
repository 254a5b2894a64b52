import { readFileSync } from 'node:fs'
import t from 'tap'

/** Every file that a file of the core imports, itself included. */
function reach(file: string, seen = new Map<string, string>()): Map<string, string> {
  if (seen.has(file)) return seen
  const source = readFileSync(new URL(`../../server/contest/${file}`, import.meta.url), 'utf8')
  seen.set(file, source)
  for (const [, type, path = ''] of source.matchAll(/^import (type )?[^'"]*['"]([^'"]+)['"]/gmu)) {
    if (type === undefined) reach(path.replace(/^\.\//u, ''), seen)
  }
  return seen
}

t.test('what pages send to browsers needs neither Temporal nor a package', async (t) => {
  for (const entry of ['hashtag.ts', 'caption.ts', 'match.ts', 'tag-rules.ts', 'forecast.ts', 'odds.ts']) {
    for (const [file, source] of reach(entry)) {
      t.notMatch(source, /\bTemporal\b/u, `${entry} → ${file}`)
      t.notMatch(source, /\bDate\.now|Math\.random|\bprocess\b|from '(?!\.\/)/u, `${entry} → ${file}`)
    }
  }
})
