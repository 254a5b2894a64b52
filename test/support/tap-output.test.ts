import t from 'tap'
import { showTap } from './tap-output.ts'

async function show(text: string) {
  const printed: string[] = []
  const lines = (async function* () {
    yield* text.split('\n')
  })()
  const counts = await showTap(lines, (line) => printed.push(line))
  return { printed, counts }
}

const PASSED = `TAP version 14
1..1
# Subtest: test/a.test.ts
    # Subtest: a thing works
        # the weather is fine
        ok 1 - should be equal
        1..1
    ok 1 - a thing works # time=7.041ms

    ok 2 - another # SKIP no network here
    1..2
    # time=26.142ms
ok 1 - test/a.test.ts # time=26.142ms

# No coverage generated
# { total: 2, pass: 1, skip: 1 }
# time=1330.976ms`

const FAILED = `TAP version 14
1..1
# Subtest: test/b.test.ts
    # Subtest: a thing works
        ok 1 - should be equal
        not ok 2 - should be equal
          ---
          diff: |
            ok 1 - this belongs to the details

            ...
          ...

        1..2
    not ok 1 - a thing works # time=35.826ms
    1..1
not ok 1 - test/b.test.ts # time=51.373ms
  ---
  exitCode: 1
  ...

# { total: 8, pass: 5, fail: 1, todo: 1, skip: 1 }`

t.test('a file that passed is one line, after its comments and what it skipped', async (t) => {
  const { printed, counts } = await show(PASSED)
  t.same(printed, [
    'TAP version 14',
    '        # the weather is fine',
    '    ok 2 - another # SKIP no network here',
    'ok 1 - test/a.test.ts # time=26.142ms',
    '# time=1330.976ms',
  ])
  t.same(counts, { passed: 1, failed: 0, skipped: 1, todo: 0 })
})

t.test('of a file that failed everything that failed is shown, with its details', async (t) => {
  const { printed, counts } = await show(FAILED)
  t.same(printed, [
    'TAP version 14',
    '        not ok 2 - should be equal',
    '          ---',
    '          diff: |',
    '            ok 1 - this belongs to the details',
    '',
    '            ...',
    '          ...',
    '    not ok 1 - a thing works # time=35.826ms',
    'not ok 1 - test/b.test.ts # time=51.373ms',
    '  ---',
    '  exitCode: 1',
    '  ...',
  ])
  t.same(counts, { passed: 5, failed: 1, skipped: 1, todo: 1 })
})

t.test('a run that was cut short has no counts, and what it said is not lost', async (t) => {
  t.same(await show('# Subtest: test/a.test.ts\n    # about to crash'), {
    printed: ['    # about to crash'],
    counts: null,
  })
  t.same(await show(''), { printed: [], counts: null })
})
