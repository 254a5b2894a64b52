import { sql } from 'kysely'
import t from 'tap'
import { DAY } from '../../server/contest/instant.ts'
import { listPendingPictures } from '../../server/db/pictures.ts'
import { MOST_FAULTS } from '../../server/routes/api/imports.ts'
import { MAX_LIST_BYTES } from '../../server/sources/list-file.ts'
import { collect } from '../../server/steps/collect.ts'
import { collects } from '../../server/steps/followed.ts'
import { IMPORT_BATCH, importPosts } from '../../server/steps/import-posts.ts'
import { recheckPosts } from '../../server/steps/recheck-posts.ts'
import { aPost, CAMPAIGN_TAG, type OpenedContest, openedContest } from '../support/builders.ts'
import { bring } from '../support/crowd.ts'
import { NOON } from '../support/mastodon.ts'
import { startSite } from '../support/site.ts'

t.setTimeout(90_000)

const site = await startSite(t)
const { ctx, clock } = site
t.beforeEach(() => clock.set(NOON))

interface Import {
  counts: Record<string, number>
  posts: {
    line: number
    id: string
    outcome: string
    entries: { item: string | null; verdict: string; reasons: string[] }[]
  }[]
  faults: { line: number; column: string; found: string; expected: string }[]
  faultsLeftOut: number
}

function importTo({ contest, owner }: OpenedContest, body: string | Uint8Array, query = '') {
  const path = `/api/v1/contests/${contest.slug}/posts/import${query}`
  return site.ask(path, {
    as: owner,
    body,
    method: 'POST',
    headers: { 'content-type': 'text/csv; charset=utf-8' },
  })
}

const HEADER = 'network,url,author_id,author_handle,text,posted_at,picture_url\n'
let made = 0

/** Rows of posts that no other test has, each by another account; with what `more` says of each. */
function rows(
  count: number,
  more: (i: number) => Partial<Record<'text' | 'handle' | 'at', string>> = () => ({}),
): string {
  return Array.from({ length: count }, (_, i) => {
    const n = ++made
    const { text, handle, at } = more(i)
    const code = `Code${String(n).padStart(6, '0')}`
    return `${['instagram', `https://www.instagram.com/p/${code}/`, '', handle ?? `person${n}`, `"${text ?? `Hjemme! #${CAMPAIGN_TAG} #krakk`}"`, at ?? '2026-09-01 13:00', `https://media.example/${n}.jpg`].join(',')}\n`
  }).join('')
}

/** How many rows the tables have that an import writes. */
async function stored(): Promise<Record<string, number>> {
  const { rows } = await sql<Record<string, number>>`
    select (select count(*) from post) as posts, (select count(*) from entry) as entries,
      (select count(*) from participant) as people, (select count(*) from source) as sources,
      (select count(*) from picture) as pictures, (select count(*) from post_sighting) as sightings,
      (select count(*) from post_version) as versions,
      (select sum(version)::bigint from contest) as told`.execute(ctx.db)
  return rows[0] ?? {}
}

t.test(
  'a dry run tells what would become of every row, and keeps nothing; the run does exactly that',
  async (t) => {
    const opened = await openedContest(ctx)
    const list = `${HEADER}${rows(1)}${rows(1, () => ({ text: `#${CAMPAIGN_TAG} #kopp #vindskjerm` }))}${rows(1, () => ({ at: '2026-08-01 13:00' }))}${rows(1, () => ({ at: 'yesterday' }))}${rows(1, () => ({ handle: '' }))}`
    const before = await stored()
    const pending = (await listPendingPictures(ctx.db, 1_000)).length
    const dry = await importTo(opened, list, '?dryRun=1')
    t.equal(dry.status, 200, dry.text)
    t.match(dry.json(), {
      dryRun: true,
      encoding: 'utf-8',
      delimiter: ',',
      ignored: [],
      rows: 5,
      counts: { new: 4, same: 0, known: 0, gone: 0, faulty: 1, entries: 5 },
      posts: [
        {
          line: 2,
          network: 'instagram',
          outcome: 'new',
          entries: [{ item: 'krakk', verdict: 'review', state: 'waiting', reasons: ['picture_pending'] }],
        },
        { line: 3, entries: [{ item: 'vindskjerm' }, { item: 'kopp' }] },
        {
          line: 4,
          entries: [{ verdict: 'fails', reasons: ['too_early', 'picture_pending'] }],
        },
        { line: 6, entries: [{ verdict: 'review', item: 'krakk' }] },
      ],
      faults: [{ line: 5, column: 'posted_at', found: 'yesterday' }],
      faultsLeftOut: 0,
    })
    t.strictSame(await stored(), before)
    t.equal((await listPendingPictures(ctx.db, 1_000)).length, pending)

    const real = await importTo(opened, list)
    t.strictSame(real.json(), { ...dry.json<Import>(), dryRun: false })
    const after = await stored()
    t.same([(after.posts ?? 0) - (before.posts ?? 0), (after.entries ?? 0) - (before.entries ?? 0)], [4, 5])
    t.equal(
      (await listPendingPictures(ctx.db, 1_000)).length,
      pending + 4,
      'pictures are fetched by their job',
    )

    const again = await importTo(opened, list)
    t.match(again.json(), { counts: { new: 0, same: 4, known: 0, gone: 0, faulty: 1, entries: 5 } })
    t.strictSame(await stored(), after, 'a second time changes nothing')
  },
)

