import t from 'tap'
import { readTags } from '../../server/contest/wording.ts'
import { bluesky } from '../../server/sources/bluesky.ts'
import { MOST_PICTURES } from '../../server/sources/bluesky-embed.ts'
import { readFacets } from '../../server/sources/bluesky-facets.ts'
import { labelNames, readLabels, selfLabelNames } from '../../server/sources/bluesky-labels.ts'
import { readPerson } from '../../server/sources/bluesky-person.ts'
import { readRecord } from '../../server/sources/bluesky-post.ts'

const settings = bluesky.settings.parse({
  pictures: 'https://p.example/{did}/{cid}',
  posters: 'https://v.example/{did}/{cid}',
})
const DID = 'did:plc:kari'
const CID = 'bafkreibme22gw2h7y2h7tg2fhqotaqjucnbc24deqo72b6mkl2egezxhvy'

/** A facet over the first place of some words, by bytes of UTF-8. */
function facet(text: string, words: string, feature: object): object {
  const byteStart = Buffer.byteLength(text.slice(0, text.indexOf(words)))
  return { index: { byteStart, byteEnd: byteStart + Buffer.byteLength(words) }, features: [feature] }
}
const tag = (name: string) => ({ $type: 'app.bsky.richtext.facet#tag', tag: name })
const mention = { $type: 'app.bsky.richtext.facet#mention', did: 'did:plc:brand' }

function read(change: object) {
  const found = { $type: 'app.bsky.feed.post', text: 'hei', createdAt: '2026-09-01T10:00:00.000Z', ...change }
  return readRecord(found, DID, settings)
}

function record(change: object) {
  const one = read(change)
  if (one.kind === 'odd') throw new Error(one.skip.why)
  return one.record
}

t.test('facets count bytes of UTF-8, whatever stands before', async (t) => {
  for (const before of [
    '',
    'æøå ',
    '🧑‍🚀👩‍👩‍👧 ',
    'e\u0301e\u0301 ',
    'שלום ',
    '\u{1F1F3}\u{1F1F4}\uFE0F ',
    '漢字 ',
  ]) {
    const text = `${before}#Stua @brand.example!`
    const facets = [facet(text, '#Stua', tag('Stua')), facet(text, '@brand.example', mention)]
    t.same(readFacets(text, facets), { tags: ['Stua'], mentions: ['brand.example'] }, before)
  }
})

t.test('a facet that points nowhere is left out by itself', async (t) => {
  const text = '🧑‍🚀 #stua'
  const size = Buffer.byteLength(text)
  const bad = [
    [0, size + 1],
    [size, size + 4],
    [5, 5],
    [9, 5],
    [-1, 5],
    [1, size],
    [0, 2],
    [0.5, 5],
    ['0', 5],
    [0, 1e300],
  ].map(([byteStart, byteEnd]) => ({ index: { byteStart, byteEnd }, features: [tag('feil')] }))
  const odd = [null, 1, 'x', [], {}, { index: null }, { index: { byteStart: 0, byteEnd: 4 } }]
  const good = facet(text, '#stua', tag('stua'))
  t.same(readFacets(text, [...bad, ...odd, good]), { tags: ['stua'], mentions: [] })
  for (const none of [undefined, null, 'x', {}, 7]) t.same(readFacets(text, none), { tags: [], mentions: [] })
})

t.test('of a facet with several features each is read, odd ones and cashtags are not', async (t) => {
  const text = '#stua'
  const features = [
    tag('stua'),
    tag('$KR'),
    { $type: 'app.bsky.richtext.facet#tag' },
    { $type: 'com.example#new' },
    null,
    tag('loft'),
  ]
  t.same(readFacets(text, [{ index: { byteStart: 0, byteEnd: 5 }, features }]).tags, ['stua', 'loft'])
})

t.test('tags are those of facets and those beside the text; one in the text alone is unlisted', async (t) => {
  const text = '#stua #loft'
  const { tags } = record({
    text,
    facets: [facet(text, '#stua', tag('STUA'))],
    tags: ['kjøkken', 7, '', 'kjøkken'],
  })
  t.same(tags, ['STUA', 'kjøkken'])
  t.same(
    readTags({ text, tags, mentions: [] }).map(({ canonical, listed }) => [canonical, listed]),
    [
      ['stua', true],
      ['loft', false],
      ['kjøkken', true],
    ],
  )
})

t.test(
  'a facet may name another tag than the text shows: it counts, and the one shown is unlisted',
  async (t) => {
    const text = '#stua'
    const { tags } = record({ text, facets: [facet(text, '#stua', tag('annet'))] })
    t.same(
      readTags({ text, tags, mentions: [] }).map(({ canonical, listed }) => [canonical, listed]),
      [
        ['stua', false],
        ['annet', true],
      ],
    )
  },
)

const blob = { $type: 'blob', ref: { $link: CID }, mimeType: 'image/jpeg', size: 1 }
const images = {
  $type: 'app.bsky.embed.images',
  images: [
    { image: blob, alt: ' En stol ' },
    { image: blob, alt: '' },
  ],
}
const still = (alt: string | null) => ({
  kind: 'image',
  url: `https://p.example/${DID}/${CID}`,
  poster: null,
  alt,
})

