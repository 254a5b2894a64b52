import { createHash } from 'node:crypto'
import t from 'tap'
import { canonicalJson } from '../../server/contest/canonical-json.ts'
import { HOUR, MINUTE } from '../../server/contest/instant.ts'
import { runDraw } from '../../server/steps/run-draw.ts'
import { openedContest } from '../support/builders.ts'
import { aPostBy, collectedAt, enterAll, freeze, verifyByCommand } from '../support/draws.ts'
import { readHtml } from '../support/html.ts'
import { NOON } from '../support/mastodon.ts'
import { scratchFolder } from '../support/scratch.ts'
import { AS_BROWSER, startSite } from '../support/site.ts'

t.setTimeout(90_000)

const site = await startSite(t)
const { clock } = site
const { signal } = new AbortController()
t.beforeEach(() => clock.set(NOON))

async function dueDraw() {
  const opened = await openedContest(site.ctx)
  const posts = [aPostBy(1), aPostBy(2, ['kopp']), aPostBy(3, ['krakk', 'kopp'])]
  await enterAll(site.ctx, opened, posts)
  clock.set(collectedAt(opened.contest))
  const draw = await freeze(site.ctx, opened)
  clock.set(draw.drawAt)
  return { ...opened, draw, base: `/c/${opened.contest.slug}/draws/1` }
}

t.test('the files everybody can fetch are the very bytes that were hashed, and verify', async (t) => {
  const { contest, draw, base } = await dueDraw()
  await runDraw(site.ctx, draw.id, signal)
  const [commit, entrants, record, first, revisions, rules] = await Promise.all(
    [
      `${base}/commit.json`,
      `${base}/entrants.txt`,
      `${base}/record.json`,
      `${base}/record-1.json`,
      `${base}/revisions.json`,
      `/c/${contest.slug}/rules.txt`,
    ].map((path) => site.ask(path)),
  )
  if (!commit || !entrants || !record || !first || !revisions || !rules) throw new Error('Six answers')
  const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
  for (const { text, status, headers } of [commit, record, revisions]) {
    t.equal(status, 200)
    t.match(headers['content-type'], /^application\/json/)
    t.equal(text, canonicalJson(JSON.parse(text)), 'canonical')
  }
  t.match(entrants.headers['content-type'], /^text\/plain/)
  t.equal(sha256(commit.bytes), draw.commitHash)
  const parsed = JSON.parse(record.text)
  t.equal(parsed.commit_hash, draw.commitHash)
  t.same(parsed.commit, JSON.parse(commit.text))
  t.equal(parsed.entrants_sha256, sha256(entrants.bytes))
  t.equal(parsed.commit.rules, sha256(rules.bytes))
  t.equal(parsed.commit.contest, `${site.address}/c/${contest.slug}`)
  t.ok(first.bytes.equals(record.bytes), 'revision 1 is the newest')
  t.same(JSON.parse(revisions.text), [{ rev: 1, hash: sha256(record.bytes) }])

  const files = { record: record.text, entrants: entrants.text }
  const verdict = await verifyByCommand(await scratchFolder(t), files)
  const words = `VALID ${site.address}/c/${contest.slug} draw 1 revision 1, 3 participants, level C\n`
  t.same(verdict, { code: 0, out: words })
  const lied = { ...files, entrants: files.entrants.replace('kopp:1', 'kopp:2') }
  t.match(await verifyByCommand(await scratchFolder(t), lied), { code: 1, out: /^INVALID: entrants-hash/ })
})

t.test('no file names anybody', async (t) => {
  const { draw, base } = await dueDraw()
  await runDraw(site.ctx, draw.id, signal)
  for (const file of ['commit.json', 'entrants.txt', 'record.json', 'revisions.json']) {
    const { text } = await site.ask(`${base}/${file}`)
    for (const name of ['person', 'social.example', 'Person 1']) t.notMatch(text, name, file)
  }
})

t.test('before the draw there is a commitment and a list, and no record', async (t) => {
  const { base, draw } = await dueDraw()
  t.equal((await site.ask(`${base}/commit.json`)).text, draw.commit)
  t.equal((await site.ask(`${base}/entrants.txt`)).status, 200)
  t.equal((await site.ask(`${base}/revisions.json`)).text, '[]')
  for (const file of ['record.json', 'record-1.json', 'secret.json', 'record-0.json', 'record-01.json'])
    t.equal((await site.ask(`${base}/${file}`)).status, 404, file)
  t.equal((await site.ask(`${base.slice(0, -1)}2/commit.json`)).status, 404)
})

t.test('the API freezes a list late, once it is told to draw later, and the pages tell of it', async (t) => {
  const { contest, owner } = await openedContest(site.ctx)
  clock.set(contest.drawAt + HOUR)
  const path = `/api/v1/contests/${contest.slug}/draws`
  const refused = await site.ask(path, { as: owner, json: {} })
  t.equal(refused.status, 409)
  t.match(refused.json<{ detail: string }>().detail, /postpone/)
  t.same((await site.ask(path)).json(), { draws: [] })
  t.notMatch(
    await textOf(`/c/${contest.slug}/winners`),
    dayOf(contest.drawAt),
    'a time that is past promises nothing',
  )

  const frozen = await site.ask(path, { as: owner, json: { postpone: true } })
  t.equal(frozen.status, 201)
  const drawAt = Date.parse(frozen.json<{ drawAt: string }>().drawAt)
  t.ok(drawAt >= clock.now() + 24 * HOUR && drawAt < clock.now() + 24 * HOUR + MINUTE)
  const page = await site.ask(`/c/${contest.slug}/draws/1`, { headers: AS_BROWSER })
  t.match(readHtml(page.text).text, 'Named by the rules for the draw; the list came too late for it')
  for (const at of [contest.drawAt, drawAt])
    t.match(page.text, `datetime="${new Date(at).toISOString().replace('.000Z', '')}`)
  t.match(await textOf(`/c/${contest.slug}/winners`), dayOf(drawAt))

  clock.set(NOON)
  const onTime = await dueDraw()
  t.notMatch(await textOf(onTime.base), 'Named by the rules')
})

async function textOf(path: string): Promise<string> {
  return readHtml((await site.ask(path, { headers: AS_BROWSER })).text).text
}

/** As pages in English write it. */
function dayOf(at: number): string {
  return new Date(at).toLocaleDateString('en-GB', {
    timeZone: 'Europe/Oslo',
    day: 'numeric',
    month: 'long',
  })
}
