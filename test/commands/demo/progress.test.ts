import t from 'tap'
import { createProgress } from '../../../server/commands/demo/progress.ts'

const ESCAPE = '\u001b'

function show(isTerminal: boolean, shares: number[]): string[] {
  const written: string[] = []
  const bar = createProgress((text) => written.push(text), isTerminal)
  for (const share of shares) bar.show({ share, words: `at ${share}` })
  bar.end()
  return written
}

t.test('a terminal has one line, which is rewritten', async (t) => {
  const written = show(true, [0, 0.5, 0.5, 1])
  t.equal(written.length, 5)
  t.equal(written.join('').split('\n').length, 2, 'one line feed, at the end')
  for (const text of written.slice(0, 4)) {
    t.ok(
      text.startsWith(`\r${ESCAPE}[2K${ESCAPE}[?7l`),
      'the line is emptied, and will be cut off where the terminal ends',
    )
    t.ok(text.endsWith(`${ESCAPE}[?7h`), 'which nobody after us has to live with')
  }
  t.match(written[0], /░{24} {3}0 % {2}at 0/)
  t.match(written[1], /█{12}░{12} {2}50 % {2}at 0\.5/)
  t.match(written[3], /█{24} 100 % {2}at 1/)
})

t.test('elsewhere a line is printed for each tenth of the way', async (t) => {
  const shares = Array.from({ length: 1001 }, (_, i) => i / 1000)
  const written = show(false, shares)
  t.equal(written.length, 11)
  t.match(written[0], /^0 % {2}at 0\n$/)
  t.match(written[10], /^100 % {2}at 1\n$/)
  t.notOk(written.join('').includes(ESCAPE) || written.join('').includes('\r'))
})

t.test('what never showed anything leaves nothing behind', async (t) => {
  t.strictSame(show(true, []), [])
  t.strictSame(show(false, []), [])
})
