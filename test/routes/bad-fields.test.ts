import t from 'tap'
import type { Problem } from '../../server/routes/problem.ts'
import { aContestDraft, anItemDraft } from '../support/builders.ts'
import type { Ask } from '../support/http.ts'
import type { RouteEntry } from '../support/route-table.ts'
import { notRefused, queryOf, startBadSite } from './bad-site.ts'
import { badBodies, badQueries, CURSORS, nameOf, shapeOf, withBad } from './bad-values.ts'

t.setTimeout(240_000)

const { site, routes, contest, owner, send, pathOf, changing } = await startBadSite(t)

/** What each route would take; every request of this file differs from it in one field. */
const GOOD_BODIES: Record<string, unknown> = {
  'POST /api/v1/contests': { brand: owner.brandSlug, ...aContestDraft({ draw: '2027-01-01T10:00' }) },
  'PATCH /api/v1/contests/:slug': { respectHints: true },
  'PUT /api/v1/contests/:slug/items': {
    sections: [{ slug: 'hjem', name: { en: 'Home', nb: 'Hjem' } }],
    items: [anItemDraft('krakk', { productUrl: 'https://shop.example/krakk' })],
  },
  'POST /api/v1/sources': {
    brand: owner.brandSlug,
    kind: 'mastodon',
    name: 'Another',
    settings: { url: 'https://social.example' },
  },
  'POST /api/v1/sources/:source/state': { state: 'paused' },
  'PUT /api/v1/sources/:source/settings': { settings: { url: 'https://social.example' } },
  'POST /api/v1/contests/:slug/posts/import-url': { url: 'https://blog.example/1', item: 'krakk' },
  'POST /api/v1/contests/:slug/entries/:entry/approve': { item: 'kopp' },
  'POST /api/v1/contests/:slug/entries/:entry/reject': { code: 'not_the_item', text: 'Another thing.' },
  'POST /api/v1/contests/:slug/entries/:entry/identify': { handle: '@kari', evidence: 'She wrote to us.' },
  'POST /api/v1/contests/:slug/participants/:participant/merge': { into: 2, reason: 'The same person.' },
  'POST /api/v1/contests/:slug/participants/:participant/unmerge': { reason: 'Two persons after all.' },
  'POST /api/v1/contests/:slug/draws': { leaveWaiting: true },
}

const isApi = ({ url }: RouteEntry) => url.startsWith('/api/v1/')

t.test('every field of every body of the API refuses what it must not hold, and says so', async (t) => {
  for (const route of routes.filter((one) => isApi(one) && one.schema.body)) {
    const name = `${route.method} ${route.url}`
    const good = GOOD_BODIES[name]
    if (good === undefined) return t.fail(`${name} has no good body in this test: add one`)
    const bads = [...badBodies(shapeOf(route.schema.body), good)]
    const faults = await changing(async (fault) => {
      for (const bad of bads) {
        const answer = await send(route, pathOf(route), { json: withBad(good, bad) })
        fault(notRefused(answer, nameOf('body', bad.path)), bad)
      }
    })
    t.same(faults, [], `${name}, ${bads.length} ways`)
    t.ok(bads.length > 3, 'there were some')
  }
})

t.test('every parameter of every query refuses what it must not hold, and says so', async (t) => {
  for (const route of routes.filter((one) => isApi(one) && one.schema.querystring)) {
    const bads = [...badQueries(shapeOf(route.schema.querystring))]
    const faults = await changing(async (fault) => {
      for (const bad of bads) {
        const answer = await send(route, `${pathOf(route)}?${queryOf(bad)}`)
        fault(notRefused(answer, nameOf('query', bad.path)), bad)
      }
      for (const [field] of Object.entries(shapeOf(route.schema.querystring).properties ?? {})) {
        const answer = await send(route, `${pathOf(route)}?${field}=1&${field}=2`)
        fault(notRefused(answer, `query.${field}`), { path: [field], value: 'twice' })
      }
    })
    t.same(faults, [], `${route.method} ${route.url}, ${bads.length} ways`)
  }
})

