import t from 'tap'
import { manualClock } from '../../server/clock.ts'
import { HOUR } from '../../server/contest/instant.ts'
import { list } from '../../server/sources/list.ts'
import { MOST_COLUMNS } from '../../server/sources/list-columns.ts'
import { MAX_LIST_ROWS, readList } from '../../server/sources/list-file.ts'
import { networkName, readLink } from '../../server/sources/list-link.ts'
import { MAX_CELL, MAX_LIST_PICTURES, MAX_SHORT_CELL } from '../../server/sources/list-row.ts'
import { AHEAD_MOST, readPostedAt } from '../../server/sources/list-time.ts'
import { NOON } from '../support/mastodon.ts'
import { ioFor } from '../support/source-io.ts'

const ZONE = 'Europe/Oslo'
const HEADER = 'url,posted_at,text'
const URL_1 = 'https://social.example/@kari/1'

function read(text: string | Uint8Array) {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  return readList(bytes, ZONE, NOON)
}

/** What comes of one row with these cells beside the network. */
async function one(header: string, cells: string) {
  const { posts, faults } = await read(`network,${header}\nmastodon,${cells}\n`)
  return { post: posts[0]?.post, faults }
}

t.test('columns are found by any of their names, in any order, whatever else there is', async (t) => {
  const file = await read(
    'Bildetekst;Likes;Posted-At;LINK;User ID;Brukernavn;Display name;Platform;Hashtags;Image URL;Alt text\n' +
      `Hei;12;2026-05-01T12:00Z;${URL_1};https://social.example/users/kari;@kari@social.example;Kari;Mastodon;"#krakk, kopp";https://m.example/1.jpg;En krakk\n`,
  )
  t.same(file.ignored, ['Likes'])
  t.equal(file.delimiter, ';')
  t.match(file.posts, [
    {
      line: 2,
      post: {
        network: 'mastodon',
        id: URL_1,
        url: URL_1,
        author: { id: 'https://social.example/users/kari', handle: 'kari@social.example', name: 'Kari' },
        text: 'Hei',
        tags: ['krakk', 'kopp'],
        pictures: [{ url: 'https://m.example/1.jpg', kind: 'image', alt: 'En krakk' }],
        postedAt: Date.UTC(2026, 4, 1, 12),
      },
    },
  ])
})

t.test('commas, semicolons and tabs separate; quotes hold them, and lines', async (t) => {
  for (const sign of [',', ';', '\t']) {
    const cells = [URL_1, '2026-05-01T12:00Z', `"a${sign}b ""c""\r\nd"`, 'ig']
    const file = await read(
      `${['url', 'posted_at', 'text', 'network'].join(sign)}\r\n${cells.join(sign)}\r\n`,
    )
    t.equal(file.posts[0]?.post.text, `a${sign}b "c"\nd`)
  }
})

t.test('rows are told by the line on which they begin', async (t) => {
  const row = (n: number, text: string) =>
    `mastodon,https://social.example/@kari/${n},2026-05-01T12:00Z,${text}\n`
  const file = await read(`network,${HEADER}\n${row(1, '"two\nlines"')}\n${row(2, 'x')},,,\nmastodon,,,\n`)
  t.same(
    file.posts.map(({ line }) => line),
    [2, 5],
  )
  t.equal(file.rows, 3, 'an empty row is none')
  t.same(
    file.faults.map(({ line, column }) => [line, column]),
    [
      [7, 'url'],
      [7, 'posted_at'],
    ],
  )
})

t.test(
  'UTF-8 is read with and without its mark, Windows-1252 where it plainly is that, and nothing else',
  async (t) => {
    const text = `network,${HEADER}\nmastodon,${URL_1},2026-05-01T12:00Z,Blåbærsyltetøy €5\n`
    const utf8 = new TextEncoder().encode(text)
    const marked = Uint8Array.of(0xef, 0xbb, 0xbf, ...utf8)
    const western = Uint8Array.from([...text].map((sign) => (sign === '€' ? 0x80 : sign.charCodeAt(0))))
    for (const [bytes, encoding] of [
      [utf8, 'utf-8'],
      [marked, 'utf-8'],
      [western, 'windows-1252'],
    ] as const) {
      const file = await read(bytes)
      t.equal(file.encoding, encoding)
      t.equal(file.posts[0]?.post.text, 'Blåbærsyltetøy €5')
    }
    const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le')
    for (const bytes of [utf16, Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 1), Uint8Array.of(0xe5, 0x81)])
      await t.rejects(read(bytes), { name: 'UnreadableList', message: /neither UTF-8 nor Windows-1252/ })
  },
)

