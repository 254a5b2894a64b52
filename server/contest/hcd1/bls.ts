import { bls12_381 } from '@noble/curves/bls12-381.js'
import { fromHex, u64, utf8 } from './bytes.ts'
import type { DrandChain } from './drand.ts'
import { must } from './fault.ts'
import { type Hashing, single } from './hashing.ts'
import type { Randomness } from './randomness.ts'

const { shortSignatures } = bls12_381

/** The domain of scheme `bls-unchained-g1-rfc9380`: signatures on G1, keys on G2 (RFC 9380 section 3.1). */
export const BEACON_DST = utf8('BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_')

/** Whether `signature` (hex) is the chain's own for this round. Malformed hex or a point off the curve is a no. */
export async function isBeacon(
  chain: DrandChain,
  round: number,
  signature: string,
  hashing: Hashing,
): Promise<boolean> {
  const signed = fromHex(signature)
  const key = fromHex(chain.publicKey)
  if (signed === null || key === null) return false
  const message = await hashing.sha256(single(u64(round)))
  try {
    return shortSignatures.verify(signed, shortSignatures.hash(message, BEACON_DST), key)
  } catch {
    return false
  }
}

/** `randomness-signature` unless the randomness needs no signature, or one of `chains` gave it. Throws `Hcd1Fault`. */
export async function checkBeacon(
  randomness: Randomness,
  chains: readonly DrandChain[],
  hashing: Hashing,
): Promise<void> {
  if (randomness.type !== 'drand') return
  const { round, signature } = randomness
  const chain = chains.find(({ hash }) => hash === randomness.chain)
  must(chain !== undefined, 'randomness-signature', `chain ${randomness.chain} is not one we know`)
  const signed = await isBeacon(chain, round, signature, hashing)
  must(signed, 'randomness-signature', `not the signature of ${chain.beaconId} for round ${round}`)
}
