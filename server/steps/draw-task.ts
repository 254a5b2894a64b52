import type { DrandChain } from '../contest/hcd1/drand.ts'
import type { VoidEvent } from '../contest/hcd1/events.ts'
import type { Hcd1Code } from '../contest/hcd1/fault.ts'
import type { DrawInputs, DrawRecord } from '../contest/hcd1/record.ts'

/** Tickets of one draw at most: more would take memory that a small host does not have. */
export const MAX_TICKETS = 2_000_000

/** What the worker is asked for: revision 1 out of its inputs, or the revision after a record. */
export type DrawTask =
  | { kind: 'draw'; inputs: DrawInputs; chains: readonly DrandChain[] }
  | {
      kind: 'revise'
      previous: DrawRecord
      entrants: Uint8Array
      events: VoidEvent[]
      chains: readonly DrandChain[]
    }

/** What it answers. Any other error ends it. */
export type DrawAnswer =
  | { kind: 'record'; record: DrawRecord }
  | { kind: 'fault'; code: Hcd1Code; message: string }
  | { kind: 'too-many'; found: number }