t.test(
  'a list without the columns it needs, with two for one, or with a quote that goes on is refused whole',
  async (t) => {
    const faults: [string, RegExp][] = [
      ['', /Found nothing/],
      ['\n\n', /Found nothing/],
      ['url,text\nx,y\n', /Line 1: found "url", "text"; expected a first line with posted_at/],
      ['url,link,text,posted_at\n', /found "url" and "link"; expected one column for url/],
      [`${HEADER}\n${URL_1},2026-05-01T12:00Z,"never closed\n`, /Line \d+: found a quote that is not closed/],
      [`${HEADER}\n${URL_1},2026-05-01T12:00Z,"a" b\n`, /Line 2: found a quote/],
    ]
    for (const [text, message] of faults) await t.rejects(read(text), { name: 'UnreadableList', message })
  },
)

t.test('5,000 rows are read, and of one more none', async (t) => {
  const rows = (n: number) =>
    `network,${HEADER}\n${Array.from({ length: n }, (_, i) => `x,https://x.example/${i},2026-05-01T12:00Z,t\n`).join('')}`
  t.equal(MAX_LIST_ROWS, 5_000)
  t.equal((await read(rows(5_000))).posts.length, 5_000)
  await t.rejects(read(rows(5_001)), { message: /more than 5000 rows/ })
})

t.test('every fault of a row is told, with its column, what was found and what was expected', async (t) => {
  const file = await read(
    `Netv,Nettverk,Link,Dato,Tekst,Bilde\n,ig ?!,not a link,31.12.2026 14:00,Hei,ftp://m.example/1.jpg\n,mastodon,https://instagram.com/p/AbCdE/,2026-05-01T12:00Z,Hei,\n`,
  )
  t.match(file.faults, [
    { line: 2, column: 'Link', found: 'not a link', expected: /^the link of a post/ },
    { line: 2, column: 'Dato', found: '31.12.2026 14:00', expected: /^a time such as/ },
    { line: 2, column: 'Bilde', expected: /^addresses such as/ },
    { line: 3, column: 'Nettverk', found: 'mastodon', expected: 'instagram, where the link leads' },
  ])
  t.equal(file.posts.length, 0)
})

t.test('the same post twice is told, and taken once; a cell too many too', async (t) => {
  const row = 'instagram,https://www.instagram.com/p/AbCdE/?igsh=1,2026-05-01T12:00Z,x\n'
  const again = 'ig,https://instagram.com/kari/reel/AbCdE/,2026-05-01T12:00Z,y\n'
  const file = await read(
    `network,${HEADER}\n${row}${again}ig,https://instagram.com/p/Other/,2026-05-01T12:00Z,a, b\n`,
  )
  t.equal(file.posts.length, 1)
  t.match(file.faults, [
    { line: 3, column: 'url', expected: 'another post than line 2' },
    { line: 4, column: '', found: '5 cells', expected: /^4, as in the first line/ },
  ])
})

t.test('no fault repeats more than a kilobyte of a cell', async (t) => {
  const { faults } = await one(HEADER, `"${'ø'.repeat(MAX_SHORT_CELL)}",x,y`)
  t.ok(faults.length >= 2)
  for (const { found } of faults) t.ok(Buffer.byteLength(found) <= 1024)
})

