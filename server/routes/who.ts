import type { FastifyRequest } from 'fastify'
import type { Person } from '../access/sign-in.ts'
import type { Context } from '../context.ts'
import { type Membership, type Role, readMemberships } from '../db/brands.ts'
import { type Contest, findContest } from '../db/contests.ts'
import { Refusal } from '../refusal.ts'

/** A signed-in manager and what they may work on. */
export interface Who {
  person: Person
  memberships: Membership[]
}

const known = new WeakMap<FastifyRequest, Promise<Who | null>>()

/** Null where nobody is signed in. Looked up once a request, however many ask. */
export function whoMayAsk(ctx: Context, request: FastifyRequest): Promise<Who | null> {
  return known.getOrInsertComputed(request, () => lookUp(ctx, request.headers.cookie))
}

async function lookUp(ctx: Context, cookie: string | undefined): Promise<Who | null> {
  const person = cookie === undefined ? null : await ctx.signIn.whoIs(new Headers({ cookie }))
  return person ? { person, memberships: await readMemberships(ctx.db, person.id) } : null
}

/** Who asks. Throws `Refusal('signed_out')`. */
export async function whoAsks(ctx: Context, request: FastifyRequest): Promise<Who> {
  const who = await whoMayAsk(ctx, request)
  if (!who) throw new Refusal('signed_out', 'Nobody is signed in here. Sign in at /console/sign-in.')
  return who
}

/** Nobody's body is read before we know whose it is: all that writes through the API is for managers. */
export async function signInBeforeWriting(ctx: Context, request: FastifyRequest): Promise<void> {
  const { method, url, is404 } = request
  if (!is404 && method !== 'GET' && method !== 'HEAD' && url.startsWith('/api/v1/'))
    await whoAsks(ctx, request)
}

/** What each task needs. */
const ALLOWED = {
  moderate: ['owner', 'manager', 'moderator'],
  manage: ['owner', 'manager'],
  look: ['owner', 'manager', 'moderator', 'juror', 'viewer'],
} as const satisfies Record<string, readonly Role[]>

export type Task = keyof typeof ALLOWED

/** Whether a person may do something for a brand. */
export function may(who: Who, task: Task, brandId: number): boolean {
  const roles: readonly Role[] = ALLOWED[task]
  return who.memberships.some((m) => m.brandId === brandId && roles.includes(m.role))
}

/**
 * Refuses what the one who asks may not do with something of a brand. Somebody else's is not found rather than
 * forbidden: whether it exists is nobody's business. `missing` says what is not there then. Throws `Refusal`.
 */
export function checkMay(who: Who, task: Task, brandId: number | undefined, missing: string): void {
  if (brandId === undefined || !may(who, 'look', brandId)) throw new Refusal('not_found', missing)
  if (may(who, task, brandId)) return
  const brand = who.memberships.find((m) => m.brandId === brandId)
  throw new Refusal('forbidden', `Your role in ${brand?.brandName} does not allow this.`)
}

/** The contest, if the one who asks may do this for its brand. Throws `Refusal`. */
export async function contestFor(
  ctx: Context,
  request: FastifyRequest,
  slug: string,
  task: Task,
): Promise<{ who: Who; contest: Contest }> {
  const who = await whoAsks(ctx, request)
  const contest = await findContest(ctx.db, slug)
  const missing = `There is no contest "${slug}".`
  checkMay(who, task, contest?.brandId, missing)
  if (!contest) throw new Refusal('not_found', missing)
  return { who, contest }
}

/** The brand of one's own with this slug, to make something new for it. Throws `Refusal`. */
export async function ownBrand(ctx: Context, request: FastifyRequest, slug: string): Promise<Membership> {
  const who = await whoAsks(ctx, request)
  const membership = who.memberships.find((m) => m.brandSlug === slug)
  if (!membership || !may(who, 'manage', membership.brandId))
    throw new Refusal('forbidden', `You do not manage a brand "${slug}".`)
  return membership
}

/** A contest as its own pages show it: to everybody once it is open, before that to those who may look at it. */
export async function contestToShow(ctx: Context, request: FastifyRequest, slug: string): Promise<Contest> {
  const who = await whoMayAsk(ctx, request)
  const contest = who ? await findContest(ctx.db, slug) : null
  if (contest?.state === 'draft' && who && may(who, 'look', contest.brandId)) return contest
  return openContestBySlug(ctx, slug)
}

/** A contest that everybody may see. Throws `Refusal('not_found')` for drafts too. */
export async function openContestBySlug(ctx: Context, slug: string): Promise<Contest> {
  const contest = await findContest(ctx.db, slug)
  if (contest?.state !== 'open') throw new Refusal('not_found', `There is no contest "${slug}".`)
  return contest
}
