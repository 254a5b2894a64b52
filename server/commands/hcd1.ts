import type { Json } from '../contest/canonical-json.ts'
import { listRoot } from '../contest/hcd1/commit.ts'
import { PINNED_CHAINS } from '../contest/hcd1/drand.ts'
import { TooManyTickets } from '../contest/hcd1/entrants.ts'
import { Hcd1Fault } from '../contest/hcd1/fault.ts'
import type { Hashing } from '../contest/hcd1/hashing.ts'
import { parseEntrants } from '../contest/hcd1/parse-entrants.ts'
import { type DrawTools, drawRecord } from '../contest/hcd1/record.ts'
import { canonicalRecord } from '../contest/hcd1/revision.ts'
import { verifyRecord } from '../contest/hcd1/verify.ts'
import { nodeHashing } from '../hashing.ts'
import type { Command, CommandIo } from './command.ts'
import { readBytes, readJson, UnreadableFile } from './read-file.ts'

/** Tickets that `verify` and `record` take: about 1 GB of memory. More than we draw, as others may draw more. */
export const MAX_CHECKED_TICKETS = 16_000_000

const USAGE = `Usage: hcd1 [--explain] <what> <files>

  verify RECORD.json ENTRANTS.txt                                whether a draw record is right
  record COMMIT.json ENTRANTS.txt RANDOMNESS.json [EVENTS.json]  the record that these inputs give
  root ENTRANTS.txt                                              the Merkle root of a list

Prints VALID and what was drawn, the record, or the root, and exits with 0; prints INVALID: <code> and exits with 1;
names a file or argument that it cannot use on standard error and exits with 2. --explain adds the reason for an
INVALID there. docs/verify-a-draw.md says what each code means.
`

/** Lets anybody check a draw by its public files, or make one. Needs no settings, no database and no network. */
export const hcd1: Command = {
  name: 'hcd1',
  summary: 'Verify a draw record, compute one, or the root of a list of entrants',
  async run(args, io) {
    const words = args.filter((arg) => arg !== '--explain')
    if (words.includes('--help')) {
      io.out(USAGE)
      return 0
    }
    try {
      io.out(`${await answer(words, io)}\n`)
      return 0
    } catch (error) {
      return report(error, io, args.includes('--explain'))
    }
  },
}

async function answer([what = '', ...files]: string[], io: CommandIo): Promise<string> {
  const [first = '', second = '', third = '', fourth] = files
  const given = `${what}/${files.length}`
  switch (given) {
    case 'verify/2':
      return verify(await readJson(first, io), await readBytes(second, io), io)
    case 'record/3':
    case 'record/4': {
      const commit = await readJson(first, io)
      const entrants = await readBytes(second, io)
      const randomness = await readJson(third, io)
      const events = fourth === undefined ? [] : await readJson(fourth, io)
      return canonicalRecord(await drawRecord({ commit, entrants, randomness, events }, tools(io)))
    }
    case 'root/1':
      return listRoot(parseEntrants(await readBytes(first, io)), tools(io).hashing)
    default:
      throw new WrongArguments(what, files.length)
  }
}

async function verify(record: Json, entrants: Uint8Array, io: CommandIo): Promise<string> {
  const verdict = await verifyRecord(record, entrants, tools(io))
  if (!verdict.valid) throw new Hcd1Fault(verdict.code, verdict.message)
  const { contest, draw, rev, n, level } = verdict
  return `VALID ${contest} draw ${draw} revision ${rev}, ${n} participants, level ${level}`
}

const FILES: Record<string, string> = {
  verify: 'RECORD.json ENTRANTS.txt',
  record: 'COMMIT.json ENTRANTS.txt RANDOMNESS.json [EVENTS.json]',
  root: 'ENTRANTS.txt',
}

class WrongArguments extends Error {
  constructor(what: string, found: number) {
    const files = Object.hasOwn(FILES, what) ? FILES[what] : undefined
    super(
      files === undefined
        ? `found ${what === '' ? 'nothing' : JSON.stringify(what)}, expected verify, record or root (--help tells more)`
        : `${what}: found ${found} files, expected ${files}`,
    )
  }
}

function report(error: unknown, { out, err, signal }: CommandIo, explain: boolean): number {
  if (error instanceof Hcd1Fault) {
    out(`INVALID: ${error.code}\n`)
    if (explain) err(`${error.message}\n`)
    return 1
  }
  if (signal.aborted) {
    err('hcd1: stopped before the answer was known\n')
    return 130
  }
  const expected = [UnreadableFile, WrongArguments, TooManyTickets].some((kind) => error instanceof kind)
  if (!(error instanceof Error) || !expected) throw error
  err(`hcd1: ${error.message}\n`)
  return 2
}

/** Hashing that stops between two batches. */
function tools({ signal }: CommandIo): DrawTools {
  const hashing: Hashing = {
    sha256(messages) {
      signal.throwIfAborted()
      return nodeHashing.sha256(messages)
    },
    hmac(key, messages) {
      signal.throwIfAborted()
      return nodeHashing.hmac(key, messages)
    },
  }
  return { hashing, chains: PINNED_CHAINS, mostTickets: MAX_CHECKED_TICKETS }
}
