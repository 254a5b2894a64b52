import { HOUR, type Instant } from '../contest/instant.ts'
import type { Contest } from './contests.ts'
import { at, atOrNull, type Db } from './pool.ts'

/** A contest as it is written down first: a draft that nobody has seen. */
export type NewContest = Omit<
  Contest,
  'id' | 'brandName' | 'state' | 'localCommit' | 'rulesHash' | 'openedAt' | 'version'
> & { createdAt: Instant }

/** Answers the new contest's id. Throws Postgres's 23505 on `contest_slug_unique` when the slug is taken. */
export async function insertContest(db: Db, contest: NewContest): Promise<number> {
  const { rules } = contest
  const row = await db
    .insertInto('contest')
    .values({
      brand_id: contest.brandId,
      slug: contest.slug,
      state: 'draft',
      title: contest.title,
      intro: JSON.stringify(contest.intro),
      accent: contest.accent,
      rehearsal: contest.rehearsal,
      language: contest.language,
      zone: rules.zone,
      opens_local: contest.opensLocal,
      closes_local: contest.closesLocal,
      opens_at: at(rules.opensAt),
      closes_at: at(rules.closesAt),
      draw_at: at(contest.drawAt),
      grace_hours: Math.round(rules.grace / HOUR),
      campaign_tags: rules.campaignTags.map((tag) => tag.display),
      disclosure_tag: rules.disclosureTag?.display ?? null,
      mention: rules.mention,
      min_account_age_days: rules.minAccountAgeDays,
      minimum_age: contest.eligibility.minimumAge,
      area: contest.eligibility.area,
      staff_excluded: contest.eligibility.staffExcluded,
      retention_days: contest.retentionDays,
      answer_days: contest.answerDays,
      cap_per_item: rules.caps.perItem,
      cap_per_day: rules.caps.perDay,
      cap_total: rules.caps.total,
      moderation: contest.moderation,
      max_prizes: contest.maxPrizes,
      respect_hints: contest.respectHints,
      draw_kind: contest.drawKind,
      sponsor: contest.sponsor,
      sponsor_address: contest.sponsorAddress,
      privacy_contact: contest.privacyContact,
      created_at: at(contest.createdAt),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** Locks the rules. Answers whether this call opened it: a contest opens once. */
export async function openContest(
  db: Db,
  contestId: number,
  opening: {
    rulesText: string
    rulesHash: string
    local: { secret: Buffer; commit: string } | null
    openedAt: Instant
  },
): Promise<boolean> {
  const result = await db
    .updateTable('contest')
    .set({
      state: 'open',
      rules_text: opening.rulesText,
      rules_hash: opening.rulesHash,
      local_secret: opening.local?.secret ?? null,
      local_commit: opening.local?.commit ?? null,
      opened_at: atOrNull(opening.openedAt),
    })
    .where('id', '=', contestId)
    .where('state', '=', 'draft')
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}

/** What does not touch the rules may change at any time. */
export async function setRespectHints(db: Db, contestId: number, respect: boolean): Promise<void> {
  await db.updateTable('contest').set({ respect_hints: respect }).where('id', '=', contestId).execute()
}
