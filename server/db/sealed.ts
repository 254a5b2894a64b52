import { sql } from 'kysely'
import type { Db } from './pool.ts'

/** Ids of the keys by which something in the database was sealed (bytes 1 to 4 of sealed bytes), in hex. */
export async function listSealingKeys(db: Db): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    select distinct encode(substring(sealed from 2 for 4), 'hex') as key from (
      select settings as sealed from source
      union all select local_secret from contest where local_secret is not null
      union all (select salt from draw_entrant limit 1)
    ) as found
    order by key`.execute(db)
  return rows.map((row) => row.key)
}
