import { readFile } from 'node:fs/promises'
import t from 'tap'
import { LONGEST_CONTENT, readStatus, statusId } from '../../server/sources/mastodon-status.ts'

/** A status as Mastodon 4.5 tells it, with the parts that are not kept. */
const status = (change: object = {}) => ({
  id: '115123456789012345',
  created_at: '2026-09-01T10:15:30.123Z',
  in_reply_to_id: null,
  sensitive: false,
  spoiler_text: '',
  visibility: 'public',
  language: 'nb',
  uri: 'https://fjord.example/users/kari/statuses/115123456789012345',
  url: 'https://fjord.example/@kari/115123456789012345',
  favourites_count: 12,
  edited_at: null,
  content:
    '<p>Stua vår <a href="https://fjord.example/tags/hverdag" class="mention hashtag" rel="tag">#<span>Hverdag</span></a></p>',
  reblog: null,
  account: {
    id: '1',
    username: 'kari',
    acct: 'kari',
    display_name: 'Kari :blomst:',
    bot: false,
    indexable: false,
    created_at: '2019-05-17T00:00:00.000Z',
    note: '<p>om meg</p>',
    uri: 'https://fjord.example/users/kari',
    url: 'https://fjord.example/@kari',
    followers_count: 321,
  },
  media_attachments: [],
  mentions: [],
  tags: [{ name: 'hverdag', url: 'https://fjord.example/tags/hverdag' }],
  application: { name: 'Web' },
  ...change,
})

const post = (change: object = {}) => {
  const read = readStatus(status(change))
  if (read.kind !== 'post') throw new Error(`Found ${JSON.stringify(read)}; expected a post`)
  return read.change.post
}
const why = (found: unknown) => {
  const read = readStatus(found)
  return read.kind === 'odd' ? read.skip.why : read.kind
}
const file = (change: object) => ({
  id: '5',
  type: 'image',
  url: 'https://fjord.example/media/1.jpg',
  preview_url: 'https://fjord.example/media/small/1.jpg',
  remote_url: null,
  description: null,
  ...change,
})

t.test('a status becomes a post, with everything its network tells', async (t) => {
  t.same(post(), {
    network: 'mastodon',
    id: 'https://fjord.example/users/kari/statuses/115123456789012345',
    url: 'https://fjord.example/@kari/115123456789012345',
    author: {
      id: 'https://fjord.example/users/kari',
      handle: 'kari@fjord.example',
      name: 'Kari :blomst:',
      url: 'https://fjord.example/@kari',
      since: Date.UTC(2019, 4, 17),
    },
    text: 'Stua vår #Hverdag',
    tags: ['Hverdag'],
    mentions: [],
    title: null,
    hints: ['no_index'],
    licence: null,
    pictures: [],
    postedAt: Date.UTC(2026, 8, 1, 10, 15, 30, 123),
    editedAt: null,
    language: 'nb',
    sensitive: false,
  })
})

t.test(
  'what is kept of the answer holds hints of consent and neither counts nor profile texts',
  async (t) => {
    const read = readStatus(status())
    t.match(read, { change: { raw: { account: { indexable: false, bot: false }, content: /Stua/ } } })
    t.notMatch(JSON.stringify(read), /followers|favourites|om meg|application/)
  },
)

t.test('boosts are passed over, and so is whatever is not public', async (t) => {
  t.equal(readStatus(status({ reblog: status(), content: '' })).kind, 'boost')
  t.equal(readStatus(status({ reblog: { odd: true } })).kind, 'boost')
  for (const visibility of ['unlisted', 'private', 'direct', 'local'])
    t.equal(readStatus(status({ visibility })).kind, 'hidden', visibility)
})

t.test('the account is known by its uri, else by its address', async (t) => {
  const account = status().account
  t.equal(post({ account: { ...account, uri: undefined } }).author?.id, 'https://fjord.example/@kari')
  t.equal(post({ account: { ...account, acct: 'kari@fjell.example' } }).author?.handle, 'kari@fjell.example')
  t.equal(post({ account: { ...account, display_name: ' ' } }).author?.name, 'kari')
  t.equal(post({ account: { ...account, created_at: 'long ago' } }).author?.since, null)
  t.match(why(status({ account: { ...account, uri: '', url: null } })), /neither uri nor url/)
})

t.test('pictures keep their alternative text and where their bytes are', async (t) => {
  t.same(post({ media_attachments: [file({ description: ' En stol ' })] }).pictures, [
    { kind: 'image', url: 'https://fjord.example/media/1.jpg', poster: null, alt: 'En stol' },
  ])
  const film = { url: 'https://fjord.example/1.mp4', preview_url: 'https://fjord.example/1.png' }
  t.same(
    post({ media_attachments: [file({ type: 'gifv', ...film }), file({ type: 'video', ...film })] }).pictures,
    [
      { kind: 'animation', url: film.url, poster: film.preview_url, alt: null },
      { kind: 'video', url: film.url, poster: film.preview_url, alt: null },
    ],
  )
  t.equal(post({ media_attachments: [file({ type: 'video', preview_url: null })] }).pictures[0]?.poster, null)
  const same = { url: film.url, preview_url: film.url }
  t.equal(post({ media_attachments: [file({ type: 'video', ...same })] }).pictures[0]?.poster, null)
  t.same(post({ media_attachments: [file({ type: 'audio' })] }).pictures, [])
})

