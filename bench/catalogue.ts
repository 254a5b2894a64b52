import { fileURLToPath } from 'node:url'
import { openCampaign } from './campaign.ts'
import { openChanges } from './changes.ts'
import { storeCrowd } from './crowd.ts'
import { inTurn } from './in-turn.ts'
import { answersPerSecond } from './load.ts'
import { type Program, startProgram } from './program.ts'
import { quietPort } from './quiet-port.ts'
import { openStage, type Stage } from './stage.ts'
import type { Bench, Row } from './table.ts'

const SIZES = [1_000, 100_000]
/** Answers a second, as a share of the limit's. */
const GOAL = 0.6
const ROUNDS = 15
const CHANGES = 150

export const catalogue: Bench = {
  about: `Answers a second over HTTP, server and limit in processes of their own, of the list of entries (JSON, 24 of them) and of
the cover page. "kept": nothing changed since the last request, ten readers at once, compressed as browsers ask for it;
the limit is Fastify that says hello. "anew": a photo's words changed before each request, one reader at a time; the limit
is bare pg behind bare node:http that sends the same rows as JSON, uncompressed as ours: for the list one prepared keyset
query, for the cover that one and two more, for items and numbers. The cover anew has no goal: it is a page, its limit
is rows.`,
  run,
}

interface Crowd {
  id: number
  slug: string
  size: number
}

interface Servers {
  hello: string
  bare: string
  site: string
}

async function run(): Promise<Row[]> {
  const stage = await openStage()
  const programs: Program[] = []
  try {
    const crowds: Crowd[] = []
    for (const size of SIZES) {
      const { contest } = await openCampaign(stage.ctx, `crowd-${size}`, 'after')
      await storeCrowd(stage.ctx.db, contest.id, size)
      crowds.push({ id: contest.id, slug: contest.slug, size })
    }
    const servers = await startServers(stage, programs)
    const rows: Row[] = []
    for (const crowd of crowds) {
      rows.push(...(await measureKept(servers, crowd)), ...(await measureAnew(stage, servers, crowd)))
    }
    return rows
  } finally {
    for (const program of programs.toReversed()) await program.stop()
    await stage.end()
  }
}

async function startServers(stage: Stage, programs: Program[]): Promise<Servers> {
  const start = async (path: string, args: string[], look: string, env: Record<string, string> = {}) => {
    const port = String(await quietPort())
    const base = `http://127.0.0.1:${port}`
    const script = fileURLToPath(new URL(path, import.meta.url))
    programs.push(
      await startProgram([script, ...args], { ...env, PORT: port, PUBLIC_URL: base }, base + look),
    )
    return base
  }
  const { databaseUrl, folder } = stage
  return {
    hello: await start('./hello.ts', [], '/'),
    bare: await start('./bare-catalogue.ts', [], '/', { DATABASE_URL: databaseUrl }),
    site: await start('../server/main.ts', ['serve'], '/health/ready', {
      DATABASE_URL: databaseUrl,
      DATA_DIR: folder,
      // The reader names another address each time, so that no limit of one reader is met.
      TRUST_PROXY: '127.0.0.1',
    }),
  }
}

async function measureKept({ hello, site }: Servers, { slug, size }: Crowd): Promise<Row[]> {
  const rates = await inTurn(ROUNDS, {
    hello: () => answersPerSecond(hello),
    list: () => answersPerSecond(site + listOf(slug)),
    cover: () => answersPerSecond(site + coverOf(slug)),
  })
  return (['list', 'cover'] as const).map((what) => ({
    what: nameOf(what, size, 'kept'),
    figure: rates[what],
    limit: rates.hello,
    unit: 'answers/s',
    goal: { least: GOAL },
  }))
}

async function measureAnew(
  { ctx }: Stage,
  { bare, site }: Servers,
  { id, slug, size }: Crowd,
): Promise<Row[]> {
  const changes = await openChanges(ctx.db, id)
  const ms = await inTurn(CHANGES, {
    bareList: () => changes.askAnew(`${bare}/list/${id}`),
    list: () => changes.askAnew(site + listOf(slug)),
    bareCover: () => changes.askAnew(`${bare}/cover/${id}`),
    cover: () => changes.askAnew(site + coverOf(slug)),
  }).finally(() => changes.close())
  const row = (what: 'list' | 'cover', limit: number, goal: Row['goal']): Row => ({
    what: nameOf(what, size, 'anew'),
    figure: 1_000 / ms[what],
    limit: 1_000 / limit,
    unit: 'answers/s',
    goal,
  })
  return [row('list', ms.bareList, { least: GOAL }), row('cover', ms.bareCover, null)]
}

function listOf(slug: string): string {
  return `/api/v1/contests/${slug}/entries`
}

function coverOf(slug: string): string {
  return `/c/${slug}`
}

function nameOf(what: string, size: number, how: string): string {
  return `${what}, ${size.toLocaleString('en')} entries, ${how}`
}
