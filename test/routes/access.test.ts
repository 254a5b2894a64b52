import t from 'tap'
import { insertMember, type Role } from '../../server/db/brands.ts'
import { anItemDraft, anOwner, PASSWORD } from '../support/builders.ts'
import type { Ask } from '../support/http.ts'
import { routesOf } from '../support/route-table.ts'
import { scenePhoto } from '../support/scene.ts'
import { AS_BROWSER, busyContest, startSite, waitingCards } from '../support/site.ts'

t.setTimeout(120_000)

const { routes, built: site } = await routesOf(() => startSite(t))
const busy = await busyContest(t, site)
const { contest, owner, sourceId } = busy
const [card] = await waitingCards(site, busy)
const entry = card?.entry ?? 0
const stranger = await anOwner(site.ctx)

type Visitor = Role | 'stranger' | 'nobody'
const VISITORS: Visitor[] = ['owner', 'manager', 'moderator', 'juror', 'viewer', 'stranger', 'nobody']
const cookies = new Map<Visitor, { cookie: string } | undefined>([
  ['owner', owner],
  ['stranger', stranger],
  ['nobody', undefined],
])
for (const role of ['manager', 'moderator', 'juror', 'viewer'] as const)
  cookies.set(role, await aMember(role))

async function aMember(role: Role): Promise<{ cookie: string }> {
  const person = { name: role, email: `${role}@brand.example`, password: PASSWORD }
  const signedIn = await site.ctx.signIn.register(person)
  if (!signedIn) throw new Error(`${role} is there already`)
  const createdAt = site.clock.now()
  await insertMember(site.ctx.db, { brandId: owner.brandId, userId: signedIn.person.id, role, createdAt })
  return { cookie: signedIn.cookies.map((text) => text.split(';')[0]).join('; ') }
}

const TASKS: Record<'moderate' | 'manage' | 'look', Visitor[]> = {
  look: ['owner', 'manager', 'moderator', 'juror', 'viewer'],
  moderate: ['owner', 'manager', 'moderator'],
  manage: ['owner', 'manager'],
}

const base = `/api/v1/contests/${contest.slug}`
const picture = new FormData()
picture.set('picture', new Blob([Uint8Array.from(await scenePhoto(7, 64, 48))]), 'print.jpg')
const list = new FormData()
list.set('list', new Blob(['nothing of a list\n']), 'list.csv')
const { id: person } = await site.ctx.db.selectFrom('participant').select('id').executeTakeFirstOrThrow()
const catalogue = {
  sections: [{ slug: 'hjem', name: { en: 'Home', nb: 'Hjem' } }],
  items: [anItemDraft('krakk')],
}

