import fc from 'fast-check'
import t from 'tap'
import {
  completeUntil,
  foldLog,
  type LogRead,
  leastOf,
  type PlacedLine,
} from '../../server/contest/collector-log.ts'

const QUIET: Omit<LogRead, 'at'> = {
  until: 1,
  way: 'poll',
  reads: 1,
  pages: 1,
  brought: 0,
  changed: 0,
  withdrawn: 0,
  skipped: 0,
  fault: null,
}

/** Newest first: each letter is a read of source a or b, in upper case when it brought something. */
function reads(letters: string): PlacedLine[] {
  return [...letters].map((letter, i) => ({
    id: i,
    line: {
      kind: 'read',
      source: letter.toLowerCase(),
      ...QUIET,
      at: 1_000 - i,
      until: 1_000 - i,
      brought: letter === letter.toLowerCase() ? 0 : 1,
    },
  }))
}

/** The lines in short: source, times read, from and until. */
function short(rows: PlacedLine[], most = 100): string[] {
  return foldLog(rows, most).lines.map((line) =>
    line.kind === 'read' ? `${line.source}${line.reads}@${line.at}-${line.until}` : line.kind,
  )
}

t.test('reads of a source that brought nothing in a row are one line', async (t) => {
  t.same(short(reads('aaa')), ['a3@998-1000'])
  t.same(short(reads('aaAaa')), ['a2@999-1000', 'a1@998-998', 'a2@996-997'])
  t.same(short(reads('abab')), ['a2@998-1000', 'b2@997-999'], 'whatever other sources do meanwhile')
  t.same(short(reads('aBab')), ['a2@998-1000', 'b1@999-999', 'b1@997-997'])
})

t.test(
  'only what ended well, brought nothing and skipped nothing is folded, each way by itself',
  async (t) => {
    const other: Partial<LogRead>[] = [
      { changed: 1 },
      { withdrawn: 1 },
      { skipped: 1 },
      { fault: 'other' },
      { until: null },
      { way: 'stream' },
    ]
    for (const change of other) {
      const [first, second] = reads('aa')
      if (first?.line.kind !== 'read' || second?.line.kind !== 'read') throw new Error('no reads')
      t.equal(foldLog([{ ...first, line: { ...first.line, ...change } }, second], 9).lines.length, 2)
      t.equal(foldLog([first, { ...second, line: { ...second.line, ...change } }], 9).lines.length, 2)
    }
  },
)

t.test('a page ends before the line too many, and tells where the next goes on', async (t) => {
  const rows = reads('AaaBb')
  t.match(foldLog(rows, 2), { lines: { length: 2 }, last: { id: 2 } })
  t.match(foldLog(rows, 4), { lines: { length: 4 }, last: null })
})

t.test('no read is lost or told twice, however the pages are cut', async (t) => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'A', 'B'), minLength: 1, maxLength: 40 })
  const isWhole = fc.check(
    fc.property(letters, fc.integer({ min: 1, max: 5 }), (text, most) => {
      let rows = reads(text)
      let told = 0
      let brought = 0
      for (let pages = 0; rows.length > 0; pages++) {
        if (pages > text.length) return false
        const { lines, last } = foldLog(rows, most)
        if (lines.length > most) return false
        for (const line of lines) {
          if (line.kind !== 'read') return false
          told += line.reads
          brought += line.brought
        }
        rows = last === null ? [] : rows.filter(({ id }) => id > last.id)
      }
      return told === text.length && brought === text.replace(/[a-z]/g, '').length
    }),
  )
  t.notOk(isWhole.failed, String(isWhole.counterexample))
})

t.test('a source is complete as far as the least target of the way that is furthest', async (t) => {
  t.equal(completeUntil([[5, 3], []], []), 3)
  t.equal(completeUntil([[5, 3], [9]], []), 9)
  t.equal(completeUntil([[5, null], [4]], []), 4, 'one way that knows is enough')
  t.equal(completeUntil([[5, null], []], []), null)
  t.equal(completeUntil([[], []], []), null)
  t.equal(completeUntil([[9]], [{ from: 4 }, { from: 6 }]), 4, 'what was missed ends it')
  t.equal(completeUntil([[3]], [{ from: 4 }]), 3)
})

t.test('what one does not know, nobody knows', async (t) => {
  t.equal(leastOf([3, 1, 2]), 1)
  t.equal(leastOf([3, null]), null)
  t.equal(leastOf([]), null)
})