t.test('cells have limits, on both sides', async (t) => {
  const text = (n: number) => one(HEADER, `${URL_1},2026-05-01T12:00Z,${'x'.repeat(n)}`)
  t.equal((await text(MAX_CELL)).post?.text.length, MAX_CELL)
  t.match((await text(MAX_CELL + 1)).faults, [{ column: 'text', expected: 'at most 20000 characters' }])
  const link = (n: number) => one(HEADER, `${'https://x.example/'.padEnd(n, 'y')},2026-05-01T12:00Z,x`)
  t.equal((await link(MAX_SHORT_CELL)).post?.url?.length, MAX_SHORT_CELL)
  t.match((await link(MAX_SHORT_CELL + 1)).faults, [{ expected: 'at most 2000 characters' }])
  const pictures = (n: number) =>
    one(
      `${HEADER},image`,
      `${URL_1},2026-05-01T12:00Z,x,${Array.from({ length: n }, (_, i) => `https://m.example/${i}`).join(' ')}`,
    )
  t.equal((await pictures(MAX_LIST_PICTURES)).post?.pictures.length, MAX_LIST_PICTURES)
  t.match((await pictures(MAX_LIST_PICTURES + 1)).faults, [{ expected: 'at most 20 addresses' }])
  const author = (id: string) => one(`${HEADER},author_id`, `${URL_1},2026-05-01T12:00Z,x,${id}`)
  t.equal((await author('y'.repeat(512 - 'mastodon:'.length))).faults.length, 0)
  t.match((await author('y'.repeat(513 - 'mastodon:'.length))).faults, [{ column: 'author_id' }])
})

t.test(
  'people are known as the network’s own source knows them; elsewhere a handle alone is nobody',
  async (t) => {
    const did = 'did:plc:abc123'
    const people: [string, string, string | null][] = [
      ['mastodon,https://social.example/@kari/1,,kari', 'a handle can change hands', null],
      [
        'mastodon,https://social.example/@kari/1,https://social.example/users/kari,kari',
        'by id',
        'https://social.example/users/kari',
      ],
      ['instagram,https://instagram.com/p/AbCdE/,178412,@Kari.N', 'by handle', 'kari.n'],
      ['instagram,https://instagram.com/p/AbCdE/,178412,', 'by id, for want of a handle', '178412'],
      ['threads,https://www.threads.com/@Kari/post/1,,Kari', 'by handle', 'kari'],
      [`,https://bsky.app/profile/${did}/post/3k2,,kari.example`, 'by the DID of the link', did],
      [`bluesky,https://bsky.app/profile/kari.example/post/3k2,${did},`, 'by DID', did],
    ]
    for (const [cells, why, id] of people) {
      const { posts } = await read(
        `network,url,author_id,username,posted_at,text\n${cells},2026-05-01T12:00Z,x\n`,
      )
      t.equal(posts.length, 1, cells)
      t.equal(posts[0]?.post.author?.id ?? null, id, why)
    }
    const { faults } = await read(
      'url,author_id,posted_at,text\nhttps://bsky.app/profile/kari.example/post/3k2,kari.example,2026-05-01T12:00Z,x\n',
    )
    t.match(faults, [{ column: 'author_id', expected: 'the DID of an account' }])
  },
)

t.test(
  'links are named as the network’s own source names them, else by what leads to the post',
  async (t) => {
    const did = 'did:plc:abc123'
    const key = {
      network: 'bluesky',
      id: `at://${did}/app.bsky.feed.post/3k2`,
      url: `https://bsky.app/profile/${did}/post/3k2`,
    }
    const links: [string, string, object | null][] = [
      [
        'https://www.instagram.com/p/AbC_-1/?utm_source=x&igsh=y#z',
        '',
        { network: 'instagram', id: 'AbC_-1', url: 'https://www.instagram.com/p/AbC_-1/' },
      ],
      [
        'http://m.instagram.com/kari/reel/AbC_-1',
        '',
        { network: 'instagram', id: 'AbC_-1', url: 'https://www.instagram.com/reel/AbC_-1/' },
      ],
      ['https://www.instagram.com/kari/', '', null],
      [`https://bsky.app/profile/${did}/post/3k2`, '', key],
      ['https://bsky.app/profile/kari.example/post/3k2', did, key],
      [`at://${did}/app.bsky.feed.post/3k2`, '', key],
      [
        'https://bsky.app/profile/kari.example/post/3k2',
        '',
        { network: 'bluesky', id: 'https://bsky.app/profile/kari.example/post/3k2' },
      ],
      ['https://bsky.app/profile/kari.example', did, null],
      [
        'https://www.threads.com/@kari/post/Abc?xmt=1',
        '',
        { network: 'threads', id: 'https://www.threads.com/@kari/post/Abc' },
      ],
      [
        'https://flickr.com/photos/kari/5312/in/album-72157/?x=1',
        '',
        { network: 'flickr', id: '5312', url: 'https://www.flickr.com/photos/kari/5312/' },
      ],
      ['https://www.flickr.com/photos/kari/albums/72157', '', null],
      ['https://kari.tumblr.com/post/1/x', '', { network: 'tumblr' }],
      [
        'https://Blog.example/?p=12&utm_medium=rss#more',
        '',
        { network: null, id: 'https://blog.example/?p=12' },
      ],
      ['javascript:alert(1)', '', null],
      ['https://kari:secret@social.example/1', '', null],
      ['kari', '', null],
    ]
    const faults = links.flatMap(([text, account, wanted]) => {
      const found = readLink(text, account)
      const fits =
        wanted === null
          ? found === null
          : found !== null &&
            Object.entries(wanted).every(([name, value]) =>
              Object.entries(found).some(([n, v]) => n === name && v === value),
            )
      return fits ? [] : { text, found, wanted }
    })
    t.same(faults, [])
    t.same(['IG', 'Blue sky', 'BSKY', 'Fediverse', 'pixel_fed', '', 'upload', 'ÆØÅ'].map(networkName), [
      'instagram',
      'bluesky',
      'bluesky',
      'mastodon',
      'pixel-fed',
      null,
      null,
      null,
    ])
  },
)