t.test('what a network told stays: known posts are not reworded, gone ones not brought back', async (t) => {
  const [opened, other] = [await openedContest(ctx), await openedContest(ctx)]
  const [one, gone] = [aPost(9_001), aPost(9_002)]
  await bring(ctx, [one, gone], [other.contest.id])
  await sql`update post set gone_at = to_timestamp(0), gone_since = to_timestamp(0), gone_why = 'deleted', gone_for_good = true where network_id = ${gone.id}`.execute(
    ctx.db,
  )
  const row = (url: string | null) =>
    `mastodon,${url},${one.author?.id},oldname,other words,2026-09-01 13:00,\n`
  const answer = await importTo(opened, `${HEADER}${row(one.url)}${row(gone.url)}`)
  t.match(answer.json(), {
    posts: [
      { outcome: 'known', entries: [{ item: 'krakk' }] },
      { outcome: 'gone', entries: [] },
    ],
  })
  const kept = await ctx.db
    .selectFrom('post')
    .select(['text', 'gone_why'])
    .where('network_id', 'in', [one.id, gone.id])
    .orderBy('id')
    .execute()
  t.same(kept, [
    { text: one.text, gone_why: null },
    { text: gone.text, gone_why: 'deleted' },
  ])
  const person = await ctx.db
    .selectFrom('participant')
    .select(['handle', 'name'])
    .where('provider_id', '=', one.author?.id ?? '')
    .executeTakeFirstOrThrow()
  t.same(person, { handle: one.author?.handle, name: one.author?.name })
})

t.test('a known account keeps the name its network told', async (t) => {
  const opened = await openedContest(ctx)
  const author = {
    id: 'kari.n',
    handle: 'kari.n',
    name: 'Kari Nordmann',
    url: 'https://instagram.com/kari.n',
    since: null,
  }
  await bring(ctx, [aPost(9_003, { network: 'instagram', id: 'Told00001', author })], [opened.contest.id])
  await importTo(opened, `${HEADER}${rows(1, () => ({ handle: 'Kari.N' }))}`)
  const people = await ctx.db
    .selectFrom('participant')
    .select(['handle', 'name', 'url'])
    .where('provider', '=', 'instagram')
    .where('provider_id', '=', 'kari.n')
    .execute()
  t.same(people, [{ handle: 'kari.n', name: 'Kari Nordmann', url: 'https://instagram.com/kari.n' }])
})

t.test(
  'the posts of a list come from a source of that name, which other contests can follow and nobody is asked about',
  async (t) => {
    const opened = await openedContest(ctx)
    const later = await openedContest(ctx, { owner: opened.owner })
    await importTo(opened, `${HEADER}${rows(2)}`, '?name=Agency%20in%20May')
    const answer = await site.ask('/api/v1/sources', { as: opened.owner })
    const [source] = answer.json<{ sources: { id: number; kind: string; name: string }[] }>().sources
    t.match(source, { kind: 'list', name: 'Agency in May' })
    const { signal } = new AbortController()
    const id = source?.id ?? 0
    t.equal(
      (
        await site.ask(`/api/v1/contests/${later.contest.slug}/sources/${id}`, {
          as: opened.owner,
          method: 'PUT',
        })
      ).status,
      204,
    )
    t.match(await collect(ctx, id, signal), { entries: 2, failed: 0 })
    clock.advance(2 * DAY)
    t.same(await recheckPosts(ctx, id, signal), { asked: 0, gone: 0, changed: 0 })
    const runs = await site.ask(`/api/v1/sources/${id}/runs`, { as: opened.owner })
    t.same(runs.json(), { runs: [] }, 'nothing is read')
  },
)

t.test('a name that another source has is refused', async (t) => {
  const opened = await openedContest(ctx)
  await site.ask('/api/v1/sources', {
    as: opened.owner,
    json: { brand: opened.owner.brandSlug, kind: 'upload', name: 'Uploads', settings: {} },
  })
  const before = await stored()
  const answer = await importTo(opened, `${HEADER}${rows(1)}`, '?name=Uploads')
  t.equal(answer.status, 409)
  t.strictSame(await stored(), before)
})

