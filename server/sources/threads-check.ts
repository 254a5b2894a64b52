import { z } from 'zod'
import type { PostRef } from '../contest/post.ts'
import { type Checked, SourceError, type SourceIo } from './source.ts'
import { withChildren } from './threads-children.ts'
import { createThreadsClient, type ThreadsClient } from './threads-client.ts'
import { POST_FIELDS, readThread } from './threads-post.ts'
import type { ThreadsSettings } from './threads-settings.ts'
import { isTroubleOfOne } from './trouble-of-one.ts'

/** By what posts that were shown lately are remembered, and how many. */
const SHOWN = 'shown-posts'
const REMEMBERED = 3

type Shown = { kind: 'shown'; json: unknown } | { kind: 'missing' } | { kind: 'unclear' }

/**
 * Asks for each post by itself. Where one is missing, Meta says that it does not exist *or that we may not see it*: so
 * that is only believed while another post is shown, of these or of the last ones that were. Never throws but when it is
 * called off.
 */
export async function checkThreads(
  settings: ThreadsSettings,
  refs: PostRef[],
  io: SourceIo,
): Promise<Map<string, Checked>> {
  const client = createThreadsClient(settings, io)
  const results = new Map<string, Checked>(refs.map(({ id }) => [id, { state: 'unknown' }]))
  const missing: PostRef[] = []
  const shown: string[] = []
  try {
    for (const post of refs) {
      const answer = await ask(client, post.ref)
      if (answer.kind === 'missing') missing.push(post)
      if (answer.kind !== 'shown') continue
      shown.push(post.ref)
      results.set(post.id, judge(answer.json, post, client))
    }
    const before = await readShown(io)
    const isSure = missing.length > 0 && (shown.length > 0 || (await isAnyShown(client, before)))
    if (isSure) for (const post of missing) results.set(post.id, { state: 'gone', why: 'deleted' })
    await remember(io, before, shown)
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
  }
  return results
}

async function ask(client: ThreadsClient, ref: string): Promise<Shown> {
  try {
    const { found, json } = await client.object(ref, POST_FIELDS)
    if (found) return { kind: 'shown', json: await withChildren(json, client) }
    return { kind: json === undefined ? 'unclear' : 'missing' }
  } catch (error) {
    if (isTroubleOfOne(error)) return { kind: 'unclear' }
    throw error
  }
}

function judge(json: unknown, post: PostRef, client: ThreadsClient): Checked {
  const read = readThread(json, client.secrets)
  if (read.kind !== 'post' || read.change.post.id !== post.id) return { state: 'unknown' }
  return { state: 'present', change: read.change }
}

async function isAnyShown(client: ThreadsClient, refs: string[]): Promise<boolean> {
  for (const ref of refs) if ((await ask(client, ref)).kind === 'shown') return true
  return false
}

async function readShown(io: SourceIo): Promise<string[]> {
  return z
    .array(z.string())
    .max(REMEMBERED)
    .catch([])
    .parse(await io.memory.read(SHOWN))
}

async function remember(io: SourceIo, before: string[], shown: string[]): Promise<void> {
  const now = [...new Set([...shown.toReversed(), ...before])].slice(0, REMEMBERED)
  if (now.join() !== before.join()) await io.memory.write(SHOWN, now)
}
