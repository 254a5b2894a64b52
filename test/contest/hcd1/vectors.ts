import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { PINNED_CHAINS } from '../../../server/contest/hcd1/drand.ts'
import type { DrawTools } from '../../../server/contest/hcd1/record.ts'
import { nodeHashing } from '../../../server/hashing.ts'

/** Draws, lists, records and helpers that every implementation of hcd1 reproduces exactly. */
const Vectors = z.object({
  draws: z.array(
    z.object({
      name: z.string(),
      why: z.string(),
      canonical_commit: z.string(),
      record: z.looseObject({
        commit: z.unknown(),
        commit_hash: z.string(),
        randomness: z.unknown(),
        events: z.array(z.unknown()),
        seed: z.string(),
        result: z.unknown(),
      }),
      participants: z.array(
        z.object({
          participant: z.string(),
          salt: z.string(),
          pid: z.string(),
          items: z.record(z.string(), z.unknown()),
        }),
      ),
      entrants: z.string(),
      order: z.record(
        z.string(),
        z.array(z.object({ pid: z.string(), ticket: z.number(), value: z.string(), tier: z.number() })),
      ),
    }),
  ),
  bad_lists: z.array(z.object({ list: z.string(), code: z.string() })),
  tampered: z.array(
    z.object({ name: z.string(), code: z.string(), record: z.unknown(), entrants: z.string() }),
  ),
  merkle: z.object({
    leaves: z.array(z.string()),
    roots: z.array(z.string()),
    proofs: z.array(z.object({ n: z.number(), index: z.number(), path: z.array(z.string()) })),
  }),
  inclusion: z.array(
    z.object({
      vector: z.string(),
      line: z.string(),
      index: z.number(),
      n: z.number(),
      path: z.array(z.string()),
    }),
  ),
  canonical_json: z.object({ value: z.unknown(), text: z.string() }),
  drand: z.object({
    chain: z.object({
      hash: z.string(),
      public_key: z.string(),
      period: z.number(),
      genesis_time: z.number(),
      scheme: z.string(),
      beacon_id: z.string(),
      group_hash: z.string(),
    }),
    beacons: z.array(
      z.object({ round: z.number(), signature: z.string(), randomness: z.string(), time: z.number() }),
    ),
    first_round_at_or_after: z.array(z.object({ at: z.number(), round: z.number(), time: z.number() })),
  }),
  handles: z.array(z.object({ raw: z.string(), canonical: z.string(), utf8: z.string() })),
})

const fixtures = new URL('../../fixtures/hcd1/', import.meta.url)

export const vectors = Vectors.parse(JSON.parse(readFileSync(new URL('vectors.json', fixtures), 'utf8')))

/** Real beacons of two chains; the second has another scheme. */
export const realChains = z
  .object({
    chains: z.array(
      z.object({
        info: z.object({
          public_key: z.string(),
          period: z.number(),
          genesis_time: z.number(),
          hash: z.string(),
          groupHash: z.string(),
          metadata: z.object({ beaconID: z.string() }),
        }),
        beacons: z.array(
          z.object({ round: z.number(), time: z.number(), randomness: z.string(), signature: z.string() }),
        ),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(new URL('rounds.json', fixtures), 'utf8'))).chains

/** The vectors' draw of this name. */
export function draw(name: string) {
  const found = vectors.draws.find((one) => one.name === name)
  if (!found) throw new Error(`No vector ${name}`)
  return found
}

export const tools: DrawTools = { hashing: nodeHashing, chains: PINNED_CHAINS, mostTickets: 1_000_000 }

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
