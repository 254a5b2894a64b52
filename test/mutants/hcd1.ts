import type { Mutant } from './mutant.ts'

/** A mistake in a file of the draw that one of these test files has to catch. */
function mistake(name: string, mistake: string, find: string, replace: string, tests: string[]): Mutant {
  return {
    mistake,
    file: `server/contest/${name}.ts`,
    find,
    replace,
    tests: tests.map((test) => `test/contest/${test}.test.ts`),
  }
}

/** As `mistake`, within hcd1. */
function inDraw(name: string, words: string, find: string, replace: string, tests: string[]): Mutant {
  return mistake(
    `hcd1/${name}`,
    words,
    find,
    replace,
    tests.map((test) => `hcd1/${test}`),
  )
}

/** Mistakes in the draw, its lists and its proofs. */
export const hcd1Mutants: Mutant[] = [
  mistake('canonical-json', 'keys stay as they came', '.sort()\n', '\n', ['canonical-json']),
  mistake('canonical-json', 'quotes are let through', '/^[ !#-[\\]-~]*$/', '/^[ -[\\]-~]*$/', [
    'canonical-json',
  ]),
  mistake(
    'canonical-json',
    'floats are let through',
    'Number.isSafeInteger(value)',
    'Number.isFinite(value)',
    ['canonical-json'],
  ),
  mistake(
    'canonical-json',
    'nesting one deeper than the limit',
    'depth > MAX_JSON_DEPTH',
    'depth > MAX_JSON_DEPTH + 1',
    ['canonical-json'],
  ),
  mistake('merkle', 'leaves and nodes look alike', 'into[at] = 1\n', 'into[at] = 0\n', ['merkle']),
  mistake(
    'merkle',
    'a node without neighbour is paired with itself',
    'if (count % 2 === 0) return hashes',
    'return hashes',
    ['merkle'],
  ),
  mistake('merkle', 'the neighbour is always the right one', '(place ^ 1)', '(place + 1)', ['merkle']),
  mistake('merkle', 'a proof may be too short', 'return last === 0 && ', 'return ', ['merkle']),
  mistake('merkle', 'a proof may go on beyond the root', 'last === 0 || neighbour', 'neighbour', ['merkle']),
  mistake('merkle', 'the root may be cut off', 'hash.length === root.length && hash.every', 'root.every', [
    'merkle',
  ]),
  inDraw('bytes', 'upper-case hex is hex', '/^[0-9a-f]*$/', '/^[0-9a-f]*$/i', ['hashing', 'verify', 'drand']),
  inDraw('bytes', 'numbers are little-endian', 'setUint32(0, value)', 'setUint32(0, value, true)', ['drand']),
  inDraw('bytes', 'tags run into what follows', '\\0`', '`', ['vectors', 'hashing']),
  inDraw(
    'participant',
    'all letters are lowered',
    '.replace(/[A-Z]/g, (letter) => letter.toLowerCase())',
    '.toLowerCase()',
    ['participant'],
  ),
  inDraw(
    'participant',
    'a key of 513 bytes',
    '<= MAX_PARTICIPANT_BYTES\n',
    '<= MAX_PARTICIPANT_BYTES + 1\n',
    ['participant'],
  ),
  inDraw('parse-entrants', 'a last line without line feed', 'bytes.at(-1) !== LF', 'bytes.at(-1) === COMMA', [
    'entrants',
    'verify',
  ]),
  inDraw('parse-entrants', 'an item twice in a line', 'item <= previous', 'item < previous', ['entrants']),
  inDraw('parse-entrants', 'one ticket too many', 'weight > MAX_WEIGHT', 'weight > MAX_WEIGHT + 1', [
    'entrants',
  ]),
  inDraw('parse-entrants', 'leading zeros', '|| scan.bytes[start] === ZERO) malformed', ') malformed', [
    'entrants',
  ]),
  inDraw('parse-entrants', 'a pid twice', 'if (order < 0) return\n', 'if (order <= 0) return\n', [
    'entrants',
  ]),
  inDraw(
    'build-entrants',
    'the list is not sorted',
    'entrants.toSorted((a, b) => (a.pid < b.pid ? -1 : 1))',
    'entrants.slice()',
    ['entrants'],
  ),
  inDraw('commit', 'an item that gives nothing', 'isInteger(winners, 1)', 'isInteger(winners, 0)', [
    'verify',
  ]),
  inDraw('commit', 'the number of people is not looked at', 'commit.n === count', 'true', ['verify']),
  inDraw('commit', 'the root is not looked at', 'commit.root === root', 'true', ['verify']),
  inDraw('make-commit', 'a second draw without the first', 'must(fits,', 'must(true || fits,', ['record']),
  inDraw('randomness', 'any secret will do', '(await localCommitment(bytes, hashing)) === commit', 'true', [
    'verify',
  ]),
  inDraw('randomness', 'another round will do', ' && given.round === round', '', ['verify']),
  inDraw(
    'randomness',
    'the value is believed',
    "value === hash, 'randomness-value'",
    "true, 'randomness-value'",
    ['verify'],
  ),
  inDraw('drand', 'the round before the time', 'Math.ceil((at', 'Math.floor((at', ['drand']),
  inDraw('drand', 'the lead may be a moment short', '>= LEAST_LEAD', '>= LEAST_LEAD - SECOND * 3', ['drand']),
  inDraw('drand', 'a clock that is slow is good', 'ahead > MOST_AHEAD', 'ahead > MOST_AHEAD * 2', ['drand']),
  inDraw(
    'bls',
    'nobody has to sign',
    'return shortSignatures.verify(',
    'return true || shortSignatures.verify(',
    ['drand', 'verify'],
  ),
  inDraw('bls', 'any chain is ours', 'chains.find(({ hash }) => hash === randomness.chain)', 'chains[0]', [
    'verify',
  ]),
  inDraw(
    'tickets',
    'items share their values',
    'utf8(item), Uint8Array.of(0)',
    'utf8(""), Uint8Array.of(0)',
    ['vectors'],
  ),
  inDraw('tickets', 'tickets of a participant are alike', 'ticket - (first[share] ?? 0), into', '0, into', [
    'vectors',
    'allocation',
    'record',
  ]),
  inDraw('order', 'the lowest score is first', 'tierOf(b) - tierOf(a)', 'tierOf(a) - tierOf(b)', ['order']),
  inDraw(
    'order',
    'values that begin alike stay unsorted',
    'if (tickets.length > 1) tickets.sort',
    'if (tickets.length > 2) tickets.sort',
    ['order'],
  ),
  inDraw('allocation', 'two prizes of one item for a person', '&& !standing.holds[share]', '', [
    'allocation',
  ]),
  inDraw('allocation', 'one prize too many', '>= draw.maxPrizes', '> draw.maxPrizes', ['allocation']),
  inDraw('allocation', 'void tickets win', '!standing.void[ticket] && ', '', ['allocation']),
  inDraw(
    'allocation',
    'who loses a prize counts as holding it',
    '(draw.held[line] ?? 0) - 1',
    'draw.held[line] ?? 0',
    ['allocation'],
  ),
  inDraw(
    'allocation',
    'known faults are found later',
    "event.phase === 'before') addEvent",
    'event.seq === 0) addEvent',
    ['allocation'],
  ),
  inDraw('allocation', 'a person is an alternate twice', 'if (!seen.has(share)) found', 'found', [
    'allocation',
  ]),
  inDraw('events', 'the order of events does not matter', "phase === 'after' || last === 'before'", 'true', [
    'verify',
    'record',
  ]),
  inDraw('events', 'a ticket that does not exist', 'weight - 1)', 'weight)', ['verify', 'record']),
  inDraw(
    'events',
    'any day is a day',
    '!Number.isNaN(date.getTime()) && date.toISOString().startsWith(day)',
    'true',
    ['verify', 'record'],
  ),
  inDraw('reveal', 'any name fits', '(await pidOf(participant, key, hashing)) === pid', 'true', ['verify']),
  inDraw(
    'revision',
    'names are part of the hash',
    'return canonicalJson(hashed)',
    'return canonicalJson({ ...hashed, reveals: _names ?? [] })',
    ['record'],
  ),
  inDraw('revision', 'events may be changed later', 'kept && events.slice', 'events.slice', ['record']),
  inDraw('verify', 'the result is believed', 'canonicalOrNull(record.result) === result', 'true', ['verify']),
  inDraw(
    'verify',
    'another list may be shown',
    "must(sameList, 'entrants-hash'",
    "must(true || sameList, 'entrants-hash'",
    ['verify'],
  ),
  inDraw(
    'verify',
    'the list is not held against the commitment',
    'await checkList(commit, entrants, hashing)',
    '',
    ['verify'],
  ),
  inDraw('verify', 'the seed is believed', 'record.seed === toHex(seed)', 'true', ['verify']),
  inDraw(
    'statement',
    'the latest entry is the first ticket',
    'a.postedAt - b.postedAt',
    'b.postedAt - a.postedAt',
    ['light-check'],
  ),
  inDraw(
    'light-check',
    'a better number that lost is fine',
    'winner.value < value',
    'winner.value !== value',
    ['light-check'],
  ),
  inDraw(
    'light-check',
    'a line that is not listed is listed',
    "return { sound: false, fault: 'list' }",
    "return { sound: false, fault: 'seed' }",
    ['light-check'],
  ),
  inDraw(
    'json-text',
    'a float is an integer',
    '/[.eE]/.test(number) ? Number.NaN : Number(number)',
    'Number(number)',
    ['json-text'],
  ),
]
