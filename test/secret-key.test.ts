import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { loadSecretKey } from '../server/secret-key.ts'

t.test('the key of the environment is taken as it is', async (t) => {
  const key = Buffer.alloc(32, 3)
  t.same(await loadSecretKey({ from: 'environment', base64: key.toString('base64') }), key)
})

t.test('a key file is made once, for its owner only, folder and all', async (t) => {
  const folder = t.testdir()
  const path = join(folder, 'not/there/yet/secret.key')
  const key = await loadSecretKey({ from: 'file', path })
  t.equal(key.length, 32)
  t.equal((await stat(path)).mode & 0o777, 0o600)
  t.same(await loadSecretKey({ from: 'file', path }), key, 'the same key at the next start')
  t.same(await readdir(join(folder, 'not/there/yet')), ['secret.key'], 'no draft is left')
})

t.test('of many servers that start at once all end with one key', async (t) => {
  const path = join(t.testdir(), 'secret.key')
  const keys = await Promise.all(Array.from({ length: 20 }, () => loadSecretKey({ from: 'file', path })))
  t.equal(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size, 1)
})

t.test('a file that holds no key is never replaced', async (t) => {
  const folder = t.testdir()
  for (const [name, text] of [
    ['empty', ''],
    ['short', Buffer.alloc(31).toString('base64')],
    ['words', 'sesam sesam'],
  ] as const) {
    const path = join(folder, name)
    await writeFile(path, text)
    await t.rejects(loadSecretKey({ from: 'file', path }), {
      message: /found \d+ bytes, expected 32 in base64\. Restore the file from your backup/,
    })
    t.equal(await readFile(path, 'utf8'), text)
  }
})

t.test('a folder in place of the file is an error', async (t) => {
  const path = join(t.testdir(), 'secret.key')
  await mkdir(path)
  await t.rejects(loadSecretKey({ from: 'file', path }), { code: 'EISDIR' })
})
