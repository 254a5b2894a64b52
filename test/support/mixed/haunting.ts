import { MINUTE } from '../../../server/contest/instant.ts'
import type { Fault, Faults } from '../../../server/rehearsal/faults.ts'
import { type Chance, chanceFrom } from '../../../server/rehearsal/photograph/seed.ts'

/** How often each kind of trouble comes. */
export const SHARE = 0.02

type Form = Extract<Fault, { kind: 'throttle' }>['form']
const FORMS: readonly [Form, ...Form[]] = ['iso', 'unix', 'seconds', 'retry_seconds', 'retry_date', 'none']

/** An item that is none, in whatever list an answer holds. */
function oddItem(answer: unknown): unknown {
  const odd = { id: 'odd', said: 'nothing that anybody could read' }
  if (Array.isArray(answer)) return answer.length > 0 ? [...answer, odd] : answer
  if (typeof answer !== 'object' || answer === null) return answer
  const entries = Object.entries(answer).map(([name, value]: [string, unknown]) => [
    name,
    Array.isArray(value) && value.length > 0 && typeof value[0] === 'object' ? [...value, odd] : value,
  ])
  return Object.fromEntries(entries)
}

/** What troubles an interface: each of these with the same share. */
const OF_INTERFACES: readonly ((chance: Chance) => Fault)[] = [
  (chance) => ({ kind: 'throttle', form: chance.pick(FORMS), wait: 2 * MINUTE }),
  () => ({ kind: 'status', status: 500 }),
  () => ({ kind: 'silence' }),
  () => ({ kind: 'drip' }),
  () => ({ kind: 'html' }),
  () => ({ kind: 'rewrite', rewrite: oddItem }),
]

/** What troubles pictures: links that have expired, servers in trouble. */
const OF_PICTURES: readonly ((chance: Chance) => Fault)[] = [
  () => ({ kind: 'status', status: 403, body: 'URL signature expired' }),
  () => ({ kind: 'status', status: 503 }),
  () => ({ kind: 'reset' }),
]

/** How often each kind was met. */
export type Met = Map<string, number>

/** Lets trouble come over a network by chance, the same for the same seed and requests. `isPicture`: by the path. */
export function haunt(faults: Faults, seed: number, isPicture: (path: string) => boolean, met: Met): void {
  const chance = chanceFrom(seed)
  faults.haunt((path) => {
    // Streams are cut while they run.
    if (/\/(?:subscribe|streaming)/.test(path)) return null
    const kinds = isPicture(path) ? OF_PICTURES : OF_INTERFACES
    const drawn = Math.floor(chance.next() / SHARE)
    const fault = kinds[drawn]?.(chance) ?? null
    if (fault === null) return null
    const name =
      fault.kind === 'throttle'
        ? `throttle ${fault.form}`
        : fault.kind === 'status'
          ? `${fault.status}`
          : fault.kind
    met.set(name, (met.get(name) ?? 0) + 1)
    return fault
  })
}