/** Requests that fit. Those that would write meet a contest in which it is too late or too early for that. */
const REQUESTS: [string, string, keyof typeof TASKS, Ask?][] = [
  ['GET', `${base}/overview`, 'look'],
  ['GET', `${base}/queue`, 'moderate'],
  ['POST', `${base}/entries/${entry}/approve`, 'moderate', { json: { item: 'no-such-item' } }],
  ['POST', `${base}/entries/${entry}/reject`, 'moderate', { json: { code: 'not_the_item' } }],
  ['POST', `${base}/entries/${entry}/reopen`, 'moderate'],
  ['PUT', `${base}/items`, 'manage', { json: catalogue }],
  ['PUT', `${base}/items/krakk/picture`, 'manage', { upload: picture }],
  ['PUT', `${base}/sources/${sourceId}`, 'manage'],
  [
    'POST',
    `${base}/entries/${entry}/identify`,
    'moderate',
    { json: { handle: 'kari', evidence: 'She said so.' } },
  ],
  ['GET', `${base}/participants`, 'moderate'],
  [
    'POST',
    `${base}/participants/${person}/merge`,
    'moderate',
    { json: { into: person, reason: 'One person.' } },
  ],
  ['POST', `${base}/participants/${person}/unmerge`, 'moderate', { json: { reason: 'Two persons.' } }],
  ['POST', `${base}/posts/import`, 'manage', { upload: list }],
  ['POST', `${base}/posts/import-url`, 'manage', { json: { url: 'https://nowhere.invalid/' } }],
  ['POST', `${base}/open`, 'manage'],
  ['PATCH', base, 'manage', { json: { respectHints: true } }],
  ['POST', `${base}/draws`, 'manage', { json: {} }],
  ['GET', `/api/v1/sources/${sourceId}`, 'look'],
  ['GET', `/api/v1/sources/${sourceId}/runs`, 'look'],
  ['GET', `/api/v1/sources/${sourceId}/gaps`, 'look'],
  ['PUT', `/api/v1/sources/${sourceId}/settings`, 'manage', { json: { settings: {} } }],
  ['POST', `/api/v1/sources/${sourceId}/test`, 'manage'],
  ['POST', `/api/v1/sources/${sourceId}/state`, 'manage', { json: { state: 'active' } }],
  ['GET', `/console/c/${contest.slug}`, 'look'],
  ['GET', `/console/c/${contest.slug}/moderate`, 'moderate'],
  [
    'POST',
    `/console/c/${contest.slug}/entries/${entry}/decide`,
    'moderate',
    { form: { decision: 'reopen' } },
  ],
]

t.test('every route for managers is among these', async (t) => {
  const covered = REQUESTS.map(([method, path]) => {
    const plain = path
      .replace(`/${contest.slug}`, '/:slug')
      .replace('/items/krakk', '/items/:item')
      .replace(`/entries/${entry}`, '/entries/:entry')
      .replace(/\/sources\/\d+/, '/sources/:source')
      .replace(/\/participants\/\d+/, '/participants/:participant')
    return `${method} ${path.startsWith('/console') ? plain.replace(':slug', ':contest') : plain}`
  })
  const known = routes.filter(({ url, schema }) => {
    const isForManagers = '401' in ((schema.response ?? {}) as object) && url.includes(':')
    const isForNetworks = url.startsWith('/hooks/')
    return (isForManagers && !isForNetworks) || url.startsWith('/console/c/')
  })
  const names = known.map(({ method, url }) => `${method} ${url}`)
  t.same(
    names.filter((name) => !covered.includes(name)),
    ['GET /console/c/:contest/entries/:entry/decide'],
  )
})

t.test('each role may do its own, and others are told no more than they may know', async (t) => {
  for (const [method, path, task, options] of REQUESTS) {
    for (const visitor of VISITORS) {
      const headers = { origin: site.address }
      const { status } = await site.ask(path, { method, headers, ...options, as: cookies.get(visitor) })
      const name = `${visitor}: ${method} ${path}`
      if (TASKS[task].includes(visitor))
        t.notOk([401, 403, 404].includes(status), `${name} may, found ${status}`)
      else t.equal(status, visitor === 'nobody' ? 401 : visitor === 'stranger' ? 404 : 403, name)
    }
  }
})

t.test('somebody else’s entry, item or source is not there, also by way of one’s own contest', async (t) => {
  const theirs = await busyContest(t, site)
  const own = `/api/v1/contests/${theirs.contest.slug}`
  const as = theirs.owner
  const asks: [string, string, Ask][] = [
    ['POST', `${own}/entries/${entry}/approve`, { json: {} }],
    ['POST', `${own}/entries/${entry}/reject`, { json: { code: 'not_the_item' } }],
    ['POST', `${own}/entries/${entry}/reopen`, {}],
    ['PUT', `${own}/sources/${sourceId}`, {}],
    ['POST', `/console/c/${theirs.contest.slug}/entries/${entry}/decide`, { form: { decision: 'approve' } }],
  ]
  for (const [method, path, options] of asks)
    t.equal((await site.ask(path, { method, as, ...options })).status, 404, `${method} ${path}`)
  t.equal((await site.ask(`/c/${theirs.contest.slug}/entries/${entry}`)).status, 404)
})

