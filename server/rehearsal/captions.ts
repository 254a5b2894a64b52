import { afterthoughts, anyLines, otherScripts, otherTags, signs, stories } from './captions/anything.ts'
import { hallLines } from './captions/hall.ts'
import { kitchenLines } from './captions/kitchen.ts'
import { lightLines } from './captions/light.ts'
import type { Lines, LinesFor } from './captions/lines.ts'
import { livingLines } from './captions/living.ts'
import { mendedWords, occasionLines } from './captions/occasions.ts'
import type { Person } from './people.ts'
import type { Chance } from './photograph/seed.ts'
import type { Kind } from './plan-kinds.ts'
import type { PlannedItem } from './planned.ts'
import { deckOf } from './random.ts'

const LINES: LinesFor = { ...livingLines, ...kitchenLines, ...lightLines, ...hallLines }

/** How often a line about things in general is taken though the thing has lines of its own left. */
const IN_GENERAL = 0.2

/** What somebody wants to say: `{it}` and `{too}` stand where the first and second item are named. */
export interface Words {
  text: string
  /** What is added by an edit. */
  later: string
  /** A sign after the sentence; empty for none. */
  sign: string
  /** Tags of their own, without `#`. */
  ownTags: string[]
  tagsFirst: boolean
  /** BCP 47. */
  language: string
}

/** A hand that finds words and does not repeat itself before everything has been said once. */
export interface CaptionWriter {
  words(person: Person, kind: Kind, item: PlannedItem): Words
}

export function captionWriter(chance: Chance): CaptionWriter {
  const decks = new Map<string, ReturnType<typeof deckOf<string>>>()
  const deck = (name: string, lines: readonly string[]) =>
    decks.getOrInsertComputed(name, () => deckOf(chance.branch(name), lines))
  const draw = (name: string, lines: Lines, language: Person['language']) =>
    deck(`${name} ${language}`, lines[language]).draw() ?? ''

  function sentences({ language }: Person, kind: Kind, item: PlannedItem): string {
    if (kind === 'long_caption') return draw('stories', stories, language)
    const occasion = kind === 'edit_removes_tag' ? undefined : occasionLines[kind]
    if (occasion !== undefined) return draw(kind, occasion, language)
    const own = LINES[item.thing] ?? anyLines
    const isOwn = deck(`${item.thing} ${language}`, own[language]).left() > 0 && !chance.happens(IN_GENERAL)
    const line = isOwn ? draw(item.thing, own, language) : draw('any', anyLines, language)
    return chance.happens(isOwn ? 0.12 : 0.3)
      ? `${line} ${draw('afterthoughts', afterthoughts, language)}`
      : line
  }

  return {
    words(person, kind, item) {
      const { language } = person
      const script = kind === 'other_script' ? deckOfScripts(deck('scripts', SCRIPTS)) : undefined
      const sign = script === undefined && chance.happens(person.signs) ? chance.pick(SIGNS) : ''
      const later = draw(
        'later',
        (kind === 'edit_removes_tag' && occasionLines[kind]) || mendedWords,
        language,
      )
      return {
        text: script?.text ?? sentences(person, kind, item),
        later,
        sign,
        ownTags: person.moreTags ? [draw('tags', otherTags, language)] : [],
        tagsFirst: chance.happens(0.5),
        language: script?.language ?? language,
      }
    },
  }
}

/** The caption with everything in it, in the person's way. `tags` are the items', as written; `campaign` null: left out. */
export function writeCaption(
  person: Person,
  words: Words,
  parts: { campaign: string | null; tags: readonly string[]; names: readonly string[]; isEdit: boolean },
): string {
  const write = (tag: string) => `#${person.capitals ? tag.charAt(0).toUpperCase() + tag.slice(1) : tag}`
  const [first, second] = parts.tags.map(write)
  const isWithin = person.tags === 'within' && first !== undefined && words.text.includes('{it}')
  const text = parts.isEdit ? `${words.text} ${words.later}` : words.text
  const [it = '', too = ''] = parts.names
  const said = text.replaceAll('{it}', isWithin ? first : it).replaceAll('{too}', too)
  const shown = (person.small ? small(said) : said) + (words.sign === '' ? '' : ` ${words.sign}`)
  const campaign = parts.campaign === null ? undefined : write(parts.campaign)
  const tags = [isWithin ? undefined : first, second, campaign, ...words.ownTags.map((tag) => `#${tag}`)]
  const behind = tags.filter((tag) => tag !== undefined)
  const ordered = words.tagsFirst ? behind : behind.toReversed()
  return `${shown}${person.tags === 'end' ? ' ' : '\n\n'}${ordered.join(' ')}`.trim()
}

/** Tags keep their spelling. */
function small(text: string): string {
  return text.replace(/#\S+|\S+/g, (word) => (word.startsWith('#') ? word : word.toLowerCase()))
}

function deckOfScripts(cards: { draw(): string | undefined }) {
  const text = cards.draw()
  return otherScripts.find((script) => script.text === text)
}

const SCRIPTS = otherScripts.map((script) => script.text)
const [firstSign = '🙂', ...furtherSigns] = signs
const SIGNS: readonly [string, ...string[]] = [firstSign, ...furtherSigns]
