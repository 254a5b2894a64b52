import { createServer, type ServerResponse } from 'node:http'
import { bls12_381 } from '@noble/curves/bls12-381.js'
import type { Clock } from '../../server/clock.ts'
import { BEACON_DST } from '../../server/contest/hcd1/bls.ts'
import { toHex, u64 } from '../../server/contest/hcd1/bytes.ts'
import { type Beacon, chainHash, type DrandChain, timeOfRound } from '../../server/contest/hcd1/drand.ts'
import { sha256Hex, single } from '../../server/contest/hcd1/hashing.ts'
import { nodeHashing } from '../../server/hashing.ts'

const { shortSignatures } = bls12_381

/** A chain of our own, and the key that no real chain would part with. */
export interface TestChain {
  chain: DrandChain
  sign(round: number): Promise<Beacon>
}

/** Makes a chain whose rounds only tests believe. Times in seconds, as `DrandChain` has them. */
export async function createTestChain({ period = 3, genesis = 1_700_000_000 } = {}): Promise<TestChain> {
  const { secretKey, publicKey } = shortSignatures.keygen()
  const unnamed: DrandChain = {
    hash: '',
    publicKey: publicKey.toHex(),
    period,
    genesis,
    scheme: 'bls-unchained-g1-rfc9380',
    beaconId: 'test',
    groupHash: '0'.repeat(64),
  }
  return {
    chain: { ...unnamed, hash: await chainHash(unnamed, nodeHashing) },
    async sign(round) {
      const message = await nodeHashing.sha256(single(u64(round)))
      const bytes = shortSignatures.Signature.toBytes(
        shortSignatures.sign(shortSignatures.hash(message, BEACON_DST), secretKey),
      )
      return { round, signature: toHex(bytes), value: await sha256Hex(bytes, nodeHashing) }
    },
  }
}

/** What of a tap test is needed to clean up after it. */
interface Test {
  teardown(clean: () => unknown): void
}

/**
 * What a relay may do: answer rightly; answer for another round or with another round's signature; bytes that are no
 * point, or no JSON, or too many; a status; nothing at all; or hang up.
 */
export type RelayMood =
  | 'honest'
  | 'another-round'
  | 'forged'
  | 'malformed'
  | 'html'
  | 'huge'
  | 'silent'
  | 'hangs-up'
  | number

export interface DrandRelay {
  url: string
  mood: RelayMood
  /** Rounds appear so many milliseconds after their time. */
  late: number
  /** `latest` never gets beyond this round. */
  newest: number
  /** Spaces behind the answer, to meet a size exactly. */
  padding: number
  /** Paths asked for, in order. */
  asked: string[]
}

/**
 * A relay on loopback that serves a test chain by the given clock, until the test ends: `/<chain>/public/<round>` and
 * `…/latest`.
 */
export async function startDrandRelay(
  t: Test,
  { chain, sign }: TestChain,
  clock: Clock,
): Promise<DrandRelay> {
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    relay.asked.push(path)
    answer(path, response).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    )
  })

  async function answer(path: string, response: ServerResponse): Promise<void> {
    const { mood } = relay
    if (mood === 'silent') return
    if (mood === 'hangs-up') response.destroy()
    else if (typeof mood === 'number') response.writeHead(mood).end()
    else if (mood === 'html') response.end('<!doctype html><title>Please wait</title>')
    else if (mood === 'huge') response.end(JSON.stringify({ padding: 'x'.repeat(1_000_000) }))
    else await answerRound(path, response)
  }

  async function answerRound(path: string, response: ServerResponse): Promise<void> {
    const made = Math.floor((clock.now() - relay.late - timeOfRound(chain, 1)) / (chain.period * 1000)) + 1
    const asked = path.slice(`/${chain.hash}/public/`.length)
    const round = asked === 'latest' ? Math.min(made, relay.newest) : Number(asked)
    if (!path.startsWith(`/${chain.hash}/public/`) || !Number.isInteger(round) || round < 1 || round > made) {
      response.writeHead(404).end('{"error":"no such round"}')
      return
    }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(await say(round)) + ' '.repeat(relay.padding))
  }

  async function say(round: number): Promise<{ round: number; randomness: string; signature: string }> {
    const { mood } = relay
    const signed = await sign(mood === 'another-round' || mood === 'forged' ? round + 1 : round)
    const signature = mood === 'malformed' ? 'f'.repeat(96) : signed.signature
    return { round: mood === 'forged' ? round : signed.round, randomness: signed.value, signature }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The relay has no port')
  const relay: DrandRelay = {
    url: `http://127.0.0.1:${address.port}`,
    mood: 'honest',
    late: 0,
    newest: Number.POSITIVE_INFINITY,
    padding: 0,
    asked: [],
  }
  return relay
}
