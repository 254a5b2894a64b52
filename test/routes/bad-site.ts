import { sql } from 'kysely'
import type { Db } from '../../server/db/pool.ts'
import type { Problem } from '../../server/routes/problem.ts'
import { openedContest } from '../support/builders.ts'
import type { Answer, Ask } from '../support/http.ts'
import { type RouteEntry, routesOf } from '../support/route-table.ts'
import type { Cleaner } from '../support/scratch.ts'
import { AS_BROWSER, approve, busyContest, type Site, startSite, waitingCards } from '../support/site.ts'
import type { Bad, Path } from './bad-values.ts'

/** A site with one of everything, to be asked for what is wrong. */
export interface BadSite {
  site: Site
  routes: RouteEntry[]
  contest: string
  owner: { cookie: string; brandSlug: string }
  /** Asks a route as somebody who may, from an address of its own, so that no limit is in the way. */
  send(route: RouteEntry, path: string, options?: Ask): Promise<Answer>
  /** The address of a route with everything in it right but for what is changed. */
  pathOf(route: RouteEntry, changed?: Record<string, string>): string
  /** Runs requests; answers each that was not answered as it should be, and whatever changed in the database. */
  changing(run: (fault: (found: string | null, bad: Bad) => void) => Promise<void>): Promise<string[]>
}

export async function startBadSite(t: Cleaner): Promise<BadSite> {
  const { routes, built: site } = await routesOf(() => startSite(t, { env: { TRUST_PROXY: '127.0.0.1' } }))
  const busy = await busyContest(t, site)
  const { contest, owner, sourceId } = busy
  const [card] = await waitingCards(site, busy)
  const entry = card?.entry ?? 0
  await approve(site, busy, entry)
  const draft = await openedContest(site.ctx, { owner, state: 'draft' })
  let visitors = 0
  const good: Record<string, string> = {
    contest: contest.slug,
    slug: contest.slug,
    item: 'krakk',
    entry: String(entry),
    source: String(sourceId),
    participant: '1',
    draw: '1',
    token: 'token',
    file: 'commit.json',
    folder: 'ab',
    media: 'ab'.repeat(32),
    name: '640.webp',
  }
  return {
    site,
    routes,
    contest: contest.slug,
    owner,
    send(route, path, options = {}) {
      visitors++
      const forwarded = `198.51.${Math.floor(visitors / 250) % 250}.${visitors % 250}`
      const isPage = !path.startsWith('/api/')
      return site.ask(path, {
        method: route.method,
        as: isPage && !path.startsWith('/console/c') ? undefined : owner,
        ...options,
        headers: {
          'x-forwarded-for': forwarded,
          origin: site.address,
          ...(isPage ? AS_BROWSER : {}),
          ...options.headers,
        },
      })
    },
    pathOf({ url }, changed = {}) {
      // What a draft takes and an open contest does not would be refused for another reason.
      const isOfDrafts = url.endsWith('/items') || url.endsWith('/open')
      const params = { ...good, ...(isOfDrafts ? { slug: draft.contest.slug } : {}), ...changed }
      return url.replaceAll(/:(\w+)/g, (_, name: keyof typeof params) => params[name] ?? '')
    },
    async changing(run) {
      const faults: string[] = []
      const before = await fingerprint(site.ctx.db)
      await run((found, { path, value }) => {
        const shown = String(JSON.stringify(value)).slice(0, 80)
        if (found !== null) faults.push(`${path.join('.')} = ${shown}: ${found}`)
      })
      const after = await fingerprint(site.ctx.db)
      for (const [table, hash] of before) if (after.get(table) !== hash) faults.push(`${table} has changed`)
      return faults
    },
  }
}

/** A hash of every row of every table of ours. */
async function fingerprint(db: Db): Promise<Map<string, string>> {
  const { rows: tables } = await sql<{ name: string }>`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_schema in ('public', 'auth') and table_type = 'BASE TABLE' and table_name <> 'kept'`.execute(
    db,
  )
  const hashes = new Map<string, string>()
  for (const { name } of tables) {
    const { rows } = await sql<{ hash: string }>`
      select md5(coalesce(string_agg(t::text, ',' order by t::text), '')) as hash from ${sql.raw(name)} t`.execute(
      db,
    )
    hashes.set(name, rows[0]?.hash ?? '')
  }
  return hashes
}

/** Null where the answer is a problem that names the field. */
export function notRefused(answer: Answer, field: string): string | null {
  const { status, headers, text } = answer
  if (status < 400 || status >= 500) return `${status} ${text.slice(0, 300)}`
  if (headers['content-type'] !== 'application/problem+json')
    return `a problem of type ${headers['content-type']}`
  const { errors = [], ...problem } = answer.json<Problem>()
  const named = errors.filter((one) => one.field.includes(field) || field.startsWith(one.field))
  if (named.length === 0) return `${status} without ${field}: ${text.slice(0, 300)}`
  if (problem.status !== status || problem.title === '' || problem.detail === '')
    return `half a problem: ${text}`
  const silent = errors.find(
    ({ found, expected }) => found === '' || expected === '' || /undefined|null/.test(expected),
  )
  return silent ? `a fault that says nothing: ${JSON.stringify(silent)}` : null
}

/** Null where the address was refused, or is none. */
export function notMet({ status, text }: Answer): string | null {
  return status >= 400 && status < 500 ? null : `${status} ${text.slice(0, 200)}`
}

/** Null where the answer is a page, or a redirect, or says what is wrong. */
export function notStanding({ status, text, headers }: Answer): string | null {
  if (status >= 500) return `${status} ${text.slice(0, 200)}`
  if (status >= 300 && status < 400)
    return headers.location?.startsWith('/') ? null : `to ${headers.location}`
  return text === '' ? `${status} without a word` : null
}

/** Forms need a body to come as far as their address; nothing in it fits. */
export function bodyFor({ method, url, schema }: RouteEntry): Ask {
  if (method === 'GET') return {}
  if (schema.consumes) return { upload: new FormData() }
  if (schema.body === undefined) return {}
  return url.startsWith('/api/') ? { json: {} } : { form: { nobody: 'asked' } }
}

export function queryOf({ path, value }: { path: Path; value: unknown }): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return `${encodeURIComponent(path.join('.'))}=${encodeURIComponent(text)}`
}
