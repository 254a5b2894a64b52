import { resolve } from 'node:path'
import t from 'tap'
import { DEFAULTS, LIMITS, readOptions } from '../../../server/commands/demo/options.ts'
import { PLAYED } from '../../../server/commands/demo/played.ts'

const CWD = resolve('/somewhere')
const read = (...args: string[]) => readOptions(args, CWD)

t.test('nothing asked for is nothing asked for', async (t) => {
  t.strictSame(read(), { asked: {}, dataDir: null, fresh: false, once: false, json: false })
})

t.test('everything can be asked for, in both spellings', async (t) => {
  const asked = { port: 4700, posts: 60, seconds: 20, seed: 7, pixels: 320 }
  const numbers = ['--port', '4700', '--posts=60', '--seconds', '20', '--seed=7', '--pixels=320']
  const words = [...numbers, '--data', 'here/demo']
  t.strictSame(read(...words, '--fresh', '--once', '--json'), {
    asked,
    dataDir: resolve(CWD, 'here/demo'),
    fresh: true,
    once: true,
    json: true,
  })
})

t.test('folders start from the folder of the caller', async (t) => {
  t.equal(read('--data', 'a').dataDir, resolve(CWD, 'a'))
  t.equal(read('--data', '../a').dataDir, resolve(CWD, '../a'))
  t.equal(read('--data', resolve('/a')).dataDir, resolve('/a'))
})

for (const name of ['port', 'posts', 'seconds', 'seed', 'pixels'] as const) {
  const { least, most } = LIMITS[name]
  t.test(`--${name} is a whole number from ${least} to ${most}`, async (t) => {
    t.equal(read(`--${name}=${least}`).asked[name], least)
    t.equal(read(`--${name}=${most}`).asked[name], most)
    t.ok(DEFAULTS[name] >= least && DEFAULTS[name] <= most)
    for (const wrong of [
      `${least - 1}`,
      `${most + 1}`,
      '1.5',
      '1e3',
      ' 7',
      '',
      'many',
      '0x10',
      '٣',
      '9'.repeat(400),
    ])
      t.throws(() => read(`--${name}=${wrong}`), {
        name: 'OptionError',
        message: `--${name}: found "${wrong}", expected a whole number from ${least} to ${most}`,
      })
  })
}

t.test('every fault is told at once, one line each', async (t) => {
  t.throws(() => read('--port=0', '--posts=x', '--data=', '--json'), {
    message:
      /^--port: found "0".*\n--posts: found "x".*\n--data: found nothing.*\n--json goes with --once.*$/,
  })
})

t.test('what it does not know is told with what it knows', async (t) => {
  for (const wrong of [['--speed', '2'], ['now'], ['--port'], ['--fresh=yes'], ['-x']])
    t.throws(() => read(...wrong), {
      name: 'OptionError',
      message:
        /The demo takes --port, --posts, --seconds, --seed, --pixels, --network, --data DIR, --fresh, --once and --json\.$/,
    })
})

t.test('the network is one of those that are played', async (t) => {
  t.same([...PLAYED].toSorted(), ['blogs', 'bluesky', 'instagram', 'mastodon', 'mixed'])
  for (const network of PLAYED) t.match(read(`--network=${network}`), { asked: { network } })
  for (const wrong of ['', 'Mastodon', 'fax'])
    t.throws(() => read(`--network=${wrong}`), {
      name: 'OptionError',
      message: `--network: found "${wrong}", expected ${PLAYED.join(', ')}`,
    })
})