t.test('pictures are found in every embed that holds some', async (t) => {
  const gallery = {
    $type: 'app.bsky.embed.gallery',
    items: Array.from({ length: MOST_PICTURES + 1 }, () => ({
      $type: 'app.bsky.embed.gallery#image',
      image: blob,
      alt: 'x',
    })),
  }
  const video = { $type: 'app.bsky.embed.video', video: blob, alt: 'En film' }
  const beside = (media: object) => ({ $type: 'app.bsky.embed.recordWithMedia', record: {}, media })
  t.same(record({ embed: images }).pictures, [still('En stol'), still(null)])
  t.same(record({ embed: beside(images) }).pictures, [still('En stol'), still(null)])
  t.same(record({ embed: gallery }).pictures.length, MOST_PICTURES)
  t.same(record({ embed: beside(video) }).pictures, [
    { kind: 'video', url: null, poster: `https://v.example/${DID}/${CID}`, alt: 'En film' },
  ])
  t.same(
    record({ embed: { ...images, images: [{ image: { cid: CID, mimeType: 'image/jpeg' }, alt: 'x' }] } })
      .pictures,
    [still('x')],
  )
})

t.test('an embed that is not known, or odd, costs its pictures and never the post', async (t) => {
  let deep: object = images
  for (let i = 0; i < 50; i++) deep = { $type: 'app.bsky.embed.recordWithMedia', media: deep }
  const odd = [
    null,
    'x',
    [],
    {},
    { $type: 'app.bsky.embed.somethingNew', images: images.images },
    { $type: 'app.bsky.embed.external', external: { uri: 'https://x.example' } },
    { $type: 'app.bsky.embed.images' },
    {
      $type: 'app.bsky.embed.images',
      images: [null, { image: null }, { image: { ref: { $link: '../../etc' } }, alt: '' }],
    },
    { $type: 'app.bsky.embed.video', video: { ref: { $link: 7 } } },
    deep,
  ]
  t.same(
    odd.map((embed) => record({ embed }).pictures),
    odd.map(() => []),
  )
  const half = {
    ...images,
    images: [
      { image: blob, alt: 7 },
      { image: 'x', alt: 'y' },
    ],
  }
  t.same(record({ embed: half }).pictures, [still(null)], 'one odd picture leaves the others')
})

t.test('times and languages are read as claimed; a record without them is odd', async (t) => {
  t.same(record({ langs: ['nb', 'en'] }).language, 'nb')
  for (const langs of [[], null, 'nb', [7], undefined]) t.equal(record({ langs }).language, null)
  for (const [createdAt, at] of [
    ['2026-09-01T12:00:00+02:00', Date.UTC(2026, 8, 1, 10)],
    ['1970-01-01T00:00:00Z', 0],
    ['9999-12-31T00:00:00Z', Date.UTC(9999, 11, 31)],
  ] as const)
    t.equal(record({ createdAt }).postedAt, at)
  const odd = [
    { createdAt: '0000-01-01T00:00:00Z' },
    { createdAt: '1969-12-31T23:59:59Z' },
    { createdAt: 'i går' },
    { createdAt: 7 },
    { createdAt: undefined },
    { text: 7 },
    { text: undefined },
    { text: 'x'.repeat(100_001) },
  ]
  for (const change of odd) {
    const one = read(change)
    t.equal(one.kind, 'odd', JSON.stringify(change).slice(0, 60))
    if (one.kind === 'odd') t.ok(Buffer.byteLength(one.skip.sample) <= 1024)
  }
  for (const found of [null, 7, 'x', [], undefined]) t.equal(readRecord(found, DID, settings).kind, 'odd')
})

t.test('labels ask for care, for consent, or not to be shown at all', async (t) => {
  const none = { isHidden: false, sensitive: false, hints: [] }
  for (const name of ['porn', 'sexual', 'nudity', 'graphic-media', '!warn'])
    t.same(readLabels([name]), { ...none, sensitive: true }, name)
  for (const name of ['!hide', '!takedown']) t.same(readLabels([name]), { ...none, isHidden: true }, name)
  t.same(readLabels(['!no-unauthenticated']), { ...none, hints: ['no_strangers'] })
  t.same(readLabels(['spam', 'cats']), none)
  t.same(labelNames([{ val: 'porn' }, { val: '!hide' }, { val: 'porn', neg: true }, null, { val: 7 }]), [
    '!hide',
  ])
  t.same(selfLabelNames({ $type: 'com.atproto.label.defs#selfLabels', values: [{ val: 'nudity' }, {}] }), [
    'nudity',
  ])
  for (const odd of [null, 7, {}, { values: 'x' }]) t.same([labelNames(odd), selfLabelNames(odd)], [[], []])
  t.same(record({ labels: { values: [{ val: 'porn' }] } }).labels, ['porn'])
})

t.test('an account goes by its handle, or by its id where the handle is not confirmed', async (t) => {
  const profile = {
    did: DID,
    handle: 'kari.example',
    displayName: ' Kari ',
    createdAt: '2023-05-01T00:00:00.000Z',
  }
  t.same(readPerson(profile)?.author, {
    id: DID,
    handle: 'kari.example',
    name: 'Kari',
    url: `https://bsky.app/profile/${DID}`,
    since: Date.UTC(2023, 4, 1),
  })
  t.match(readPerson({ ...profile, handle: 'handle.invalid', displayName: '' })?.author, {
    handle: DID,
    name: DID,
  })
  t.match(readPerson({ did: DID, handle: 'kari.example' })?.author, { name: 'kari.example', since: null })
  for (const odd of [null, {}, { did: 'kari', handle: 'x.example' }, { did: DID }])
    t.equal(readPerson(odd), null)
})