t.test('a new contest or source is for a brand one manages, whether the other exists or not', async (t) => {
  const json = { brand: owner.brandSlug, kind: 'mastodon', name: 'X', settings: { url: 'https://a.example' } }
  for (const visitor of ['moderator', 'viewer', 'stranger'] as const) {
    const answer = await site.ask('/api/v1/sources', { as: cookies.get(visitor), json })
    t.equal(answer.status, 403, visitor)
  }
  const nowhere = await site.ask('/api/v1/sources', { as: stranger, json: { ...json, brand: 'nobody' } })
  const elsewhere = await site.ask('/api/v1/sources', { as: stranger, json })
  t.equal(nowhere.status, 403)
  t.equal(nowhere.text.replace('nobody', owner.brandSlug), elsewhere.text)
})

t.test('lists show what is one’s own', async (t) => {
  const as = stranger
  t.same((await site.ask('/api/v1/contests', { as })).json<{ contests: unknown[] }>().contests, [])
  t.same((await site.ask('/api/v1/sources', { as })).json<{ sources: unknown[] }>().sources, [])
  const page = await site.ask('/console', { as })
  t.equal(page.status, 200)
  t.notMatch(page.text, contest.slug)
  const own = await site.ask('/console', { as: cookies.get('viewer') })
  t.match(own.text, contest.slug)
})

t.test('a draft is there for those who run it and nobody else', async (t) => {
  const json = {
    brand: owner.brandSlug,
    slug: 'kommer-snart',
    title: 'Kommer snart',
    intro: { en: '', nb: '' },
    zone: 'Europe/Oslo',
    opens: '2027-09-01T10:00',
    closes: '2027-09-29T10:00',
    campaignTags: ['kommersnart'],
    sponsor: 'Lillevik',
    sponsorAddress: 'Storgata 1',
    privacyContact: 'privacy@brand.example',
  }
  const made = await site.ask('/api/v1/contests', { as: owner, json })
  t.equal(made.status, 201, made.text)
  const path = '/api/v1/contests/kommer-snart'
  t.equal((await site.ask(path, { as: cookies.get('viewer') })).status, 200)
  const absent = await site.ask('/api/v1/contests/finnes-ikke')
  for (const as of [undefined, stranger]) {
    const answer = await site.ask(path, { as })
    t.equal(answer.status, 404)
    t.equal(answer.text, absent.text.replace('finnes-ikke', 'kommer-snart'))
  }
  for (const sub of ['', '/items', '/rules', '/live', '/take-part', '/theme.css', '/draws', '/rules.txt'])
    t.equal((await site.ask(`/c/kommer-snart${sub}`)).status, 404, sub)
  for (const sub of ['/items', '/entries', '/coverage', '/draws'])
    t.equal((await site.ask(`${path}${sub}`)).status, 404, sub)
})

t.test('who is not signed in is led to the door, and back to where the way went', async (t) => {
  const headers = { ...AS_BROWSER, origin: site.address }
  const path = `/console/c/${contest.slug}/moderate?show=reported`
  const asked = await site.ask(path, { headers })
  t.equal(asked.status, 303)
  t.equal(asked.headers.location, `/console/sign-in?next=${encodeURIComponent(path)}`)
  const sent = await site.ask(`/console/c/${contest.slug}/entries/1/decide`, {
    headers,
    form: { decision: 'approve' },
  })
  t.equal(sent.headers.location, '/console/sign-in', 'a form cannot be sent again by a link')
  const program = await site.ask(path)
  t.equal(program.status, 401, 'programs are told')
})

t.test('nobody’s body is read before it is known whose it is', async (t) => {
  const answer = await site.ask('/api/v1/contests', {
    body: 'x'.repeat(100),
    headers: { 'content-type': 'application/json' },
  })
  t.equal(answer.status, 401)
})
