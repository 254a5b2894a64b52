import { createHash } from 'node:crypto'
import { formatEntrants, type Share } from '../../../server/contest/hcd1/build-entrants.ts'
import { fromHex, toHex } from '../../../server/contest/hcd1/bytes.ts'
import type { Commit, CommitItem } from '../../../server/contest/hcd1/commit.ts'
import type { VoidEvent } from '../../../server/contest/hcd1/events.ts'
import { type CommitPlan, makeCommit } from '../../../server/contest/hcd1/make-commit.ts'
import { pidOf } from '../../../server/contest/hcd1/participant.ts'
import { localCommitment } from '../../../server/contest/hcd1/randomness.ts'
import { type DrawRecord, drawRecord } from '../../../server/contest/hcd1/record.ts'
import { NOTHING_BEFORE } from '../../../server/contest/hcd1/shape.ts'
import { nodeHashing } from '../../../server/hashing.ts'
import { tools } from './vectors.ts'

/** Who takes part, by a name; a share without weight is one ticket, without tier no score. */
export type People = Record<string, Record<string, number | { weight: number; tier: number }>>

export interface ADraw {
  plan: CommitPlan
  commit: Commit
  entrants: Uint8Array
  randomness: { type: 'local'; secret: string }
  events: VoidEvent[]
  record: DrawRecord
  /** Each name's salt and pid. */
  salts: Record<string, Uint8Array>
  pids: Record<string, string>
}

/** A salt that is always the same for the same name. */
export function saltOf(name: string): Uint8Array {
  return createHash('sha256').update(`salt of ${name}`).digest()
}

export function keyOf(name: string): string {
  return `mastodon:https://social.example/users/${name}`
}

export const SECRET = '5e'.repeat(32)

/** The list of these people, and their pids. */
export async function aList(people: People): Promise<{ entrants: Uint8Array; pids: Record<string, string> }> {
  const pids: Record<string, string> = {}
  const lines: { pid: string; shares: Share[] }[] = []
  for (const [name, items] of Object.entries(people)) {
    const pid = await pidOf(keyOf(name), saltOf(name), nodeHashing)
    const shares = Object.entries(items).map(([item, share]) =>
      typeof share === 'number' ? { item, weight: share, tier: 0 } : { item, ...share },
    )
    pids[name] = pid
    lines.push({ pid, shares })
  }
  return { entrants: formatEntrants(lines), pids }
}

/** A whole draw by a local secret. `voids` are made into events: their pid by name, numbered, at one fixed time. */
export async function aDraw({
  people = { ane: { mug: 1 }, bo: { mug: 1 }, cia: { mug: 2 } },
  items = [{ id: 'mug', winners: 1, alternates: 1 }],
  maxPrizes = 1,
  secret = SECRET,
  voids = [],
}: {
  people?: People
  items?: CommitItem[]
  maxPrizes?: number
  secret?: string
  voids?: (Partial<VoidEvent> & { who: string })[]
} = {}): Promise<ADraw> {
  const { entrants, pids } = await aList(people)
  const plan: CommitPlan = {
    contest: 'https://contest.example/c/spring',
    draw: 1,
    prev: NOTHING_BEFORE,
    rules: toHex(createHash('sha256').update('the rules').digest()),
    entrants,
    items,
    maxPrizes,
    randomness: {
      type: 'local',
      commit: await localCommitment(fromHex(secret) ?? new Uint8Array(), nodeHashing),
    },
  }
  const { commit } = await makeCommit(plan, nodeHashing)
  const events = voids.map(({ who, ...event }, i) => anEvent({ seq: i + 1, pid: pids[who] ?? who, ...event }))
  const randomness = { type: 'local', secret } as const
  const record = await drawRecord({ commit, entrants, randomness, events }, tools)
  const salts = Object.fromEntries(Object.keys(people).map((name) => [name, saltOf(name)]))
  return { plan, commit, entrants, randomness, events, record, salts, pids }
}

export function anEvent(event: Partial<VoidEvent>): VoidEvent {
  return {
    seq: 1,
    phase: 'after',
    pid: '0'.repeat(64),
    item: null,
    ticket: null,
    reason: 'declined',
    at: '2026-05-03T10:01:00Z',
    ...event,
  }
}
