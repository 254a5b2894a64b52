import { Kysely, PostgresDialect, type RawBuilder, sql, type Transaction } from 'kysely'
import pg from 'pg'
import type { Instant } from '../contest/instant.ts'
import type { Schema } from './schema.ts'
import { prepareNamed } from './statement-name.ts'

/** The database, or a transaction of it: functions of `server/db` take either. */
export type Db = Kysely<Schema>
export type Tx = Transaction<Schema>

/** Connections kept by one process. The embedded database allows 60, so three servers and a queue fit. */
export const POOL_SIZE = 12

/** A statement that runs longer than this is ended by the server: a page never hangs on a lost plan. */
export const STATEMENT_TIMEOUT = 60_000

const INT8 = 20
const INT8_ARRAY = 1016
const TIMESTAMPTZ = 1184

/**
 * Reads `2026-11-21 19:52:10.123+00` as milliseconds. Columns are `timestamptz(3)` and every connection speaks UTC,
 * so nothing is lost; a Date in between costs three times as much.
 */
export function parseInstant(text: string): Instant {
  const instant = Date.parse(`${text.slice(0, 10)}T${text.slice(11).replace('+00', 'Z')}`)
  if (Number.isNaN(instant))
    throw new Error(`Found the time "${text}" in the database, expected a year from 0 to 9999 in UTC`)
  return instant
}

function parseCount(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value))
    throw new Error(`Found the number ${text} in the database, expected at most 2^53`)
  return value
}

function parseCounts(text: string): number[] {
  return text === '{}' ? [] : text.slice(1, -1).split(',').map(parseCount)
}

/** How rows of our own tables are read. Other users of the server (queue, sign-in) keep pg's own readers. */
const types: pg.CustomTypesConfig = {
  getTypeParser(type, format) {
    const oid: number = type
    if (format !== 'binary' && oid === INT8) return parseCount
    if (format !== 'binary' && oid === INT8_ARRAY) return parseCounts
    if (format !== 'binary' && oid === TIMESTAMPTZ) return parseInstant
    return pg.types.getTypeParser(type, format)
  },
}

/** A pool of connections that speak UTC. `url` as in `postgres://user:password@host:port/name`. */
export function openPool(
  url: string,
  options: { max?: number; types?: pg.CustomTypesConfig; name?: string; searchPath?: string } = {},
): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? POOL_SIZE,
    application_name: options.name ?? 'folkalog',
    options: `-c TimeZone=UTC -c statement_timeout=${STATEMENT_TIMEOUT} -c search_path=${options.searchPath ?? 'public'}`,
    ...(options.types ? { types: options.types } : {}),
  })
  // A connection that the server closes (a restart) must not end the process, whether it rests or is in use: what is asked
  // of it fails by itself, and the next query opens another.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/** Opens our tables. `destroy()` ends the connections. */
export function openDb(url: string, options: { max?: number; name?: string } = {}): Db {
  const pool = openPool(url, { ...options, types })
  pool.on('connect', prepareNamed)
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
}

/** An instant as SQL, for writing and comparing. */
export function at(instant: Instant): RawBuilder<Instant> {
  return sql<Instant>`to_timestamp(${instant}::float8 / 1000)`
}

/** As `at`, for columns that may be empty. */
export function atOrNull(instant: Instant | null): RawBuilder<Instant | null> {
  return sql<Instant | null>`to_timestamp(${instant}::float8 / 1000)`
}
