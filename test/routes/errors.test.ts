import { connect } from 'node:net'
import { sql } from 'kysely'
import t from 'tap'
import { createLogger } from '../../server/log.ts'
import { Refusal } from '../../server/refusal.ts'
import { HEADERS_MAX } from '../../server/routes/client-error.ts'
import { Problem, problemOf, toProblem } from '../../server/routes/problem.ts'
import { openedContest } from '../support/builders.ts'
import { AS_BROWSER, startSite } from '../support/site.ts'

t.setTimeout(60_000)

const site = await startSite(t)
const { contest, owner } = await openedContest(site.ctx)

t.test('programs get a problem document, people a page in their language', async (t) => {
  const path = `/c/${contest.slug}/items/nothing-like-it`
  const program = await site.ask(path)
  t.equal(program.status, 404)
  t.equal(program.headers['content-type'], 'application/problem+json')
  t.same(Problem.parse(program.json()), {
    type: 'about:blank',
    title: 'Not Found',
    status: 404,
    code: 'not_found',
    detail: `There is no item "nothing-like-it" in ${contest.slug}.`,
  })
  const person = await site.ask(path, { headers: { ...AS_BROWSER, 'accept-language': 'nb' } })
  t.equal(person.status, 404)
  t.match(person.headers['content-type'], 'text/html')
  t.match(person.text, '<html lang="nb"')
  t.match(person.text, `<a class="button" href="/c/${contest.slug}">`, 'and a way back into the catalogue')
  t.match(person.text, `/c/${contest.slug}/theme.css`)
  t.match(person.headers.vary, 'accept', 'which of them depends on the reader')
  t.equal(person.headers['cache-control'], 'no-store')
  const api = await site.ask('/api/v1/nothing', { headers: AS_BROWSER })
  t.equal(api.headers['content-type'], 'application/problem+json', 'the API speaks to programs only')
})

t.test('a refusal on a page says what was found and expected', async (t) => {
  const answer = await site.ask(`/c/${contest.slug}/items?q=${'x'.repeat(81)}`, { headers: AS_BROWSER })
  t.equal(answer.status, 400)
  t.match(answer.text, 'expected at most 80 characters')
})

t.test('what a page repeats of its address cannot lead elsewhere or run', async (t) => {
  const paths = [
    '//evil.example',
    '//evil.example/%3Cscript%3E',
    '///evil.example/x?a=1',
    '/\\evil.example',
    '/c/%22%3E%3Cscript%3E',
  ]
  for (const path of paths) {
    const { status, text } = await site.ask(path, { headers: AS_BROWSER })
    t.ok(status === 404 || status === 400, path)
    t.notMatch(text, /href="(?:https?:)?[\\/]{2}evil/, path)
    t.notMatch(text, /<script>/, path)
  }
})

t.test('an address is the same with a slash at its end, and names itself without one', async (t) => {
  const [plain, slashed] = await Promise.all([
    site.ask(`/c/${contest.slug}/rules`),
    site.ask(`/c/${contest.slug}/rules/`),
  ])
  t.equal(slashed.status, 200)
  t.equal(slashed.text, plain.text)
  t.match(plain.text, `rel="canonical" href="${site.address}/c/${contest.slug}/rules"`)
})

t.test('another method than an address knows finds nothing', async (t) => {
  for (const method of ['PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
    const { status } = await site.ask(`/c/${contest.slug}`, { method, headers: { origin: site.address } })
    t.equal(status, 404, method)
  }
  const trace = await site.ask(`/c/${contest.slug}`, {
    method: 'TRACE',
    headers: { origin: site.address, cookie: 'a=b' },
  })
  t.ok(trace.status >= 400)
  t.notMatch(trace.text, 'a=b', 'TRACE echoes nothing')
})

t.test(
  'an address that cannot be read is refused like everything else, under the same protection',
  async (t) => {
    for (const path of ['/c/%ff', '/%', '/c/%E0%A4%A/items']) {
      const page = await site.ask(path, { headers: AS_BROWSER })
      t.equal(page.status, 400, path)
      t.match(page.headers['content-security-policy'], "default-src 'self'")
      t.equal(page.headers['x-content-type-options'], 'nosniff')
      const problem = (await site.ask(path)).json<Problem>()
      t.match(Problem.parse(problem).errors, [{ field: 'path' }])
    }
  },
)

/** Sends bytes and answers what came back. */
function sendRaw(bytes: string): Promise<string> {
  const { hostname, port } = new URL(site.address)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(bytes))
    const chunks: Buffer[] = []
    socket.on('data', (chunk) => chunks.push(Buffer.from(chunk)))
    socket.on('close', () => resolve(Buffer.concat(chunks).toString()))
    socket.on('error', reject)
  })
}

