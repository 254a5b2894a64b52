import { readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { Mutant } from './mutant.ts'
import { findFaults, plantMutants } from './plant.ts'

const SOURCE = 'export const add = (a: number, b: number): number => a + b\n'

function aRepository(t: Test, expected = 4): string {
  return t.testdir({
    'package.json': '{"type":"module"}',
    node_modules: {},
    server: { 'add.ts': SOURCE },
    test: {
      'add.test.ts': `import { add } from '../server/add.ts'\nif (add(2, 2) !== ${expected}) throw new Error('wrong')\n`,
      'other.test.ts':
        "import { add } from '../server/add.ts'\nif (add(0, 0) !== 0) throw new Error('wrong')\n",
    },
  })
}

function aMutant(more: Partial<Mutant> = {}): Mutant {
  return {
    mistake: 'takes away',
    file: 'server/add.ts',
    find: 'a + b',
    replace: 'a - b',
    tests: ['test/add.test.ts'],
    ...more,
  }
}

t.test('a mistake that a test sees is caught, another survives, and each is planted alone', async (t) => {
  const root = aRepository(t)
  const seen: string[] = []
  const mutants = [
    aMutant(),
    aMutant({ mistake: 'unseen', tests: ['test/other.test.ts'] }),
    aMutant({ mistake: 'same', replace: 'b + a' }),
    aMutant({ mistake: 'second test', tests: ['test/other.test.ts', 'test/add.test.ts'] }),
  ]
  const outcomes = await plantMutants(root, mutants, 2, ({ mistake }) => seen.push(mistake))
  t.same(outcomes, ['caught', 'survived', 'survived', 'caught'])
  t.same(seen.toSorted(), ['same', 'second test', 'takes away', 'unseen'])
  t.equal(readFileSync(join(root, 'server/add.ts'), 'utf8'), SOURCE, 'the repository is as it was')
})

t.test('tests that fail without a mistake prove nothing', async (t) => {
  await t.rejects(
    plantMutants(aRepository(t, 5), [aMutant()], 1, () => t.fail('nothing is planted')),
    {
      message: 'test/add.test.ts fails without any mistake planted',
    },
  )
})

t.test('no copy is left behind', async (t) => {
  const copies = () => readdirSync(tmpdir()).filter((name) => name.startsWith(`mutants-${process.pid}-`))
  await plantMutants(aRepository(t), [aMutant()], 1, () => t.equal(copies().length, 1))
  t.same(copies(), [])
})

t.test('a mistake that does not load proves nothing', async (t) => {
  await t.rejects(
    plantMutants(aRepository(t), [aMutant({ replace: 'a +' })], 1, () => t.fail('nothing is told')),
    {
      message: 'server/add.ts does not load (takes away)',
    },
  )
})

t.test('the list must name texts that stand in their file once', async (t) => {
  const root = aRepository(t)
  t.same(await findFaults(root, [aMutant()]), [])
  t.same(await findFaults(root, [aMutant({ find: 'a * b' }), aMutant({ find: 'number' })]), [
    'server/add.ts (takes away): the text to find stands there 0 times; expected once',
    'server/add.ts (takes away): the text to find stands there 3 times; expected once',
  ])
})
