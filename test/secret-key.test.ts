import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { loadSecretKeys, newSecretKey, writeSecretKeys } from '../server/secret-key.ts'

t.test('the key of the environment is taken as it is', async (t) => {
  const key = Buffer.alloc(32, 3)
  const older = [Buffer.alloc(32, 4), Buffer.alloc(32, 5)]
  const [base64 = '', ...old] = [key, ...older].map((one) => one.toString('base64'))
  t.same(await loadSecretKeys({ from: 'environment', base64, older: old }), { present: key, older })
})

t.test('a key file is made once, for its owner only, folder and all', async (t) => {
  const folder = t.testdir()
  const path = join(folder, 'not/there/yet/secret.key')
  const keys = await loadSecretKeys({ from: 'file', path })
  t.equal(keys.present.length, 32)
  t.same(keys.older, [])
  t.equal((await stat(path)).mode & 0o777, 0o600)
  t.same(await loadSecretKeys({ from: 'file', path }), keys, 'the same key at the next start')
  t.same(await readdir(join(folder, 'not/there/yet')), ['secret.key'], 'no draft is left')
})

t.test('of many servers that start at once all end with one key', async (t) => {
  const path = join(t.testdir(), 'secret.key')
  const keys = await Promise.all(Array.from({ length: 20 }, () => loadSecretKeys({ from: 'file', path })))
  t.equal(new Set(keys.map(({ present }) => Buffer.from(present).toString('hex'))).size, 1)
})

t.test('a file that holds no key is never replaced', async (t) => {
  const folder = t.testdir()
  for (const [name, text] of [
    ['empty', ''],
    ['short', Buffer.alloc(31).toString('base64')],
    ['words', 'sesam sesam'],
    ['second', `${Buffer.alloc(32).toString('base64')}\nsesam\n`],
  ] as const) {
    const path = join(folder, name)
    await writeFile(path, text)
    await t.rejects(loadSecretKeys({ from: 'file', path }), {
      message: /found \d+ bytes, expected 32 in base64\. Restore the file from your backup/,
    })
    t.equal(await readFile(path, 'utf8'), text)
  }
})

t.test('a folder in place of the file is an error', async (t) => {
  const path = join(t.testdir(), 'secret.key')
  await mkdir(path)
  await t.rejects(loadSecretKeys({ from: 'file', path }), { code: 'EISDIR' })
})

t.test('the first line of a key file seals, further ones only open; at most eight are read', async (t) => {
  const folder = t.testdir()
  const path = join(folder, 'secret.key')
  const [present = newSecretKey(), ...older] = Array.from({ length: 8 }, newSecretKey)
  await writeSecretKeys(path, { present, older })
  t.same(await loadSecretKeys({ from: 'file', path }), { present, older })
  await writeSecretKeys(path, { present, older: [...older, newSecretKey()] })
  await t.rejects(loadSecretKeys({ from: 'file', path }), { message: /found 9 keys, expected at most 8/ })
})

t.test('a key file is replaced whole, for its owner only, and no draft is left', async (t) => {
  const folder = t.testdir()
  const path = join(folder, 'secret.key')
  await writeFile(path, 'before', { mode: 0o644 })
  await writeSecretKeys(path, { present: newSecretKey(), older: [] })
  t.equal((await stat(path)).mode & 0o777, 0o600)
  t.same(await readdir(folder), ['secret.key'])
})
