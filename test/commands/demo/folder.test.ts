import { mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { openFolder } from '../../../server/commands/demo/folder.ts'
import { openState, STATE_FILE } from '../../../server/commands/demo/state.ts'

const ASKED = { asked: {}, dataDir: null, fresh: false, once: false, json: false }

t.test('a folder that does not exist yet is made', async (t) => {
  const dataDir = join(t.testdir(), 'a/b')
  const folder = await openFolder({ ...ASKED, dataDir })
  t.equal(folder.path, dataDir)
  t.strictSame(await readdir(dataDir), [])
  await folder.leave(true)
  t.strictSame(await readdir(dataDir), [])
})

t.test('a folder with a campaign in it is opened, and left as it is', async (t) => {
  const dataDir = t.testdir({ [STATE_FILE]: '{}', media: { a: 'a picture' }, 'my-notes.txt': 'mine' })
  const folder = await openFolder({ ...ASKED, dataDir })
  await folder.leave(false)
  t.strictSame((await readdir(dataDir)).toSorted(), [STATE_FILE, 'media', 'my-notes.txt'])
})

t.test('a folder of something else is refused, and nothing in it is touched', async (t) => {
  const dataDir = t.testdir({ postgres: { cluster: {} }, 'secret.key': 'precious' })
  for (const fresh of [false, true])
    await t.rejects(openFolder({ ...ASKED, dataDir, fresh }), {
      name: 'OptionError',
      message: /holds something else than a rehearsal \(found postgres, expected campaign\.json\)/,
    })
  t.strictSame((await readdir(dataDir)).toSorted(), ['postgres', 'secret.key'])
})

t.test('a file is no folder', async (t) => {
  const dataDir = join(t.testdir({ file: '' }), 'file')
  await t.rejects(openFolder({ ...ASKED, dataDir }), { message: /is a file, expected a folder/ })
})

t.test('--fresh throws the campaign away, and nothing else', async (t) => {
  const dataDir = t.testdir({
    [STATE_FILE]: '{}',
    [`${STATE_FILE}.new`]: '{',
    'secret.key': 'k',
    postgres: { cluster: { data: {} } },
    media: { ab: { abcd: 'a picture' } },
    incoming: {},
    pictures: { one: '' },
    draws: { 1: { 'record.json': '{}' } },
    'my-notes.txt': 'mine',
  })
  await openFolder({ ...ASKED, dataDir, fresh: true })
  t.strictSame(await readdir(dataDir), ['my-notes.txt'])
})

t.test('without a folder, --once plays in a temporary one that others may pass through', async (t) => {
  const { path, leave } = await openFolder({ ...ASKED, once: true })
  t.equal((await stat(path)).mode & 0o777, 0o711)
  await mkdir(join(path, 'draws/1'), { recursive: true })
  await writeFile(join(path, 'draws/1/record.json'), '{}')
  await writeFile(join(path, 'secret.key'), 'k')
  await writeFile(join(path, STATE_FILE), '{}')
  await leave(true)
  t.strictSame(await readdir(path), ['draws'], 'the files that the report names stay')
  await leave(false)
  await t.rejects(stat(path), { code: 'ENOENT' }, 'without a report nothing stays')
})

t.test('the state of a campaign is kept for its owner alone, and found again', async (t) => {
  const dataDir = t.testdir()
  const first = await openState(dataDir, { posts: 60, seed: 3 }, 1_000)
  t.match(first, { resumed: false, state: { opensAt: 1_000, campaign: { port: 4600, posts: 60, seed: 3 } } })
  await Promise.all([
    first.save({ networkPorts: { mastodon: 1 } }),
    first.save({ reached: { clock: 5, worked: 4 } }),
  ])
  t.equal((await stat(join(dataDir, STATE_FILE))).mode & 0o777, 0o600)
  t.strictSame(await readdir(dataDir), [STATE_FILE], 'nothing half written is left')
  const second = await openState(dataDir, {}, 2_000)
  t.equal(second.resumed, true)
  t.strictSame(second.state, first.state)
  t.strictSame((await openState(dataDir, { posts: 60 }, 2_000)).state, first.state)
})

t.test('a campaign goes on with its own options only', async (t) => {
  const dataDir = t.testdir()
  await openState(dataDir, { posts: 60 }, 1_000)
  await t.rejects(openState(dataDir, { posts: 61, seed: 2 }, 1_000), {
    name: 'OptionError',
    message: /begun with --posts 60 --seed 1; you asked for --posts 61 --seed 2\. .* --fresh/,
  })
})

t.test('a state that cannot be read is told, with the way out', async (t) => {
  for (const text of ['', '{', '[]', '{"campaign":{"posts":"many"}}', '\u0000'.repeat(300)])
    await t.rejects(openState(t.testdir({ [STATE_FILE]: text }), {}, 1_000), {
      name: 'OptionError',
      message: /campaign\.json cannot be read as the state of a campaign .*--fresh/,
    })
})

t.test('a state that cannot be written is an error, now and later', async (t) => {
  const dataDir = t.testdir()
  const state = await openState(dataDir, {}, 1_000)
  await mkdir(join(dataDir, `${STATE_FILE}.new`))
  await t.rejects(state.save({ networkPorts: { mastodon: 2 } }), { code: 'EISDIR' })
  await t.rejects(state.save({ networkPorts: { mastodon: 3 } }), { code: 'EISDIR' })
})
