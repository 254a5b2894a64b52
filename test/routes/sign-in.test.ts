import { sql } from 'kysely'
import t from 'tap'
import { MAX_PASSWORD, MIN_PASSWORD } from '../../server/access/sign-in.ts'
import { offerSetup } from '../../server/steps/set-up.ts'
import { TRIES_PER_ACCOUNT, TRIES_PER_NETWORK } from '../../server/steps/sign-in.ts'
import { anOwner, PASSWORD } from '../support/builders.ts'
import { testContext } from '../support/context.ts'
import { type Answer, cookiesOf } from '../support/http.ts'
import { type Site, startSite } from '../support/site.ts'

t.setTimeout(120_000)

const site = await startSite(t, { env: { TRUST_PROXY: '127.0.0.1' } })
const owner = await anOwner(site.ctx)
const path = '/console/sign-in'

let visitors = 0

/** Fills in the form; from an address of its own unless told. */
function enter(
  form: Record<string, string>,
  { at = site, address = `198.51.100.${++visitors}` }: { at?: Site; address?: string } = {},
): Promise<Answer> {
  return at.ask(path, { form, headers: { origin: at.address, 'x-forwarded-for': address } })
}

const right = { email: owner.email, password: PASSWORD }
const wrong = { email: owner.email, password: 'not the password at all' }

t.test('passwords are stored as slow hashes, each with a salt of its own', async (t) => {
  const { ctx } = await testContext(t, { slowPasswords: true })
  const owners = [await anOwner(ctx), await anOwner(ctx)]
  const { rows } = await sql<{ password: string }>`select password from auth.account`.execute(ctx.db)
  for (const { password } of rows) t.match(password, /^[0-9a-f]{32}:[0-9a-f]{128}$/)
  t.equal(new Set(rows.map(({ password }) => password)).size, 2)
  const [{ email } = { email: '' }] = owners
  t.match(await ctx.signIn.enter(email, PASSWORD), { person: { email } })
  t.equal(await ctx.signIn.enter(email, `${PASSWORD}.`), null)
})

t.test('the set-up link makes one owner, once', async (t) => {
  const fresh = await startSite(t)
  const link = await offerSetup(fresh.ctx)
  const at = new URL(link ?? '').pathname
  const headers = { origin: fresh.address }
  const page = await fresh.ask(at)
  t.equal(page.status, 200)
  for (const name of ['name', 'email', 'brand', 'password']) t.match(page.text, `name="${name}"`)
  t.equal(page.headers['referrer-policy'], 'no-referrer')
  const form = { name: 'Solveig', email: 'solveig@brand.example', brand: 'Trivelund', password: PASSWORD }
  const made = await fresh.ask(at, { form, headers })
  t.equal(made.status, 303)
  t.equal(made.headers.location, '/console')
  const console = await fresh.ask('/console', { as: { cookie: cookiesOf(made) } })
  t.equal(console.status, 200)
  t.match(console.text, 'Solveig')
  t.equal((await fresh.ask(at)).status, 410)
  const again = await fresh.ask(at, { form: { ...form, email: 'other@brand.example' }, headers })
  t.equal(again.status, 410, 'nobody else can use it')
  t.equal((await fresh.ask(`${at.slice(0, -1)}0`)).status, 410, 'nor one that is guessed')
  t.equal(await offerSetup(fresh.ctx), null, 'no other is offered')
})

