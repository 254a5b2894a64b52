import { sql } from 'kysely'
import { pino } from 'pino'
import { buildApp } from '../../../server/app.ts'
import { MINUTE } from '../../../server/contest/instant.ts'
import type { Context } from '../../../server/context.ts'
import type { Db } from '../../../server/db/pool.ts'
import { USUAL_BLUESKY_HABITS } from '../../../server/rehearsal/bluesky-habits.ts'
import { sampleCatalogue } from '../../../server/rehearsal/catalogue.ts'
import type { ExpectedCounts } from '../../../server/rehearsal/expected.ts'
import { USUAL_INSTAGRAM } from '../../../server/rehearsal/instagram-habits.ts'
import { NETWORKS } from '../../../server/rehearsal/network-ways.ts'
import type { PictureSpec } from '../../../server/rehearsal/photograph/picture-spec.ts'
import { anItemDraft, localTime, openedContest } from '../builders.ts'
import { aPlan, CLOSES, OPENS } from '../campaign.ts'
import { testContext } from '../context.ts'
import { scenePhoto } from '../scene.ts'
import type { Cleaner } from '../scratch.ts'
import { loopbackFetch } from '../source-io.ts'
import { haunt, type Met } from './haunting.ts'
import { startNetworks, TOKEN } from './networks.ts'
import { playMixed } from './play.ts'

/** The longest answer that is waited for, in milliseconds: silence and single bytes are told soon. */
const DEADLINE = 400

export interface Rehearsed {
  counts: ExpectedCounts
  expected: ExpectedCounts
  met: Met
  /** Where a token or password was found that must be told nowhere. */
  leaked: string[]
}

/** A whole campaign on every network, each troubled in every way, against a database, a site and real HTTP. */
export async function rehearseMixed(
  t: Cleaner,
  { posts, seed }: { posts: number; seed: number },
): Promise<Rehearsed> {
  const plan = aPlan({ posts, seed, networks: NETWORKS })
  const said: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => said.push(line) })
  const opened = await testContext(t, { at: plan.beginsAt - MINUTE, log, env: { MEDIA_WORKERS: '2' } })
  const ctx: Context = { ...opened.ctx, fetch: loopbackFetch(t, DEADLINE) }
  const { clock } = opened
  const app = await buildApp(ctx)
  t.teardown(() => app.close())
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  const contest = await openedContest(ctx, {
    draft: {
      opens: localTime(OPENS),
      closes: localTime(CLOSES),
      campaignTags: [sampleCatalogue.campaignTag],
    },
    items: sampleCatalogue.items.map(({ slug, name, tag, aliases, page }) =>
      anItemDraft(slug, { name, page, tags: [tag, ...aliases] }),
    ),
  })
  const networks = await startNetworks(t, plan, clock, drawSmall)
  const met: Met = new Map()
  for (const [n, { faults, isPicture }] of networks.sources.entries()) haunt(faults, seed + n, isPicture, met)
  const { counts, expected } = await playMixed({ ctx, clock, plan, opened: contest, networks, address })
  const secrets = [TOKEN, USUAL_INSTAGRAM.token, USUAL_INSTAGRAM.appSecret, USUAL_BLUESKY_HABITS.password]
  const written = [...said, ...(await everyText(ctx.db))]
  const leaked = secrets.flatMap((secret) => written.filter((text) => text.includes(secret)).slice(0, 3))
  return { counts, expected, met, leaked }
}

/** Small, and each spec another picture. */
async function drawSmall(spec: PictureSpec) {
  if (spec.twist === 'broken') return { bytes: Buffer.from('no picture'), type: 'image/jpeg' }
  return { bytes: await scenePhoto(spec.seed, 64, 48), type: 'image/jpeg' }
}

/** Every row of every table as text. */
async function everyText(db: Db): Promise<string[]> {
  const tables = await sql<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')`.execute(db)
  const texts: string[] = []
  for (const { name } of tables.rows) {
    const { rows } = await sql<{ text: string }>`select t::text as text from ${sql.raw(name)} t`.execute(db)
    texts.push(...rows.map(({ text }) => text))
  }
  return texts
}
