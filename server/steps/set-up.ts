import type { SignedIn } from '../access/sign-in.ts'
import { MAX_PASSWORD, MIN_PASSWORD } from '../access/sign-in.ts'
import { slugOf } from '../contest/slug.ts'
import type { Context } from '../context.ts'
import { hasManagers, insertBrand, insertMember } from '../db/brands.ts'
import { isSetupLinkOpen, replaceSetupLink, useSetupLink } from '../db/setup-links.ts'
import { inTransaction } from '../db/transaction.ts'
import { isUnique } from '../db/unique.ts'
import { Refusal } from '../refusal.ts'
import { hashToken, newToken } from '../secrets.ts'

/** A fresh one-time link for the first owner; null once somebody manages the installation. Older links close. */
export async function offerSetup(ctx: Context): Promise<string | null> {
  if (await hasManagers(ctx.db)) return null
  const token = newToken()
  await inTransaction(ctx.db, (tx) => replaceSetupLink(tx, hashToken(token), ctx.clock.now()))
  return `${ctx.config.publicUrl}/console/setup/${token}`
}

/** Whether the link still opens the door. */
export async function isSetupOpen(ctx: Context, token: string): Promise<boolean> {
  return isSetupLinkOpen(ctx.db, hashToken(token))
}

/** Makes the first owner and their brand, signed in. The link closes with it. Throws `Refusal`. */
export async function setUpOwner(
  ctx: Context,
  token: string,
  owner: { name: string; email: string; password: string; brand: string },
): Promise<SignedIn> {
  if (!(await isSetupOpen(ctx, token))) {
    throw new Refusal(
      'gone',
      'This set-up link was used or replaced. Start the server again: while nobody manages it, it prints a new one.',
    )
  }
  const length = owner.password.length
  if (length < MIN_PASSWORD || length > MAX_PASSWORD) {
    throw new Refusal(
      'invalid',
      `The password has ${length} characters; choose one of ${MIN_PASSWORD} to ${MAX_PASSWORD}.`,
      {
        faults: [
          {
            field: 'body.password',
            found: `${length} characters`,
            expected: `${MIN_PASSWORD} to ${MAX_PASSWORD}`,
          },
        ],
      },
    )
  }
  // A try that broke off after registering left the person behind: they come in with the same password.
  const signedIn = (await ctx.signIn.register(owner)) ?? (await ctx.signIn.enter(owner.email, owner.password))
  if (!signedIn) throw new Refusal('conflict', `${owner.email} is registered with another password.`)
  try {
    await inTransaction(ctx.db, async (tx) => {
      const now = ctx.clock.now()
      if (!(await useSetupLink(tx, hashToken(token), now)))
        throw new Refusal('gone', 'This set-up link was used a moment ago.')
      const brandId = await insertBrand(tx, { slug: slugOf(owner.brand), name: owner.brand, createdAt: now })
      await insertMember(tx, { brandId, userId: signedIn.person.id, role: 'owner', createdAt: now })
    })
  } catch (error) {
    if (isUnique(error, 'brand_slug_unique'))
      throw new Refusal('conflict', `There is a brand "${owner.brand}" already.`, { cause: error })
    throw error
  }
  return signedIn
}
