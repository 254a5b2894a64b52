import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Post } from '../../server/contest/post.ts'
import type { Context } from '../../server/context.ts'
import type { Contest } from '../../server/db/contests.ts'
import { type Draw, readEntrants } from '../../server/db/draws.ts'
import { type FreezeOptions, freezeDraw } from '../../server/steps/freeze-draw.ts'
import { aPost, CAMPAIGN_TAG, type OpenedContest } from './builders.ts'
import { approveAll, bring, takePicturesForReady } from './crowd.ts'

let made = 0

/** A post of somebody by number, with these tags beside the campaign's, that no other test has brought. */
export function aPostBy(author: number, tags: string[] = ['krakk'], more: Partial<Post> = {}): Post {
  made++
  const all = [CAMPAIGN_TAG, ...tags]
  const text = all.map((tag) => `#${tag}`).join(' ')
  return aPost(1_000 + made, { text, tags: all, ...more }, author)
}

/** Brings posts, takes their pictures for fetched and approves whatever waits for a person. */
export async function enterAll(
  ctx: Context,
  { contest, owner }: OpenedContest,
  posts: Post[],
): Promise<void> {
  await bring(ctx, posts, [contest.id])
  await takePicturesForReady(ctx)
  await approveAll(ctx, contest, owner.id)
}

/** From when on the list may be frozen. */
export function collectedAt({ rules }: Contest): number {
  return rules.closesAt + rules.grace
}

export function freeze(
  ctx: Context,
  { contest, owner }: Pick<OpenedContest, 'contest' | 'owner'>,
  options: Partial<FreezeOptions> = {},
): Promise<Draw> {
  return freezeDraw(ctx, contest.id, { leaveWaiting: false, by: owner.id, ...options })
}

/** The lines of the published list: what each participant has, without pids, sorted. */
export async function sharesOf(ctx: Context, draw: Draw): Promise<string[]> {
  const lines = (await readEntrants(ctx.db, draw.id)).split('\n').slice(0, -1)
  return lines.map((line) => line.split(' ')[1] ?? '').sort()
}

/** What the command that anybody can run says of two files. */
export async function verifyByCommand(
  folder: string,
  files: { record: string; entrants: string },
): Promise<{ code: number; out: string }> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'record.json'), files.record)
  await writeFile(join(folder, 'entrants.txt'), files.entrants)
  const main = fileURLToPath(new URL('../../server/main.ts', import.meta.url))
  return new Promise((resolve) => {
    const args = [main, 'hcd1', 'verify', 'record.json', 'entrants.txt']
    // npm tells where its caller stood, which is not here.
    const env = { PATH: process.env.PATH }
    execFile(process.execPath, args, { cwd: folder, env }, (error, out) =>
      resolve({ code: error ? Number(error.code ?? 1) : 0, out }),
    )
  })
}
