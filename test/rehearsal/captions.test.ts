import t from 'tap'
import { altText } from '../../server/rehearsal/captions/alt.ts'
import { anyLines } from '../../server/rehearsal/captions/anything.ts'
import { hallLines } from '../../server/rehearsal/captions/hall.ts'
import { kitchenLines } from '../../server/rehearsal/captions/kitchen.ts'
import { lightLines } from '../../server/rehearsal/captions/light.ts'
import { livingLines } from '../../server/rehearsal/captions/living.ts'
import { captionWriter, type Words, writeCaption } from '../../server/rehearsal/captions.ts'
import { sampleCatalogue } from '../../server/rehearsal/catalogue.ts'
import { drawPeople, type Person } from '../../server/rehearsal/people.ts'
import { chanceFrom } from '../../server/rehearsal/photograph/seed.ts'

const somebody = (change: Partial<Person> = {}): Person => ({
  account: { user: 'kari', host: 'fjord.example', name: 'Kari', joinedAt: 0, discoverable: true, bot: false },
  network: 'mastodon',
  language: 'nb',
  signs: 0,
  tags: 'end',
  capitals: false,
  small: false,
  moreTags: false,
  describes: 0,
  ...change,
})
const words = (change: Partial<Words> = {}): Words => ({
  text: 'Her er {it}.',
  later: 'Nå med tagg.',
  sign: '',
  ownTags: [],
  tagsFirst: true,
  language: 'nb',
  ...change,
})
const parts = { campaign: 'katalogen', tags: ['sofa'], names: ['Sofa'], isEdit: false }

t.test('tags stand where the person puts them', async (t) => {
  t.equal(writeCaption(somebody(), words(), parts), 'Her er Sofa. #sofa #katalogen')
  t.equal(
    writeCaption(somebody({ tags: 'below' }), words({ tagsFirst: false }), parts),
    'Her er Sofa.\n\n#katalogen #sofa',
  )
  t.equal(writeCaption(somebody({ tags: 'within' }), words(), parts), 'Her er #sofa.\n\n#katalogen')
  t.equal(
    writeCaption(somebody({ tags: 'within' }), words({ text: 'Hei.' }), parts),
    'Hei.\n\n#sofa #katalogen',
  )
})

t.test('habits show: capitals, small letters, signs, more tags', async (t) => {
  t.equal(
    writeCaption(somebody({ capitals: true }), words(), { ...parts, tags: ['øl'] }),
    'Her er Sofa. #Øl #Katalogen',
  )
  t.equal(
    writeCaption(somebody({ small: true, tags: 'within', capitals: true }), words(), parts),
    'her er #Sofa.\n\n#Katalogen',
  )
  t.equal(
    writeCaption(somebody(), words({ sign: '🙂', ownTags: ['helg'] }), parts),
    'Her er Sofa. 🙂 #sofa #katalogen #helg',
  )
})

t.test('what is left out is left out, and an edit adds its words', async (t) => {
  t.equal(writeCaption(somebody(), words(), { ...parts, campaign: null, tags: [] }), 'Her er Sofa.')
  t.equal(
    writeCaption(somebody(), words(), { ...parts, isEdit: true }),
    'Her er Sofa. Nå med tagg. #sofa #katalogen',
  )
  t.equal(
    writeCaption(somebody(), words({ text: '{it} og {too}' }), {
      ...parts,
      tags: ['a', 'b'],
      names: ['A', 'B'],
    }),
    'A og B #a #b #katalogen',
  )
})

t.test('everything is said once before anything is said twice', async (t) => {
  const [item] = sampleCatalogue.items
  if (item === undefined) return t.fail('an item')
  const writer = captionWriter(chanceFrom(1))
  const own = livingLines.armchair?.nb ?? []
  const said = Array.from(
    { length: own.length + anyLines.nb.length },
    () => writer.words(somebody(), 'plain', item).text,
  )
  t.equal(new Set(said).size, said.length)
})

t.test('every thing has lines of its own in both languages, each of them once', async (t) => {
  const lines = { ...livingLines, ...kitchenLines, ...lightLines, ...hallLines }
  const all = [anyLines, ...Object.values(lines)].flatMap(({ nb, en }) => [...nb, ...en])
  t.equal(new Set(all).size, all.length)
  for (const { thing } of sampleCatalogue.items) {
    t.ok((lines[thing]?.nb.length ?? 0) >= 8, thing)
    t.ok((lines[thing]?.en.length ?? 0) >= 5, thing)
  }
  for (const line of all) t.notMatch(line, /[#@]|\{(?!it\})|https?:/, line)
})

t.test('a picture is described with its thing', async (t) => {
  for (const item of sampleCatalogue.items)
    for (const language of ['nb', 'en'] as const)
      t.match(altText(chanceFrom(1), item, language), /^\p{Lu}.* .*\.$/u)
})

t.test('people are many and of many habits', async (t) => {
  const people = drawPeople(chanceFrom(1), 400, Date.UTC(2026, 8, 1))
  t.equal(new Set(people.map(({ account }) => `${account.user}@${account.host}`)).size, 400)
  t.ok(people.every(({ account }) => account.joinedAt < Date.UTC(2026, 8, 1) && account.name !== ''))
  for (const habit of ['capitals', 'small', 'moreTags'] as const)
    t.same(new Set(people.map((person) => person[habit])).size, 2, habit)
})
