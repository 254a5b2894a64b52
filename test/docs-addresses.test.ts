import t from 'tap'
import { z } from 'zod'
import { blocksOf, codesIn, PAGES, tableRows } from './support/docs.ts'
import { filesOf, textOf } from './support/imports.ts'
import { type RouteEntry, routesOf } from './support/route-table.ts'
import { startSite } from './support/site.ts'

t.setTimeout(60_000)

const { routes } = await routesOf(() => startSite(t))
const isCall = ({ url }: RouteEntry) => /^\/(api\/v1|health)\//.test(url)

/** The route that answers an address, be its parameters filled in (`/c/summer`), open (`/c/:contest`) or in braces. */
function routeFor(method: string, address: string): RouteEntry | undefined {
  const path = address.split(/[?#]/)[0] ?? ''
  return routes.find(
    ({ method: known, url }) =>
      known === method && new RegExp(`^${url.replaceAll(/:\w+|\*/g, '[^/]+')}$`).test(path),
  )
}

t.test('every call of the API is in its table, and no other', async (t) => {
  const documented = tableRows('docs/api.md', '## Calls').map(([cell = '']) => codesIn(cell)[0])
  const known = routes.filter(isCall).map(({ method, url }) => `${method} ${url}`)
  t.strictSame(documented.toSorted(), known.toSorted())
  t.ok(known.length > 20)
})

t.test('every page is in its table, and no other', async (t) => {
  const documented = tableRows('docs/api.md', '## Pages').map(([cell = '']) => codesIn(cell)[0])
  const known = routes.filter((route) => !isCall(route) && !route.url.startsWith('/api/docs/'))
  t.strictSame(documented.toSorted(), [...new Set(known.map(({ url }) => url))].toSorted())
})

t.test('what a page or a text tells people to call is there to be called', async (t) => {
  const texts = [...PAGES, ...filesOf('web/strings/**/*.ts')]
  const called = texts.flatMap((path) =>
    [...textOf(path).matchAll(/\b(GET|POST|PUT) (\/[\w/.:{}-]+)/g)].map(([, method = '', address = '']) => ({
      path,
      method,
      address,
    })),
  )
  t.ok(called.length > 30)
  for (const { path, method, address } of called)
    t.ok(routeFor(method, address), `${path}: ${method} ${address}`)
})

interface CurlCall {
  method: string
  address: string
  json: unknown
}

/** The calls in the blocks of a page. */
function curlCalls(markdown: string): CurlCall[] {
  const calls = blocksOf(markdown).flatMap((block) =>
    block.split(/^(?=curl )/m).filter((one) => one.startsWith('curl ')),
  )
  return calls.map((call) => {
    const address = /(?:\$SITE|https?:\/\/[\w.:]+)(\/[^\s"']*)/.exec(call)?.[1] ?? ''
    const json = /--json '([\s\S]*?)'/.exec(call)?.[1]
    const sends = json !== undefined || /--data|-F /.test(call)
    const method = /-X (\w+)/.exec(call)?.[1] ?? (sends ? 'POST' : 'GET')
    return { method, address, json: json === undefined ? undefined : JSON.parse(json) }
  })
}

t.test('the calls that pages show can be made as they are shown', async (t) => {
  const calls = PAGES.flatMap((path) => curlCalls(textOf(path)).map((call) => ({ path, ...call })))
  t.ok(calls.length >= 15)
  for (const { path, method, address, json } of calls) {
    const name = `${path}: ${method} ${address}`
    const route = routeFor(method, address)
    t.ok(route, name)
    if (json === undefined || !route) continue
    const { body } = route.schema
    if (!(body instanceof z.ZodType)) throw new Error(`${name} takes no JSON`)
    t.equal(body.safeParse(json).error?.message, undefined, name)
  }
})
