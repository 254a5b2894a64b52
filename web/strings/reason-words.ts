import type { Check } from '../../server/contest/entry.ts'
import type { ReasonCode } from '../../server/contest/reason.ts'
import type { Lang } from '../page-context.ts'
import { en } from './en.ts'
import { partsOf, templateOf, writeValue } from './say.ts'
import type { Key } from './translation.ts'

/** Details that are moments rather than numbers. */
const MOMENTS = new Set(['time', 'opens', 'closes', 'seen'])

/** A check in words: what it is about, and how it stands. */
export interface ReasonWords {
  name: string
  /** Null when the check carries too little to fill the sentence; the name then stands alone. */
  sentence: string | null
}

/**
 * The words for a check. Its details fill the placeholders: moments are written by `when`, a cap's scope by its own
 * word. A sentence is never said with a hole in it.
 */
export function reasonWords(lang: Lang, check: Check, when: (at: number) => string): ReasonWords {
  const name = templateOf(lang, `name.${check.code}`, undefined)
  for (const key of keysFor(check)) {
    const sentence = fill(lang, key, check.detail, when)
    if (sentence !== null) return { name, sentence }
  }
  return { name, sentence: null }
}

/** Why a moderator did not approve an entry: in full where the details suffice, else in general. */
export function refusalWords(lang: Lang, code: ReasonCode, detail: Check['detail']): string {
  const sentence = fill(lang, `fails.${code}`, detail, String)
  const general = `refusal.${code}`
  if (sentence !== null) return sentence
  return isKey(general)
    ? `${templateOf(lang, general, undefined)}.`
    : `${templateOf(lang, `name.${code}`, undefined)}.`
}

/** From the sentence that says most to the one that needs least; the first whose details are all there is said. */
function keysFor({ code, outcome }: Check): Key[] {
  if (outcome === 'pass') return [`passes.${code}`]
  const looks = outcome === 'review' ? [`looks.${code}`] : []
  return [...looks, `late.${code}`, `fails.${code}`, `plain.${code}`].filter(isKey)
}

function isKey(key: string): key is Key {
  return Object.hasOwn(en, key)
}

function fill(lang: Lang, key: Key, detail: Check['detail'], when: (at: number) => string): string | null {
  const parts = partsOf(templateOf(lang, key, detail.n ?? detail.days))
  if (parts.some((part, place) => place % 2 === 1 && detail[part] === undefined)) return null
  return endOnce(
    parts
      .map((part, place) => (place % 2 === 0 ? part : write(lang, part, detail[part] ?? '', when)))
      .join(''),
  )
}

/** What a person or a decoder says may end its own sentence; ours then adds no full stop. */
function endOnce(sentence: string): string {
  return sentence.replace(/([.!?…])\.$/u, '$1')
}

function write(lang: Lang, name: string, value: string | number, when: (at: number) => string): string {
  if (MOMENTS.has(name) && typeof value === 'number') return when(value)
  const scope = `scope.${value}`
  if (name === 'scope' && isKey(scope)) return templateOf(lang, scope, undefined)
  return writeValue(lang, value)
}
