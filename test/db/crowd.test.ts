import fc from 'fast-check'
import { sql } from 'kysely'
import t from 'tap'
import { countCrowd } from '../../server/db/crowd.ts'
import { openedContest } from '../support/builders.ts'
import { testContext } from '../support/context.ts'

const { ctx } = await testContext(t)
const { db } = ctx
const contests = [(await openedContest(ctx)).contest.id, (await openedContest(ctx)).contest.id]
const PEOPLE = 3

await sql`insert into participant (id, provider, provider_id, handle, name, first_seen_at)
  overriding system value
  select n, 'mastodon', n::text, 'kari', 'Kari', now() from generate_series(1, ${PEOPLE}::int) as n`.execute(
  db,
)

/** What is written of one entry; a participant of 0 is nobody that any interface names. */
const anEntry = fc.record({
  contest: fc.constantFrom(...contests),
  person: fc.integer({ min: 0, max: PEOPLE }),
  state: fc.constantFrom('approved', 'approved', 'waiting', 'rejected'),
  verdict: fc.constantFrom('counts', 'review', 'fails'),
})

const statements = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('make' as const), entries: fc.array(anEntry, { maxLength: 6 }) }),
    fc.record({ kind: fc.constant('change' as const), part: fc.integer({ min: 1, max: 3 }), to: anEntry }),
    fc.record({ kind: fc.constant('delete' as const), part: fc.integer({ min: 1, max: 3 }) }),
  ),
  { maxLength: 8 },
)

t.test(
  'the numbers of a contest are what counting its entries would give, after any statements',
  async (t) => {
    await fc.assert(
      fc.asyncProperty(statements, async (all) => {
        for (const statement of all) {
          if (statement.kind === 'make') await make(statement.entries)
          else if (statement.kind === 'delete')
            await sql`delete from entry where id % 3 < ${statement.part}`.execute(db)
          else await change(statement.part, statement.to)
          for (const id of contests) t.same(await countCrowd(db, id), await count(id))
        }
        await sql`delete from entry`.execute(db)
      }),
      { numRuns: 40 },
    )
  },
)

t.test('a contest is not written to by entries that nobody sees', async (t) => {
  const version = () => sql<{ xmin: string }>`select xmin::text from contest order by id`.execute(db)
  const before = await version()
  await make(contests.map((contest) => ({ contest, person: 1, state: 'waiting', verdict: 'counts' })))
  await sql`update entry set state = 'rejected', reject_code = 'other'`.execute(db)
  t.same((await version()).rows, before.rows)
})

type Given = typeof anEntry extends fc.Arbitrary<infer Value> ? Value : never

async function make(entries: Given[]): Promise<void> {
  await sql`
    with given as (
      select *, row_number() over () as n from json_to_recordset(${JSON.stringify(entries)}::json)
        as t(contest bigint, person bigint, state text, verdict text)
    ), posts as (
      insert into post (network, network_id, text, mentions, sensitive, posted_at, first_seen_at, seen_at, checked_at, hash, raw)
      select 'mastodon', gen_random_uuid()::text, '', '{}', false, now(), now(), now(), now(), n::text, '{}' from given
      returning id, hash
    )
    insert into entry (contest_id, post_id, suggested, participant_id, verdict, state, checks, accepted, posted_at,
      post_hash, reject_code, created_at, updated_at)
    select contest, posts.id, '{}', nullif(person, 0), verdict, state, '[]', '{}', now(), '',
      case when state = 'rejected' then 'other' end, now(), now()
    from given join posts on posts.hash = n::text`.execute(db)
}

async function change(part: number, to: Given): Promise<void> {
  await sql`
    update entry set contest_id = ${to.contest}, participant_id = nullif(${to.person}::bigint, 0), state = ${to.state},
      verdict = ${to.verdict}, reject_code = 'other' where id % 3 < ${part}`.execute(db)
}

/** By the definition. */
async function count(contestId: number): Promise<{ people: number; entries: number }> {
  const { rows } = await sql<{ people: number; entries: number }>`
    select count(distinct participant_id) as people, count(*) as entries from entry
    where contest_id = ${contestId} and state = 'approved' and verdict <> 'fails'`.execute(db)
  return rows[0] ?? { people: 0, entries: 0 }
}
