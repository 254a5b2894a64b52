import type { Selectable } from 'kysely'
import type { Instant } from '../contest/instant.ts'
import { at, type Db } from './pool.ts'
import type { DrawTable } from './schema/draw-tables.ts'

export interface Draw {
  id: number
  contestId: number
  number: number
  kind: 'local' | 'drand'
  state: 'committed' | 'drawn'
  /** `commit.json` as published. */
  commit: string
  commitHash: string
  drawAt: Instant
  /** Sealed; null but for `local`. */
  secret: Buffer | null
  frozenAt: Instant
  drawnAt: Instant | null
  /** Why the last try did not draw; null when none failed. */
  error: string | null
}

/** Answers the id. Throws Postgres's 23505 on `draw_number_unique` when the number was taken meanwhile. */
export async function insertDraw(
  db: Db,
  draw: Omit<Draw, 'id' | 'state' | 'drawnAt' | 'error'> & { entrants: string; frozenBy: string | null },
): Promise<number> {
  const row = await db
    .insertInto('draw')
    .values({
      contest_id: draw.contestId,
      number: draw.number,
      kind: draw.kind,
      state: 'committed',
      commit: draw.commit,
      commit_hash: draw.commitHash,
      entrants: draw.entrants,
      draw_at: at(draw.drawAt),
      secret: draw.secret,
      frozen_by: draw.frozenBy,
      frozen_at: at(draw.frozenAt),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

export async function findDraw(db: Db, contestId: number, number: number): Promise<Draw | null> {
  const row = await selectDraw(db)
    .where('contest_id', '=', contestId)
    .where('number', '=', number)
    .executeTakeFirst()
  return row ? toDraw(row) : null
}

/** In the order they were made. */
export async function listDraws(db: Db, contestId: number): Promise<Draw[]> {
  const rows = await selectDraw(db).where('contest_id', '=', contestId).orderBy('number').execute()
  return rows.map(toDraw)
}

/** Whether a contest's winners are known. */
export async function hasDrawn(db: Db, contestId: number): Promise<boolean> {
  const row = await db
    .selectFrom('draw')
    .select('id')
    .where('contest_id', '=', contestId)
    .where('state', '=', 'drawn')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export async function listDrawsDue(db: Db, now: Instant): Promise<number[]> {
  const rows = await db
    .selectFrom('draw')
    .select('id')
    .where('state', '=', 'committed')
    .where('draw_at', '<=', at(now))
    .orderBy('draw_at')
    .execute()
  return rows.map((row) => row.id)
}

export async function readDraw(db: Db, id: number): Promise<Draw> {
  return toDraw(await selectDraw(db).where('id', '=', id).executeTakeFirstOrThrow())
}

/** `entrants.txt` as published. */
export async function readEntrants(db: Db, drawId: number): Promise<string> {
  const row = await db
    .selectFrom('draw')
    .select('entrants')
    .where('id', '=', drawId)
    .executeTakeFirstOrThrow()
  return row.entrants
}

/** Nothing where another server has drawn meanwhile. */
export async function recordDrawError(db: Db, drawId: number, error: string): Promise<void> {
  await db
    .updateTable('draw')
    .set({ error })
    .where('id', '=', drawId)
    .where('state', '=', 'committed')
    .execute()
}

function selectDraw(db: Db) {
  return db
    .selectFrom('draw')
    .select([
      'id',
      'contest_id',
      'number',
      'kind',
      'state',
      'commit',
      'commit_hash',
      'draw_at',
      'secret',
      'frozen_at',
      'drawn_at',
      'error',
    ])
}

function toDraw(row: Omit<Selectable<DrawTable>, 'entrants' | 'frozen_by'>): Draw {
  return {
    id: row.id,
    contestId: row.contest_id,
    number: row.number,
    kind: row.kind,
    state: row.state,
    commit: row.commit,
    commitHash: row.commit_hash,
    drawAt: row.draw_at,
    secret: row.secret,
    frozenAt: row.frozen_at,
    drawnAt: row.drawn_at,
    error: row.error,
  }
}
