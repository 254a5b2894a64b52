import type { Instant } from '../contest/instant.ts'
import { at, type Db } from './pool.ts'

export type Role = 'owner' | 'manager' | 'moderator' | 'juror' | 'viewer'

export interface Membership {
  brandId: number
  brandSlug: string
  brandName: string
  role: Role
}

/** Answers the new brand's id. Throws Postgres's 23505 on `brand_slug_unique` when the slug is taken. */
export async function insertBrand(
  db: Db,
  brand: { slug: string; name: string; createdAt: Instant },
): Promise<number> {
  const row = await db
    .insertInto('brand')
    .values({ slug: brand.slug, name: brand.name, created_at: at(brand.createdAt) })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

export async function insertMember(
  db: Db,
  member: { brandId: number; userId: string; role: Role; createdAt: Instant },
): Promise<void> {
  await db
    .insertInto('brand_member')
    .values({
      brand_id: member.brandId,
      user_id: member.userId,
      role: member.role,
      created_at: at(member.createdAt),
    })
    .execute()
}

/** What one signed-in person may work on. */
export async function readMemberships(db: Db, userId: string): Promise<Membership[]> {
  const rows = await db
    .selectFrom('brand_member')
    .innerJoin('brand', 'brand.id', 'brand_member.brand_id')
    .select(['brand.id', 'brand.slug', 'brand.name', 'brand_member.role'])
    .where('brand_member.user_id', '=', userId)
    .orderBy('brand.name')
    .execute()
  return rows.map((row) => ({ brandId: row.id, brandSlug: row.slug, brandName: row.name, role: row.role }))
}

/** Whether anybody can sign in yet. */
export async function hasManagers(db: Db): Promise<boolean> {
  const row = await db.selectFrom('brand_member').select('user_id').limit(1).executeTakeFirst()
  return row !== undefined
}