t.test('two that use the set-up link at once do not both own the installation', async (t) => {
  const fresh = await startSite(t)
  const at = new URL((await offerSetup(fresh.ctx)) ?? '').pathname
  const use = (name: string) =>
    fresh.ask(at, {
      form: { name, email: `${name}@brand.example`, brand: `Brand of ${name}`, password: PASSWORD },
      headers: { origin: fresh.address },
    })
  const statuses = (await Promise.all(['kari', 'ola'].map(use))).map(({ status }) => status)
  t.same(statuses.sort(), [303, 410])
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from brand_member`.execute(fresh.ctx.db)
  t.equal(rows[0]?.n, 1)
})

t.test('the set-up form keeps what was typed and says what to put right', async (t) => {
  const fresh = await startSite(t)
  const at = new URL((await offerSetup(fresh.ctx)) ?? '').pathname
  const good = { name: 'Solveig', email: 'solveig@brand.example', brand: 'Trivelund', password: PASSWORD }
  const send = (change: object) =>
    fresh.ask(at, { form: { ...good, ...change }, headers: { origin: fresh.address } })
  const bad: [string, string][] = [
    ['name', ''],
    ['name', 'x'.repeat(61)],
    ['email', ''],
    ['email', 'solveig'],
    ['email', `${'x'.repeat(250)}@brand.example`],
    ['brand', ' '],
    ['brand', 'x'.repeat(61)],
    ['brand', '無印'],
    ['password', ''],
    ['password', 'x'.repeat(MIN_PASSWORD - 1)],
    ['password', 'x'.repeat(MAX_PASSWORD + 1)],
  ]
  for (const [field, value] of bad) {
    const answer = await send({ [field]: value })
    t.equal(answer.status, 400, `${field}: ${value.slice(0, 20)}`)
    t.match(answer.text, `id="${field}-fault"`, 'the field is named')
    if (field !== 'name') t.match(answer.text, 'value="Solveig"', 'the rest is kept')
    t.notMatch(answer.text, PASSWORD, 'but for the password')
  }
  const longest = await send({
    name: 'x'.repeat(60),
    brand: 'x'.repeat(60),
    password: 'x'.repeat(MAX_PASSWORD),
  })
  t.equal(longest.status, 303)
})

t.test('who signs in comes in, and who signs out is out', async (t) => {
  const answer = await enter(right)
  t.equal(answer.status, 303)
  t.equal(answer.headers.location, '/console')
  const cookie = cookiesOf(answer)
  t.not(cookie, owner.cookie, 'each sign-in is a session of its own')
  t.equal((await site.ask('/console', { as: { cookie } })).status, 200)
  const left = await site.ask('/console/sign-out', { method: 'POST', as: { cookie } })
  t.equal(left.status, 303)
  t.match(left.headers['set-cookie']?.join(), /folkalog=;.*Max-Age=0/, 'the browser forgets')
  t.equal((await site.ask('/console', { as: { cookie } })).status, 401, 'and so does the server')
  t.equal((await site.ask('/console', { as: owner })).status, 200, 'other sessions go on')
})

t.test('a session ends by itself', async (t) => {
  const cookie = cookiesOf(await enter(right))
  t.equal((await site.ask('/console', { as: { cookie } })).status, 200)
  const week = sql`update auth.kept set expires_at = expires_at - interval '7 days'`
  await week.execute(site.ctx.db)
  t.equal((await site.ask('/console', { as: { cookie } })).status, 401)
})

t.test('a wrong password and an unknown address look the same', async (t) => {
  const one = await enter(wrong)
  const other = await enter({ email: 'nobody@brand.example', password: wrong.password })
  t.same([one.status, other.status], [400, 400])
  t.equal(one.text.replace(owner.email, 'nobody@brand.example'), other.text)
  t.match(one.text, owner.email, 'the address is kept')
  t.notMatch(one.text, wrong.password)
  t.equal(one.headers['set-cookie'], undefined)
})

t.test(
  `an account takes ${TRIES_PER_ACCOUNT} tries in a quarter of an hour, wherever they come from`,
  async (t) => {
    const { email } = await anOwner(site.ctx)
    const statuses: number[] = []
    for (let n = 0; n < TRIES_PER_ACCOUNT; n++)
      statuses.push(
        (await enter({ email: n % 2 ? email : ` ${email.toUpperCase()} `, password: 'guess' })).status,
      )
    t.same([...new Set(statuses)], [400])
    const refused = await enter({ email, password: PASSWORD })
    t.equal(refused.status, 429, 'even with the right password')
    t.equal(refused.headers['retry-after'], '900')
    t.equal((await enter(right)).status, 303, 'others come in')
  },
)

t.test(`a network takes ${TRIES_PER_NETWORK} tries in five minutes, whoever they are for`, async (t) => {
  const tries = async (address: (n: number) => string) => {
    const statuses: number[] = []
    for (let n = 0; n < TRIES_PER_NETWORK; n++) {
      const form = { email: `guess${n}@brand.example`, password: 'guess' }
      statuses.push((await enter(form, { address: address(n) })).status)
    }
    return [...new Set(statuses)]
  }
  t.same(await tries(() => '203.0.113.50'), [400])
  const refused = await enter(right, { address: '203.0.113.50' })
  t.equal(refused.status, 429)
  t.equal(refused.headers['retry-after'], '300')
  t.equal((await enter(right, { address: '203.0.113.51' })).status, 303)
  t.same(await tries((n) => `2001:db8:7:7::${n}`), [400], 'an IPv6 network of 64 bits is one')
  t.equal((await enter(right, { address: '2001:db8:7:7:ffff::1' })).status, 429)
  t.equal((await enter(right, { address: '2001:db8:7:8::1' })).status, 303)
})

t.test(
  'the cookie is for this host alone, out of reach of scripts, and goes over TLS where there is TLS',
  async (t) => {
    const plain = (await enter(right)).headers['set-cookie']?.join('\n') ?? ''
    t.match(plain, /^folkalog=[^;]+;/)
    for (const flag of [/; HttpOnly/i, /; SameSite=Lax/i, /; Path=\//i]) t.match(plain, flag)
    t.notMatch(plain, /; Domain=/i)
    const secure = await startSite(t, { env: { PUBLIC_URL: 'https://folkalog.example' } })
    const { email } = await anOwner(secure.ctx)
    const answer = await enter({ email, password: PASSWORD }, { at: secure })
    const cookie = answer.headers['set-cookie']?.join('\n') ?? ''
    t.match(cookie, /^__Host-folkalog=[^;]+;/)
    for (const flag of [/; Secure/i, /; HttpOnly/i, /; SameSite=Lax/i, /; Path=\/(;|$)/im])
      t.match(cookie, flag)
    t.notMatch(cookie, /; Domain=/i)
    t.match(answer.headers['strict-transport-security'], /max-age=\d{7,}/)
    t.equal((await secure.ask('/console', { as: { cookie: cookiesOf(answer) } })).status, 200)
  },
)

const ELSEWHERE = [
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '/console/../c/x',
  '/console@evil.example',
  '/consoleevil',
  'javascript:alert(1)',
  '/c/x',
  '/console\r\nset-cookie: a=b',
  '/console/%2f%2fevil.example',
  '/console#//evil.example',
  'x'.repeat(3_000),
]

t.test('nobody is led elsewhere after signing in', async (t) => {
  for (const next of ELSEWHERE) {
    const { email } = await anOwner(site.ctx)
    const answer = await enter({ email, password: PASSWORD, next })
    t.equal(answer.headers.location, '/console', next.slice(0, 40))
    const page = await site.ask(`${path}?next=${encodeURIComponent(next)}`)
    t.equal(page.status, 200)
    t.notMatch(page.text, 'name="next"', next.slice(0, 40))
  }
})

t.test('after signing in the way goes on where it was', async (t) => {
  for (const next of ['/console/c/katalog-1/moderate?show=reported&lang=nb', '/console/outbox', '/console']) {
    const page = await site.ask(`${path}?next=${encodeURIComponent(next)}`)
    t.match(page.text, `name="next" value="${next.replaceAll('&', '&amp;')}"`)
    const { email } = await anOwner(site.ctx)
    t.equal((await enter({ email, password: PASSWORD, next })).headers.location, next)
  }
})
