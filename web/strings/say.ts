import { localeOf } from '../locale.ts'
import type { Lang } from '../page-context.ts'
import { en } from './en.ts'
import { nb } from './nb.ts'
import type { Key, NamesIn, TranslationOf } from './translation.ts'

type Values<K extends Key> = { [Name in NamesIn<K>]: string | number }

type Arguments<K extends Key> = [NamesIn<K>] extends [never] ? [] : [values: Values<K>]

/** Says a message in one language. Numbers are written as the language writes them; `{n}` decides the plural. */
export type Say = <K extends Key>(key: K, ...values: Arguments<K>) => string

interface Language {
  messages: TranslationOf<typeof en>
  numbers: Intl.NumberFormat
  plurals: Intl.PluralRules
}

const LANGUAGES: Record<Lang, Language> = {
  en: language('en', en),
  nb: language('nb', nb),
}

function language(lang: Lang, messages: TranslationOf<typeof en>): Language {
  return {
    messages,
    numbers: new Intl.NumberFormat(localeOf(lang)),
    plurals: new Intl.PluralRules(localeOf(lang)),
  }
}

/** The message a key stands for, its placeholders still in it, in the plural that `n` asks for. */
export function templateOf(lang: Lang, key: Key, n: unknown): string {
  const { messages, plurals } = LANGUAGES[lang]
  const message = messages[key]
  if (typeof message === 'string') return message
  return plurals.select(typeof n === 'number' ? n : 0) === 'one' ? message.one : message.other
}

/** Splits a template at its placeholders: texts at even places, names at odd ones. */
export function partsOf(template: string): string[] {
  return template.split(/\{([a-z]+)\}/i)
}

/** One placeholder's value as text. */
export function writeValue(lang: Lang, value: string | number): string {
  return typeof value === 'number' ? LANGUAGES[lang].numbers.format(value) : value
}

/** The messages of one language. */
export function sayIn(lang: Lang): Say {
  return (key, ...[values]) => {
    const given: Record<string, string | number> = values ?? {}
    return partsOf(templateOf(lang, key, given.n))
      .map((part, place) => (place % 2 === 0 ? part : writeValue(lang, given[part] ?? '')))
      .join('')
  }
}
