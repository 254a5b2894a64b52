import t from 'tap'
import { rehearseMixed } from '../../support/mixed/rehearse.ts'

t.setTimeout(1_500_000)

// Every network at once and all its troubles, each with two in a hundred requests: too long for every change.
t.test('5,000 posts on all networks, each in trouble, end with exactly what was planned', async (t) => {
  const { counts, expected, met, secrets, leaked } = await rehearseMixed(t, { posts: 5_000, seed: 5 })
  t.strictSame(counts, expected)
  t.equal(secrets, 7, 'those that were given, and those that networks made of them')
  t.strictSame(leaked, [], 'no token stands in a log line, in an address or in the database')
  const troubles = ['iso', 'unix', 'seconds', 'retry_seconds', 'retry_date', 'none'].map(
    (form) => `throttle ${form}`,
  )
  const kinds = [...troubles, '500', 'silence', 'drip', 'html', 'rewrite', '403', '503', 'reset']
  t.strictSame(
    kinds.filter((kind) => !met.has(kind)),
    [],
    [...met].map(([name, times]) => `${times} × ${name}`).join(', '),
  )
})
