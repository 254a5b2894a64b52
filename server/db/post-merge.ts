import { sql } from 'kysely'
import type { Tx } from './pool.ts'

/** What was two is one: both rows of it. */
interface Pair {
  keep: number
  drop: number
}

/** Entries that were made twice, by what becomes of them. */
export interface MergedEntries {
  /** Of the entries that went: what they were for, so that counts are made anew. */
  items: number[]
  contests: number[]
}

/**
 * Makes one post of two rows: everything that is known of the one that goes becomes known of the one that stays. The
 * caller has locked both posts and the contests they are entered in, and judges the one that stays again.
 */
export async function mergePosts(tx: Tx, pair: Pair): Promise<MergedEntries> {
  const merged = await listConcerned(tx, pair)
  await moveSightings(tx, pair)
  await movePictures(tx, pair)
  await moveTwinEntries(tx, pair)
  const { keep, drop } = pair
  await sql`update entry set post_id = ${keep} where post_id = ${drop}`.execute(tx)
  await sql`
    update post set participant_id = coalesce(post.participant_id, gone.participant_id),
      identified_by = coalesce(post.identified_by, gone.identified_by),
      first_seen_at = least(post.first_seen_at, gone.first_seen_at), url = coalesce(post.url, gone.url)
    from post gone where post.id = ${keep} and gone.id = ${drop}`.execute(tx)
  await sql`delete from post where id = ${drop}`.execute(tx)
  return merged
}

async function listConcerned(tx: Tx, { drop }: Pair): Promise<MergedEntries> {
  const { rows } = await sql<{ item_id: number | null; contest_id: number }>`
    select item_id, contest_id from entry where post_id = ${drop}`.execute(tx)
  return {
    items: rows.flatMap((row) => row.item_id ?? []),
    contests: [...new Set(rows.map((row) => row.contest_id))],
  }
}

async function moveSightings(tx: Tx, { keep, drop }: Pair): Promise<void> {
  await sql`
    insert into post_sighting (post_id, source_id, ref, seen_at)
    select ${keep}, source_id, ref, seen_at from post_sighting where post_id = ${drop} on conflict do nothing`.execute(
    tx,
  )
  await sql`
    insert into post_shown (post_id, source_id, via, hash)
    select ${keep}, source_id, via, hash from post_shown where post_id = ${drop} on conflict do nothing`.execute(
    tx,
  )
  await sql`
    insert into post_version (post_id, hash, text, tags, mentions, written_at, seen_at)
    select ${keep}, hash, text, tags, mentions, written_at, seen_at from post_version where post_id = ${drop}
    on conflict do nothing`.execute(tx)
  await sql`update post_alias set post_id = ${keep} where post_id = ${drop}`.execute(tx)
  await sql`
    insert into post_alias (network, alias, post_id)
    select network, network_id, ${keep} from post where id = ${drop} on conflict do nothing`.execute(tx)
}

/** Pictures that are here already are worth more than links. */
async function movePictures(tx: Tx, { keep, drop }: Pair): Promise<void> {
  const { rows } = await sql`
    select from picture where post_id = ${drop} and state = 'ready'
      and not exists (select from picture kept where kept.post_id = ${keep} and kept.state = 'ready') limit 1`.execute(
    tx,
  )
  if (rows.length === 0) return
  await sql`delete from picture where post_id = ${keep}`.execute(tx)
  await sql`update picture set post_id = ${keep} where post_id = ${drop}`.execute(tx)
}

/** Entries of both for the same item: one stays, with the history of both, and with what a person decided about either. */
async function moveTwinEntries(tx: Tx, { keep, drop }: Pair): Promise<void> {
  const { rows: twins } = await sql<{ stays: number; goes: number }>`
    select kept.id as stays, gone.id as goes from entry gone
    join entry kept on kept.contest_id = gone.contest_id and kept.item_id is not distinct from gone.item_id
      and kept.post_id = ${keep}
    where gone.post_id = ${drop}`.execute(tx)
  for (const { stays, goes } of twins) {
    await sql`
      update entry set state = gone.state, accepted = gone.accepted, reject_code = gone.reject_code,
        reject_text = gone.reject_text, withdrawn_by = gone.withdrawn_by, withdrawn_from = gone.withdrawn_from,
        decided_at = gone.decided_at, post_hash = gone.post_hash
      from entry gone where entry.id = ${stays} and gone.id = ${goes}
        and entry.state = 'waiting' and gone.state <> 'waiting'`.execute(tx)
    await sql`update decision set entry_id = ${stays} where entry_id = ${goes}`.execute(tx)
    await sql`
      update report set entry_id = ${stays} where entry_id = ${goes}
        and not exists (select from report other where other.entry_id = ${stays} and other.reporter = report.reporter)`.execute(
      tx,
    )
    await sql`update draw_ticket set entry_id = ${stays} where entry_id = ${goes}`.execute(tx)
    await sql`delete from entry where id = ${goes}`.execute(tx)
  }
}
