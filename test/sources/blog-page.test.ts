import t from 'tap'
import { manualClock } from '../../server/clock.ts'
import { askBlogPage, PAGE_LIMITS } from '../../server/sources/blog-page.ts'
import { NOON } from '../support/mastodon.ts'
import { startMediaServer } from '../support/media-server.ts'
import { ioFor } from '../support/source-io.ts'

const PAGE =
  '<!doctype html><title>Min krakk</title><article class="h-entry"><p class="p-name">Min krakk</p></article>'

/** A blog whose page `/N` leads on so many times, to one of `size` bytes. */
async function aBlog(t: Parameters<typeof startMediaServer>[0], size = PAGE.length) {
  const server = await startMediaServer(t, ({ url }, response) => {
    const left = Number(url?.slice(1))
    if (left > 0) return response.writeHead(302, { location: `/${left - 1}` }).end()
    response.setHeader('content-type', 'text/html').end(PAGE.padEnd(size))
  })
  const io = ioFor(t, manualClock(NOON))
  return { io, ask: (path: string) => askBlogPage(server.origin + path, io) }
}

t.test('a page of one megabyte is read, of one byte more it is not', async (t) => {
  t.equal(PAGE_LIMITS.maxBytes, 1_000_000)
  t.match(await (await aBlog(t, PAGE_LIMITS.maxBytes)).ask('/0'), { kind: 'read' })
  const tooLarge = await (await aBlog(t, PAGE_LIMITS.maxBytes + 1)).ask('/0')
  t.match(tooLarge, { kind: 'refused', why: /more than 1000000 bytes/ })
})

t.test('a page that leads on ten times is read, eleven times it is not', async (t) => {
  const { ask } = await aBlog(t)
  t.match(await ask(`/${PAGE_LIMITS.maxRedirects}`), {
    kind: 'read',
    upsert: { post: { title: 'Min krakk' } },
  })
  t.match(await ask(`/${PAGE_LIMITS.maxRedirects + 1}`), { kind: 'refused', why: /more than 10 times/ })
})

t.test('a page has five seconds, and says what it is asked for', async (t) => {
  const { io } = await aBlog(t)
  const asked: unknown[] = []
  const fetch: typeof io.fetch = (url, options) => {
    asked.push(options?.limits, new Headers(options?.headers).get('accept'))
    return io.fetch(url, { ...options, limits: { ...options?.limits, deadline: 50 } })
  }
  const silent = await startMediaServer(t, () => undefined)
  const answer = await askBlogPage(silent.origin, { ...io, fetch })
  t.match(answer, { kind: 'unknown' }, 'it is asked again')
  t.match(asked, [{ deadline: 5_000 }, /^text\/html/])
})