t.test('cursors that no page gave are refused', async (t) => {
  const lists = ['entries', 'queue'].map((list) => `/api/v1/contests/${contest}/${list}`)
  const route = { method: 'GET', url: '', schema: {} }
  const faults = await changing(async (fault) => {
    for (const path of lists) {
      for (const value of CURSORS) {
        const answer = await send(route, `${path}?after=${encodeURIComponent(value)}`)
        fault(notRefused(answer, 'query.after'), { path: [path], value })
      }
    }
  })
  t.same(faults, [])
  const page = await site.ask(`${lists[1]}?limit=1`, { as: owner })
  const { next } = page.json<{ next: string }>()
  const other = await site.ask(`${lists[0]}?after=${next}`)
  t.equal(other.status, 200, 'a cursor of another list is a place in time in this one')
})

const BAD_JSON: [string, Ask][] = [
  ['no body', { headers: { 'content-type': 'application/json', 'content-length': '0' } }],
  ['half a value', { body: '{"item":' }],
  ['a value and more', { body: '{} {}' }],
  ['a list', { body: '[]' }],
  ['a word', { body: '"x"' }],
  ['a number', { body: '7' }],
  ['nothing', { body: 'null' }],
  ['a prototype', { body: '{"__proto__":{"item":"x"}}' }],
  ['a constructor', { body: '{"constructor":{"prototype":{"item":"x"}}}' }],
  ['UTF-16', { body: Buffer.from('{"item":"x"}', 'utf16le') }],
  ['bytes that are no UTF-8', { body: Buffer.from('7b226974656d223a22ff227d', 'hex') }],
  ['many brackets', { body: `{"item":${'['.repeat(100_000)}${']'.repeat(100_000)}}` }],
  ['too much', { body: `{"item":"${'x'.repeat(300_000)}"}` }],
  ['a form', { body: 'item=%00', headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
  ['plain text', { body: 'hello', headers: { 'content-type': 'text/plain' } }],
  ['XML', { body: '<x/>', headers: { 'content-type': 'application/xml' } }],
  ['no type', { body: '{}', headers: { 'content-type': '' } }],
  ['a type that is none', { body: '{}', headers: { 'content-type': 'json' } }],
  ['a multipart form', { body: 'x', headers: { 'content-type': 'multipart/form-data; boundary=x' } }],
]

t.test('bodies that are no JSON document of ours are refused as a whole', async (t) => {
  for (const route of routes.filter((one) => isApi(one) && one.schema.body)) {
    const faults = await changing(async (fault) => {
      for (const [what, { headers, ...rest }] of BAD_JSON) {
        const answer = await send(route, pathOf(route), {
          ...rest,
          headers: { 'content-type': 'application/json', ...headers },
        })
        fault(notRefused(answer, 'body'), { path: [what], value: '' })
      }
    })
    t.same(faults, [], `${route.method} ${route.url}`)
  }
})

t.test('a catalogue may have 16 MB and no more', async (t) => {
  const route = { method: 'PUT', url: '/api/v1/contests/:slug/items', schema: {} }
  const bytes = 16 * 1024 * 1024
  const fits = `{"sections":"${'x'.repeat(bytes - 15)}"}`
  const headers = { 'content-type': 'application/json' }
  t.equal(Buffer.byteLength(fits), bytes)
  const read = await send(route, pathOf(route), { body: fits, headers })
  t.match(read.json<Problem>().errors?.[0], { field: 'body.sections' }, 'it was read')
  const refused = await send(route, pathOf(route), { body: `${fits} `, headers })
  t.equal(refused.status, 413)
  t.match(refused.json<Problem>().errors, [{ field: 'body', expected: `at most ${bytes} bytes` }])
})
