import t from 'tap'
import type { RouteEntry } from '../support/route-table.ts'
import { bodyFor, notMet, notRefused, notStanding, queryOf, startBadSite } from './bad-site.ts'
import { type Bad, badQueries, CURSORS, shapeOf } from './bad-values.ts'

t.setTimeout(240_000)

const { routes, send, pathOf, changing } = await startBadSite(t)

const isApi = ({ url }: RouteEntry) => url.startsWith('/api/v1/')
const isAsked = ({ url }: RouteEntry) => !url.includes('*') && !url.startsWith('/api/docs')

const BAD_PARAMS = [
  '%00',
  '%ED%A0%80',
  '%ff',
  '%',
  '%zz',
  '%C0%AF',
  'Krakk',
  '%F0%9F%AB%90',
  'x'.repeat(301),
  '-',
  '..',
  '%2e%2e',
]
const BAD_NUMBERS = [
  '0',
  '-1',
  '1.5',
  '0x1',
  '1e0',
  '%201',
  '9007199254740992',
  '99999999999999999999',
  'NaN',
  '%D9%A3',
]
const NUMBERS = ['entry', 'source', 'draw']

t.test('every part of every address refuses what it must not hold', async (t) => {
  const asked = routes.filter(isAsked)
  const faults = await changing(async (fault) => {
    for (const route of asked) {
      for (const [, name = ''] of route.url.matchAll(/:(\w+)/g)) {
        for (const value of [...BAD_PARAMS, ...(NUMBERS.includes(name) ? BAD_NUMBERS : [])]) {
          const answer = await send(route, pathOf(route, { [name]: value }), bodyFor(route))
          fault(notMet(answer), { path: [route.url, name], value })
        }
      }
    }
  })
  t.same(faults, [])
  t.ok(asked.length > 50, 'there were many')
})

const BAD_QUERIES = ['%', '%ff=%ff', '=', '&&&', 'lang', 'lang[]=nb', '__proto__=1', 'a'.repeat(8_000)]

t.test('no query brings a page down', async (t) => {
  const pages = routes.filter((one) => !isApi(one) && isAsked(one) && one.schema.querystring)
  const faults = await changing(async (fault) => {
    for (const route of pages) {
      const bads = [...badQueries(shapeOf(route.schema.querystring))]
      const cursors = CURSORS.map((value): Bad => ({ path: ['after'], value }))
      const queries = [...[...bads, ...cursors].map(queryOf), ...BAD_QUERIES]
      for (const query of queries) {
        const answer = await send(route, `${pathOf(route)}?${query}`, bodyFor(route))
        fault(notStanding(answer), { path: [route.method, route.url], value: query })
      }
    }
  })
  t.same(faults, [])
  t.ok(pages.length > 20, 'there were many')
})

/** They say where to go afterwards: what cannot be read is no wish. */
const WISHES = ['next', 'queue']

t.test('no field of a form takes what cannot be kept, or more than one value', async (t) => {
  const forms = routes.filter((one) => !isApi(one) && one.schema.body)
  const faults = await changing(async (fault) => {
    for (const route of forms) {
      for (const name of Object.keys(shapeOf(route.schema.body).properties ?? {})) {
        const bodies = [`${name}=a%00b`, ...(WISHES.includes(name) ? [] : [`${name}=a&${name}=b`])]
        for (const body of bodies) {
          const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: '*/*' }
          const answer = await send(route, pathOf(route), { body, headers })
          fault(notRefused(answer, `body.${name}`), { path: [route.url], value: body })
        }
      }
    }
  })
  t.same(faults, [])
  t.ok(forms.length >= 5, 'there were some')
})