t.test(
  'a time has a zone, or is by the contest’s clock; one that clocks skip, that is none or is to come is refused',
  async (t) => {
    const now = Date.UTC(2026, 10, 1)
    const noon = Date.UTC(2026, 4, 1, 12)
    const good: [string, number][] = [
      ['2026-05-01T12:00:00Z', noon],
      ['2026-05-01T12:00:00.250z', noon + 250],
      ['2026-05-01 14:00+02:00', noon],
      ['2026-05-01T06:30:00-0530', noon],
      ['2026-05-01 14:00', noon],
      ['2026-10-25T02:30', Date.UTC(2026, 9, 25, 1, 30)],
      ['2000-01-01T00:00Z', Date.UTC(2000)],
      [new Date(now + AHEAD_MOST).toISOString(), now + HOUR],
    ]
    for (const [text, at] of good) t.equal(readPostedAt(text, ZONE, now), at, text)
    const bad: [string, RegExp][] = [
      ['2026-03-29T02:30', /Europe\/Oslo skip that night/],
      ['2026-02-30T12:00Z', /^a time such as/],
      ['2026-05-01', /^a time such as/],
      ['2026-05-01T24:00Z', /^a time such as/],
      ['2026-05-01T12:00+24:00', /^a time such as/],
      ['01.05.2026 12:00', /^a time such as/],
      ['1777636800', /^a time such as/],
      ['', /^a time such as/],
      ['1999-12-31T23:59Z', /since the year 2000/],
      ['0000-01-01T00:00Z', /since the year 2000/],
      [new Date(now + AHEAD_MOST + 1).toISOString(), /a time that is over/],
      ['9999-12-31T23:59Z', /a time that is over/],
    ]
    for (const [text, expected] of bad) t.match(readPostedAt(text, ZONE, now), { expected }, text)
  },
)

t.test('a list is asked about nothing, and reads nothing', async (t) => {
  const io = ioFor(t, manualClock(NOON))
  const ref = { id: URL_1, ref: URL_1 }
  t.same([...(await list.check({}, [ref], io))], [[URL_1, { state: 'unknown' }]])
  t.same(list.targets?.({}, []), [])
  t.equal(list.poll, undefined)
  t.equal((await list.test({}, io)).ok, true)
})

t.test('columns are bounded, and an answer repeats little of what it refuses', async (t) => {
  const header = (n: number) => `network,${HEADER}${',x'.repeat(n - 4)}\n`
  t.match((await read(header(MOST_COLUMNS))).ignored, { length: MOST_COLUMNS - 4 })
  await t.rejects(read(header(MOST_COLUMNS + 1)), { message: /found 501 columns; expected at most 500/ })
  const told = await read('a'.repeat(100_000)).catch((error: Error) => error.message)
  t.match(told, /^Line 1: found "aaa.*…; expected a first line with/)
  t.ok(String(told).length < 1_200, `${String(told).length} characters`)
})