t.test('a list may be a file of a form', async (t) => {
  const opened = await openedContest(ctx)
  const path = `/api/v1/contests/${opened.contest.slug}/posts/import`
  const form = (field: string) => {
    const upload = new FormData()
    upload.set(field, new Blob([`${HEADER}${rows(1)}`], { type: 'application/vnd.ms-excel' }), 'liste.csv')
    return upload
  }
  t.match((await site.ask(path, { as: opened.owner, upload: form('list') })).json(), { counts: { new: 1 } })
  const other = await site.ask(path, { as: opened.owner, upload: form('file') })
  t.equal(other.status, 400)
  t.match(other.text, /body\.list: found a file in the field .+file/)
})

t.test('five megabytes are read, and of one byte more nothing', async (t) => {
  const opened = await openedContest(ctx)
  const head = 'notes,'
  const row = rows(1)
  const list = (size: number) =>
    `${head}${HEADER}"${'n'.repeat(size - head.length - HEADER.length - row.length - 3)}",${row}`
  t.equal(MAX_LIST_BYTES, 5 * 1024 * 1024)
  const most = list(MAX_LIST_BYTES)
  t.equal(Buffer.byteLength(most), MAX_LIST_BYTES)
  t.match((await importTo(opened, most, '?dryRun=1')).json(), { ignored: ['notes'], counts: { new: 1 } })
  const more = await importTo(opened, list(MAX_LIST_BYTES + 1), '?dryRun=1')
  t.equal(more.status, 413)
  t.match(more.text, /more than 5 MB/)
})

t.test('a list that cannot be read, or is none, is refused and changes nothing', async (t) => {
  const opened = await openedContest(ctx)
  const before = await stored()
  t.equal((await importTo(opened, 'a,b\n1,2\n')).status, 400)
  t.equal((await importTo(opened, '')).status, 400)
  t.equal((await importTo(opened, `${HEADER}${rows(1)}"`)).status, 400)
  t.equal((await importTo(opened, `${HEADER}${rows(1)}`, '?dryRun=maybe')).status, 400)
  const path = `/api/v1/contests/${opened.contest.slug}/posts/import`
  t.equal((await site.ask(path, { as: opened.owner, json: {} })).status, 415)
  t.strictSame(await stored(), before)
})

t.test('no more than a thousand faults are told, and how many more there are', async (t) => {
  const opened = await openedContest(ctx)
  const faulty = (n: number) => HEADER + rows(n, () => ({ at: 'x' }))
  t.match((await importTo(opened, faulty(MOST_FAULTS))).json(), {
    counts: { faulty: 1_000 },
    faultsLeftOut: 0,
  })
  const more = (await importTo(opened, faulty(MOST_FAULTS + 1))).json<Import>()
  t.same([more.faults.length, more.faultsLeftOut, more.counts.faulty], [1_000, 1, 1_001])
})

t.test('lists are for those who manage the brand, and for contests that take posts in', async (t) => {
  const [opened, other] = [await openedContest(ctx), await openedContest(ctx)]
  const draft = await openedContest(ctx, { owner: opened.owner, state: 'draft' })
  const list = `${HEADER}${rows(1)}`
  t.equal((await importTo({ ...opened, owner: { ...opened.owner, cookie: '' } }, list)).status, 401)
  t.equal((await importTo({ ...opened, owner: other.owner }, list)).status, 404)
  t.equal((await importTo(draft, list)).status, 409)
  await sql`update brand_member set role = 'moderator' where user_id = ${other.owner.id}`.execute(ctx.db)
  t.equal((await importTo(other, list)).status, 403)
  const { contest } = opened
  const last = contest.rules.closesAt + contest.rules.grace
  clock.set(last)
  t.ok(collects(contest, last))
  t.equal((await importTo(opened, list)).status, 200)
  clock.set(last + DAY)
  t.equal((await importTo(opened, list)).status, 409)
})

t.test('the same list twice at once is stored once, over several batches', async (t) => {
  const opened = await openedContest(ctx)
  const list = Buffer.from(HEADER + rows(IMPORT_BATCH + 1))
  const before = await stored()
  const body = async function* () {
    yield list
  }
  const both = await Promise.all(
    [1, 2].map(() => importPosts(ctx, opened.contest, body(), { name: 'List', dryRun: false })),
  )
  t.same(
    both.map(({ posts }) => posts.flatMap(({ entries }) => entries).length),
    [201, 201],
  )
  const after = await stored()
  t.same([(after.posts ?? 0) - (before.posts ?? 0), (after.entries ?? 0) - (before.entries ?? 0)], [201, 201])
})