t.test('a file that the server has not got is taken from where it came, or is withheld', async (t) => {
  const remote_url = 'https://fjell.example/1.jpg'
  t.equal(
    post({ media_attachments: [file({ type: 'unknown', url: null, remote_url })] }).pictures[0]?.url,
    remote_url,
  )
  t.equal(post({ media_attachments: [file({ url: null })] }).pictures[0]?.url, null)
  t.equal(post({ media_attachments: [file({ url: 'javascript:alert(1)' })] }).pictures[0]?.url, null)
  t.equal(post({ media_attachments: [file({ url: 'file:///etc/passwd' })] }).pictures[0]?.url, null)
})

t.test('mentions are whole handles', async (t) => {
  const mentions = [
    { id: '1', acct: 'trivelund', username: 'trivelund', url: 'https://fjord.example/@trivelund' },
    { id: '2', acct: 'ola@fjell.example', username: 'ola', url: 'https://fjell.example/@ola' },
    { id: '2', acct: 'ola@fjell.example', username: 'ola', url: 'https://fjell.example/@ola' },
  ]
  t.same(post({ mentions }).mentions, ['trivelund@fjord.example', 'ola@fjell.example'])
  t.same(post({ mentions: [{ acct: 'kari' }] }).mentions, ['kari'])
})

t.test('times are read with any offset and to the millisecond', async (t) => {
  t.equal(
    post({ created_at: '2026-09-01T12:15:30.123456+02:00' }).postedAt,
    Date.UTC(2026, 8, 1, 10, 15, 30, 123),
  )
  t.equal(post({ edited_at: '2026-09-02T00:00:00Z' }).editedAt, Date.UTC(2026, 8, 2))
  for (const created_at of ['2026-09-01T12:15:30', '2026-02-30T12:00:00Z', '1756728930', '', null])
    t.match(why(status({ created_at })), /created_at/, String(created_at))
})

t.test('addresses that are not of the web are left out', async (t) => {
  t.equal(
    post({ url: 'javascript:alert(1)' }).url,
    'https://fjord.example/users/kari/statuses/115123456789012345',
  )
  t.equal(post({ url: null, uri: 'tag:fjord.example,2026:1' }).url, null)
  t.equal(post({ url: null, uri: 'tag:fjord.example,2026:1' }).id, 'tag:fjord.example,2026:1')
})

t.test('a status of another shape is skipped, with what was found and a sample', async (t) => {
  for (const odd of [
    null,
    7,
    'status',
    [],
    {},
    status({ id: 7 }),
    status({ tags: 'x' }),
    status({ account: null }),
  ])
    t.type(why(odd), 'string')
  t.match(why(status({ content: 7 })), /content: .*expected string/)
  t.match(readStatus(status({ content: 7, uri: 'https://secret.example/?token=abc' }), []), {
    skip: { sample: /token=\*\*\*/ },
  })
})

t.test('a caption is read up to its limit', async (t) => {
  t.equal(post({ content: 'x'.repeat(LONGEST_CONTENT) }).text.length, LONGEST_CONTENT)
  t.match(why(status({ content: 'x'.repeat(LONGEST_CONTENT + 1) })), /content/)
})

t.test('an item has an id if it is a text that fits', async (t) => {
  t.equal(statusId(status()), '115123456789012345')
  t.equal(
    statusId({ id: '1795292629bf7b8dc669192665e90f9a2678940334' }),
    '1795292629bf7b8dc669192665e90f9a2678940334',
  )
  for (const odd of [null, 7, [], {}, { id: 7 }, { id: '' }, { id: 'x'.repeat(1_001) }])
    t.equal(statusId(odd), null)
})

t.test('a recorded timeline of snac 2.96 is read whole', async (t) => {
  const recorded = new URL('../fixtures/mastodon/snac-2.96-tag.json', import.meta.url)
  const list: unknown[] = JSON.parse(await readFile(recorded, 'utf8'))
  const posts = list
    .map((found) => readStatus(found))
    .flatMap((read) => (read.kind === 'post' ? [read.change.post] : []))
  t.match(posts, [
    { text: 'etter #katalogen', tags: ['katalogen'], pictures: [] },
    {
      id: /^http:\/\/localhost:28090\/alice\/p\/[\d.]+$/,
      author: { id: 'http://localhost:28090/alice', handle: 'alice@localhost:28090' },
      text: 'Stua & deg #Blåbær #Katalogen\nny linje https://example.com/a#b :kaffe:\n\navsnitt @alice@localhost:28090',
      tags: ['Blåbær', 'Katalogen'],
      pictures: [{ kind: 'image', alt: 'En rød prikk' }],
    },
  ])
})
