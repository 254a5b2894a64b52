import { spawnSync } from 'node:child_process'
import { execPath } from 'node:process'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { inTurn, medianOf } from '../bench/in-turn.ts'
import { formatTable, type Goal, isMet, type Row } from '../bench/table.ts'

const RUN = fileURLToPath(new URL('../bench/run.ts', import.meta.url))

t.test('a goal at least and a goal at most are met on the limit itself and missed beyond it', async (t) => {
  const least: Goal = { least: 0.6 }
  t.equal(isMet(aRow({ figure: 60, goal: least })), true)
  t.equal(isMet(aRow({ figure: 59.9, goal: least })), false)
  const most: Goal = { most: 2 }
  t.equal(isMet(aRow({ figure: 200, goal: most })), true)
  t.equal(isMet(aRow({ figure: 200.1, goal: most })), false)
})

t.test('a row without a goal is met, and one whose limit was not measured misses its goal', async (t) => {
  t.equal(isMet(aRow({ goal: null, limit: null })), true)
  t.equal(isMet(aRow({ goal: { least: 0.1 }, limit: null })), false)
  t.equal(isMet(aRow({ goal: { most: 10 }, limit: 0 })), false)
})

t.test('the table tells figure, limit, ratio and goal of each row, and whether it was met', async (t) => {
  const table = formatTable([
    aRow({ what: 'quick', figure: 70, goal: { least: 0.6 } }),
    aRow({ what: 'slow', figure: 1_234, goal: { most: 2 } }),
    aRow({ what: 'only told', figure: 1.234, limit: null, goal: null }),
  ])
  t.equal(
    table,
    [
      '            figure  limit  ratio   goal',
      'quick       70.0 s  100 s   0.70  ≥ 0.6     met',
      'slow       1,234 s  100 s  12.34    ≤ 2  missed',
      'only told   1.23 s',
    ].join('\n'),
  )
})

t.test('the median is the middle value, or the mean of the two in the middle', async (t) => {
  t.equal(medianOf([3, 1, 2]), 2)
  t.equal(medianOf([4, 1, 3, 2]), 2.5)
  t.equal(medianOf([7]), 7)
})

t.test('things are measured in turn, and the median of each is told', async (t) => {
  const order: string[] = []
  const measure = (name: string, values: number[]) => async (round: number) => {
    order.push(`${name}${round}`)
    return values[round] ?? 0
  }
  const medians = await inTurn(3, { ours: measure('ours', [9, 1, 5]), limit: measure('limit', [4, 40, 2]) })
  t.same(medians, { ours: 5, limit: 4 })
  t.same(order, ['ours0', 'limit0', 'ours1', 'limit1', 'ours2', 'limit2'])
})

t.test('a bench that there is not is refused by name, before any other runs', async (t) => {
  const { status, stdout, stderr } = spawnSync(execPath, [RUN, 'draw', 'toString'], { encoding: 'utf8' })
  t.equal(status, 2)
  t.equal(stdout, '')
  t.equal(
    stderr,
    'There is no bench "toString"; expected some of collect, catalogue, media, draw, start, stream, feeds, polling, or none for all\n',
  )
})

function aRow(row: Partial<Row>): Row {
  return { what: 'work', figure: 100, limit: 100, unit: 's', goal: null, ...row }
}
