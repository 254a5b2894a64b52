import fc from 'fast-check'
import t from 'tap'
import type { Post } from '../../server/contest/post.ts'
import { readDetailed, readListed } from '../../server/sources/flickr-photo.ts'
import { LONGEST_CAPTION, LONGEST_ID } from '../../server/sources/item-fields.ts'
import { readThread } from '../../server/sources/threads-post.ts'
import { readTumblr } from '../../server/sources/tumblr-post.ts'

const AT = 1_788_264_000
const WHOLE = {
  threads: { id: '1', timestamp: '2026-09-01T12:00:00+0000', username: 'kari' },
  listed: { id: '1', owner: '1@N01', dateupload: String(AT) },
  detailed: { id: '1', owner: { nsid: '1@N01' }, dates: { posted: AT } },
  tumblr: { type: 'text', id_string: '1', blog_name: 'kari', timestamp: AT },
}
const READERS = [
  { name: 'threads', whole: WHOLE.threads, read: (found: unknown) => readThread(found) },
  { name: 'flickr', whole: WHOLE.listed, read: (found: unknown) => readListed(found) },
  { name: 'flickr, one', whole: WHOLE.detailed, read: (found: unknown) => readDetailed(found, null) },
  { name: 'tumblr', whole: WHOLE.tumblr, read: (found: unknown) => readTumblr(found) },
] as const

function postOf(found: ReturnType<(typeof READERS)[number]['read']>): Post | null {
  return found.kind === 'post' ? found.change.post : null
}

/** What a database cannot keep of a post. */
function faultOf(post: Post): string | null {
  const names = [post.id, post.url ?? '', post.author?.id ?? '']
  if (names.some((name) => Buffer.byteLength(name) > LONGEST_ID)) return 'a name too long'
  if (post.id === '' || post.author?.id === '') return 'no name'
  if (!Number.isSafeInteger(post.postedAt)) return 'no time'
  const urls = post.pictures.flatMap(({ url, poster }) => [url ?? [], poster ?? []].flat())
  return urls.every((url) => /^https?:/.test(url)) ? null : 'an address of something else'
}

t.test('the least that makes a post makes one, at the same moment everywhere', async (t) => {
  for (const { name, whole, read } of READERS)
    t.match(postOf(read(whole)), { id: '1', postedAt: AT * 1000 }, name)
})

t.test('whatever an item holds, it is a post that can be kept, or odd', async (t) => {
  const faults = new Set<string>()
  let posts = 0
  const keys = [
    ...'text permalink children media_type media_url topic_tag title description tags ownername pathalias license'.split(
      ' ',
    ),
    ...'media body content photos blog trail url_l gif_url id id_string owner timestamp dateupload dates'.split(
      ' ',
    ),
  ]
  const value = fc.oneof(
    fc.jsonValue(),
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.constantFrom(
      'x'.repeat(3_000),
      'å'.repeat(1_500),
      'https://a.example/'.padEnd(3_000, 'x'),
      AT,
      null,
      [],
      {},
    ),
  )
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 6 }), (change) => {
      for (const { name, whole, read } of READERS) {
        const post = postOf(read({ ...whole, ...change }))
        if (post === null) continue
        posts++
        const fault = faultOf(post)
        if (fault !== null) faults.add(`${name}: ${fault}`)
      }
    }),
    { numRuns: 500 },
  )
  t.same([...faults], [])
  t.ok(posts > 100, `${posts} of them were posts`)
})

t.test('both sides of the longest caption and the longest name', async (t) => {
  const kindOf = (whole: object, read: (found: unknown) => { kind: string }) => read(whole).kind
  const long = 'x'.repeat(LONGEST_CAPTION)
  const name = 'å'.repeat(LONGEST_ID / 2)
  t.same(
    [
      kindOf({ ...WHOLE.threads, text: long }, readThread),
      kindOf({ ...WHOLE.threads, text: `${long}x` }, readThread),
      kindOf({ ...WHOLE.threads, username: name }, readThread),
      kindOf({ ...WHOLE.threads, username: `${name}x` }, readThread),
      kindOf({ ...WHOLE.tumblr, body: long }, readTumblr),
      kindOf({ ...WHOLE.tumblr, body: `${long}x` }, readTumblr),
      kindOf({ ...WHOLE.tumblr, blog_name: `${name}x` }, readTumblr),
      kindOf({ ...WHOLE.listed, title: `${long}x` }, readListed),
      kindOf({ ...WHOLE.listed, owner: `${name}x` }, readListed),
    ],
    ['post', 'odd', 'post', 'odd', 'post', 'odd', 'odd', 'odd', 'odd'],
  )
  const address = (length: number) => 'https://a.example/'.padEnd(length, 'x')
  const urlOf = (url: string) => postOf(readTumblr({ ...WHOLE.tumblr, post_url: url }))?.url
  t.equal(urlOf(address(LONGEST_ID)), address(LONGEST_ID))
  t.equal(urlOf(address(LONGEST_ID + 1)), null)
})
