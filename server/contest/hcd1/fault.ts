/**
 * What can be wrong with a draw's files, in the order in which it is looked for: the first fault found is the
 * verdict, the same in every implementation. The specification names these codes and no others, so every fault,
 * however odd, has one of them:
 *
 * - `list-*`: the bytes of entrants.txt (see `parseEntrants`).
 * - `entrants-hash`: the record was made of another list; also a record that is no object.
 * - `commit-fields`: a field is missing from the commitment or is unknown to hcd1.
 * - `commit-value`: a value of the commitment has another form.
 * - `commit-items`, `commit-randomness`: the same inside these two.
 * - `commit-hash`, `commit-n`, `commit-root`: the commitment was changed, or is one for another list.
 * - `randomness-round`: another source, chain or round than was committed to.
 * - `randomness-value`: the value is not the signature's hash, or no value can be made of what is there.
 * - `randomness-local`: not the secret that was committed to.
 * - `seed`: not the seed these inputs give.
 * - `event-order`: events are no list, or not numbered 1, 2, 3 …, or one of before the draw follows one of after it.
 * - `event-scope`: what an event voids does not exist, or its reason, time or fields are not hcd1's.
 * - `result`: not what these inputs give; also what stands around it: an unknown field, or a `v`, `rev` or `prev` that
 *   no record has (revision 1, and no other, has nothing before it).
 * - `reveal`: a name does not belong to its pid.
 * - `randomness-signature`: the League of Entropy did not sign this round so, or the chain is not one we know.
 */
export const HCD1_CODES = [
  'list-newline',
  'list-line',
  'list-item-order',
  'list-weight',
  'list-tier',
  'list-duplicate',
  'list-order',
  'entrants-hash',
  'commit-fields',
  'commit-value',
  'commit-items',
  'commit-randomness',
  'commit-hash',
  'commit-n',
  'commit-root',
  'randomness-round',
  'randomness-value',
  'randomness-local',
  'seed',
  'event-order',
  'event-scope',
  'result',
  'reveal',
  'randomness-signature',
] as const

export type Hcd1Code = (typeof HCD1_CODES)[number]

/** A broken rule of hcd1. `code` is what a verifier prints, the message what was found and expected, and where. */
export class Hcd1Fault extends Error {
  readonly code: Hcd1Code
  constructor(code: Hcd1Code, message: string) {
    super(message)
    this.name = 'Hcd1Fault'
    this.code = code
  }
}

/** For conditions: throws `Hcd1Fault` unless they hold. */
export function must(holds: boolean, code: Hcd1Code, message: string): asserts holds {
  if (!holds) throw new Hcd1Fault(code, message)
}
