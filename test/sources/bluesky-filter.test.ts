import fc from 'fast-check'
import t from 'tap'
import { type Hashtag, toHashtag } from '../../server/contest/hashtag.ts'
import { findTag, readTags } from '../../server/contest/wording.ts'
import { frameFilter } from '../../server/sources/bluesky-filter.ts'

function tags(...names: string[]): Hashtag[] {
  return names.flatMap((name) => toHashtag(name) ?? [])
}

function frame(text: string, list: string[] = []): string {
  const facets = list.map((tag) => ({ index: {}, features: [{ $type: 'app.bsky.richtext.facet#tag', tag }] }))
  return JSON.stringify({
    did: 'did:plc:x',
    time_us: 1,
    kind: 'commit',
    commit: { record: { text, facets } },
  })
}

const wanted = tags('Folkekatalog', 'blåbær', 'ΟΔΟΣ', '夏祭り', 'sommer_2026')

t.test('a frame with a wanted tag is never missed, however the tag is written', async (t) => {
  const mayHold = frameFilter(wanted)
  const spellings = [
    'folkekatalog',
    'FOLKEKATALOG',
    'Ｆｏｌｋｅｋａｔａｌｏｇ',
    'fólkekatalog',
    'folke katalog',
    'folke\tkatalog',
    'blåbær',
    'bla\u030Abær',
    'blabaer',
    'BLÅBÆR',
    'οδος',
    'Οδος',
    '夏祭り',
    'sommer_2026',
    '#folkekatalog',
    '＃folkekatalog',
    'folke\u200Dkatalog',
  ]
  const missed = spellings.filter((tag) => !mayHold(frame('hei', [tag])) || !mayHold(frame(`hei #${tag}!`)))
  t.same(missed, [])
})

t.test('one without is left out, also where signs and foreign letters abound', async (t) => {
  const mayHold = frameFilter(wanted)
  const others = ['hei', '#katt #stua', '🫐🫐 #blå bær', '#sommer 2026!', '夏 祭', 'ΟΔΟΙ', '#katalog #folk']
  // A blank is left out of tags, so what is written with blanks between is looked at.
  t.same(
    others.filter((text) => mayHold(frame(text))),
    ['🫐🫐 #blå bær'],
  )
  t.equal(frameFilter([])(frame('#folkekatalog')), false)
})

t.test('what the rules find in a post, the filter lets through', async () => {
  const letter = fc.oneof(
    fc.constantFrom(...'abcåäæøßİıſςσΣＡ夏祭り_#＃ \n\t"\\/\u0301\u200D🫐'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  )
  const word = fc.array(letter, { minLength: 1, maxLength: 12 }).map((letters) => letters.join(''))
  const name = fc
    .array(fc.constantFrom(...'abcåäæøßıſςσ夏祭り_'), { minLength: 2, maxLength: 6 })
    .map((l) => l.join(''))
  fc.assert(
    fc.property(name, word, word, fc.array(word, { maxLength: 3 }), (wish, before, after, list) => {
      const [tag] = tags(wish)
      fc.pre(tag !== undefined)
      if (tag === undefined) return
      const written = [
        `${before} #${wish}${after}`,
        `#${wish.toUpperCase()}`,
        `${before}#${wish.normalize('NFD')} ${after}`,
      ]
      for (const text of written) {
        for (const tagsOf of [list, [...list, wish], [`${wish} `]]) {
          const found = findTag(readTags({ text, tags: tagsOf, mentions: [] }), tag)
          if (found !== null && !frameFilter([tag])(frame(text, tagsOf)))
            throw new Error(`missed ${JSON.stringify({ wish, text, tagsOf })}`)
        }
      }
    }),
    { numRuns: 150 },
  )
})
