import type { RulesFacts, Section } from './rules-facts.ts'
import { englishRules } from './rules-text-en.ts'
import { bokmalRules } from './rules-text-nb.ts'

/**
 * The rules of a contest for people, from the data that is enforced. Plain text, UTF-8, lines end with LF, the
 * same facts give the same bytes on every machine: its hash stands in every draw's commitment. Throws
 * `zone_unknown`.
 */
export function rulesText(facts: RulesFacts, language: 'en' | 'nb'): string {
  const clean = cleanTexts(facts)
  const sections = language === 'en' ? englishRules(clean) : bokmalRules(clean)
  const title = clean.title
  return [
    `${title}\n${'='.repeat([...title].length)}`,
    ...sections.map((section, i) => formatSection(section, i + 1)),
  ]
    .join('\n\n')
    .concat('\n')
}

function formatSection({ heading, lines }: Section, number: number): string {
  const text = lines.reduce((before, line) => {
    const list = line.startsWith('- ') && before.split('\n').at(-1)?.startsWith('- ')
    return before === '' ? line : `${before}${list ? '\n' : '\n\n'}${line}`
  }, '')
  return `${number}. ${heading}\n\n${text}`
}

/** Texts typed by a manager become one line each, so that none can look like a section of its own. */
function cleanTexts<T>(value: T): T
function cleanTexts(value: unknown): unknown {
  if (typeof value === 'string') return oneLine(value)
  if (Array.isArray(value)) return value.map((part) => cleanTexts(part))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, cleanTexts(part)]))
}

function oneLine(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\s\p{Cc}\p{Cs}]+/gu, ' ')
    .trim()
}