t.test('what is no HTTP is answered with a problem too, and the connection closed', async (t) => {
  const cases: [string, number][] = [
    ['hello\r\n\r\n', 400],
    ['GET / HTTP/1.1\r\nhost: a\r\nbad header\r\n\r\n', 400],
    ['GET / HTTP/1.1\r\nhost: a\r\ncontent-length: -1\r\n\r\n', 400],
    ['POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n', 400],
    [`GET / HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(HEADERS_MAX)}\r\n\r\n`, 431],
    [`GET /?${'y'.repeat(HEADERS_MAX)} HTTP/1.1\r\nhost: a\r\n\r\n`, 431],
  ]
  for (const [bytes, status] of cases) {
    const answer = await sendRaw(bytes)
    t.match(answer, new RegExp(`^HTTP/1.1 ${status} `), bytes.slice(0, 30))
    t.match(answer, 'application/problem+json')
    t.equal(Problem.parse(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).status, status)
  }
  t.equal((await site.ask('/imprint')).status, 200, 'others are served on')
})

t.test('a fault of ours is told as that and nothing more; the log knows', async (t) => {
  const lines: string[] = []
  const log = createLogger('info', { write: (line: string) => void lines.push(line) })
  const broken = await startSite(t, { log })
  const { contest } = await openedContest(broken.ctx)
  await sql`alter table draw rename to drawn_and_quartered`.execute(broken.ctx.db)
  const path = `/api/v1/contests/${contest.slug}/draws?receipt=secret`
  const answer = await broken.ask(path)
  t.same(
    Problem.parse(answer.json()),
    problemOf(500, 'fault', 'The fault is ours and has been written down. Try again later.'),
  )
  const page = await broken.ask(`/c/${contest.slug}/draws/1/commit.json`, { headers: AS_BROWSER })
  t.equal(page.status, 500)
  const logged = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'request failed')
  t.equal(logged.length, 2)
  t.match(logged[0], { route: '/api/v1/contests/:slug/draws', err: { code: '42P01' } })
  t.match(page.text, logged[1]?.reqId, 'the page names the line')
  for (const { text } of [answer, page]) t.notMatch(text, /relation|draw" does not|server\/db/)
  t.notMatch(lines.join(''), 'secret')
})

t.test('a database that restarts or is full is told as a server to come back to', async (t) => {
  const request = {} as Parameters<typeof toProblem>[1]
  const errors = [
    ...['08006', '57P01', '57P03', '53300', '53100', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE'].map((code) =>
      Object.assign(new Error('x'), { code }),
    ),
    new Error('Connection terminated unexpectedly'),
    new Error('timeout exceeded when trying to connect'),
  ]
  for (const error of errors) {
    const { problem, retryAfter } = toProblem(error, request)
    t.match({ ...problem, retryAfter }, { status: 503, code: 'busy', retryAfter: 5 }, error.message)
  }
  for (const error of [new Error('x'), 'x', null, Object.assign(new Error('x'), { code: '42P01' })])
    t.equal(toProblem(error, request).problem.status, 500)
  const gone = toProblem(new Refusal('storage_full', 'No room.'), request)
  t.match(gone.problem, { status: 507, title: 'Insufficient Storage', code: 'storage_full' })
})

t.test('what may be done only signed in says so', async (t) => {
  const answer = await site.ask('/api/v1/contests')
  t.match(answer.json<Problem>(), { status: 401, code: 'signed_out', title: 'Unauthorized' })
  const conflict = await site.ask(`/api/v1/contests/${contest.slug}/open`, { method: 'POST', as: owner })
  t.match(conflict.json<Problem>(), { status: 409, code: 'conflict' })
})
