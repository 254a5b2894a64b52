import type { en } from './en.ts'

/** A message whose wording depends on `{n}`, by the plural rules both languages share. */
export interface Plural {
  one: string
  other: string
}

/** What a translation of a set of messages must hold: the same keys, plural where the original is. */
export type TranslationOf<Messages> = {
  [Key in keyof Messages]: Messages[Key] extends string ? string : Plural
}

export type Key = keyof typeof en

type Names<Template> = Template extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never

/** The `{placeholders}` of a message. */
export type NamesIn<K extends Key> = (typeof en)[K] extends infer Message
  ? Message extends Plural
    ? Names<Message['one'] | Message['other']>
    : Names<Message>
  : never
