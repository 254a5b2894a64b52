import { sql } from 'kysely'
import { pino } from 'pino'
import { z } from 'zod'
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
import { sourceMemory } from '../../../server/steps/source-memory.ts'
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
const DEADLINE = 200

/** The token of Instagram, the session of Bluesky. */
const MADE = z.union([
  z.object({ token: z.string() }),
  z.object({ accessJwt: z.string(), refreshJwt: z.string() }),
])

export interface Rehearsed {
  counts: ExpectedCounts
  expected: ExpectedCounts
  met: Met
  /** Tokens and passwords that were looked for. */
  secrets: number
  /** Where one of them was found: none must be told in a log, an address or a row. */
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
  const asked: string[] = []
  const reach = loopbackFetch(t, DEADLINE)
  const fetch: typeof reach = (url, options) => {
    // Meta exchanges a token for a longer one by its address, and by nothing else.
    if (!/\/oauth\/access_token\?/.test(String(url))) asked.push(String(url))
    return reach(url, options)
  }
  const ctx: Context = { ...opened.ctx, fetch }
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
  const given = [TOKEN, USUAL_INSTAGRAM.token, USUAL_INSTAGRAM.appSecret, USUAL_BLUESKY_HABITS.password]
  const secrets = [...given, ...(await secretsOf(ctx))]
  const written = [...said, ...asked, ...(await everyText(ctx.db))]
  const leaked = secrets.flatMap((secret) => written.filter((text) => text.includes(secret)).slice(0, 3))
  return { counts, expected, met, secrets: secrets.length, leaked }
}

/** What the sources were let in by in the end, which the networks made up: it lies sealed, and nowhere else. */
async function secretsOf(ctx: Context): Promise<string[]> {
  const sources = await ctx.db.selectFrom('source').select('id').execute()
  const secrets: string[] = []
  for (const { id } of sources) {
    const memory = sourceMemory(ctx, id)
    for (const kept of [
      MADE.safeParse(await memory.read('token')),
      MADE.safeParse(await memory.read('session')),
    ])
      if (kept.success) secrets.push(...Object.values(kept.data))
  }
  return secrets
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
