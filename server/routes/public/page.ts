import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ContestFrame, PageContext } from '../../../web/page-context.ts'
import type { PageName, PageProps } from '../../../web/pages.ts'
import type { Instant } from '../../contest/instant.ts'
import type { Context } from '../../context.ts'
import type { Contest } from '../../db/contests.ts'
import { hasDrawn } from '../../db/draws.ts'
import type { Who } from '../who.ts'
import { chosenLanguage, languageFor } from './language.ts'

/** Where other sites tell that they link to a page here. */
export const WEBMENTION_PATH = '/webmention'

export const HTML = 'text/html; charset=utf-8'

/** What surrounds a page's own props. */
export interface Surroundings {
  contest: Contest | null
  who?: Who | null
}

/** Answers with a page. */
export async function sendPage<Name extends PageName>(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  page: Name,
  props: PageProps[Name],
  around: Surroundings,
): Promise<FastifyReply> {
  const contest = around.contest && (await frameOf(ctx, around.contest))
  if (around.contest) keepUnlessDraft(request, around.contest)
  if (around.contest?.state === 'open') reply.header('link', `<${WEBMENTION_PATH}>; rel="webmention"`)
  const html = ctx.view.render(page, props, contextOf(ctx, request, contest, around))
  return reply.type(HTML).serializer(String).send(html)
}

/** A draft is shown to a few only: its answers are not kept for others. */
export function keepUnlessDraft(request: FastifyRequest, contest: Contest): void {
  if (contest.state === 'open') request.contestId = contest.id
}

export function contextOf(
  ctx: Context,
  request: FastifyRequest,
  contest: ContestFrame | null,
  around: Surroundings,
): PageContext {
  return {
    lang: languageFor(request, around.contest?.language ?? 'en'),
    langChosen: chosenLanguage(request) !== null,
    path: pathOf(request),
    publicUrl: ctx.config.publicUrl,
    now: ctx.clock.now(),
    contest,
    manager: around.who ? { name: around.who.person.name, email: around.who.person.email } : null,
    assets: ctx.view.assets,
  }
}

/**
 * As links on the page repeat it: from one single slash, since two (or a backslash, to browsers) begin another host, and
 * without one at the end.
 */
function pathOf(request: FastifyRequest): string {
  const [path = '', ...query] = request.url.split('?')
  return [`/${path.replace(/^[/\\]+|\/+$/g, '')}`, ...query].join('?')
}

/** What the pages of a contest know about it. */
export async function frameOf(ctx: Context, contest: Contest): Promise<ContestFrame> {
  const { rules } = contest
  const now = ctx.clock.now()
  return {
    slug: contest.slug,
    title: contest.title,
    brand: contest.brandName,
    accent: contest.accent,
    state: stateAt(contest, now, now >= rules.closesAt && (await hasDrawn(ctx.db, contest.id))),
    rehearsal: contest.rehearsal,
    draft: contest.state === 'draft',
    zone: rules.zone,
    opensAt: rules.opensAt,
    closesAt: rules.closesAt,
    campaignTags: rules.campaignTags.map((tag) => tag.display),
    disclosureTag: rules.disclosureTag?.display ?? null,
    mention: rules.mention,
  }
}

/** Where a contest stands, seen from outside. */
export function stateAt({ rules }: Contest, now: Instant, isDrawn: boolean): ContestFrame['state'] {
  if (now < rules.opensAt) return 'upcoming'
  if (now < rules.closesAt) return 'open'
  return isDrawn ? 'drawn' : 'closed'
}
