import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { createDiskStore, LEAST_SPACE, LOW_SPACE } from '../../server/media/disk-store.ts'
import { MAX_NAME_LENGTH, type Store } from '../../server/media/store.ts'
import { TEMPORARY_LIFETIME } from '../../server/media/temporary.ts'

const bytes = (text: string) => Buffer.from(text)

async function namesIn(store: Store): Promise<string[]> {
  const names: string[] = []
  for await (const { name } of store.list()) names.push(name)
  return names.sort()
}

t.test('what is put is got, and has a name, until it is removed', async (t) => {
  const store = await createDiskStore(join(t.testdir(), 'not/yet/there'))
  t.equal(await store.get('ab/cd/640.webp'), null)
  t.equal(await store.has('ab/cd/640.webp'), false)
  await store.put('ab/cd/640.webp', bytes('picture'))
  t.same(await store.get('ab/cd/640.webp'), bytes('picture'))
  t.equal(await store.has('ab/cd/640.webp'), true)
  await store.remove('ab/cd/640.webp')
  t.equal(await store.has('ab/cd/640.webp'), false)
  await store.remove('ab/cd/640.webp')
})

t.test('putting twice is harmless, at once too', async (t) => {
  const store = await createDiskStore(t.testdir())
  await Promise.all(Array.from({ length: 20 }, () => store.put('a/b', bytes('same'))))
  await store.put('a/b', bytes('same'))
  t.same(await store.get('a/b'), bytes('same'))
  t.same(await namesIn(store), ['a/b'])
})

t.test('putting into a folder that is being removed loses nothing', async (t) => {
  const store = await createDiskStore(t.testdir())
  for (let round = 0; round < 50; round++) {
    await store.put('a/b/old', bytes('old'))
    await Promise.all([store.remove('a/b/old'), store.put('a/b/new', bytes('new'))])
    t.same(await store.get('a/b/new'), bytes('new'), `round ${round}`)
    await store.remove('a/b/new')
  }
})

t.test('an empty file is a file', async (t) => {
  const store = await createDiskStore(t.testdir())
  await store.put('empty', bytes(''))
  t.equal((await store.get('empty'))?.length, 0)
})

t.test('the list tells names, sizes and times, and nothing unfinished', async (t) => {
  const folder = t.testdir()
  const store = await createDiskStore(folder)
  await store.put('ab/one/320.webp', bytes('1'))
  await store.put('ab/two/320.webp', bytes('22'))
  await store.put('top', bytes('333'))
  await writeFile(join(folder, '.temporary', 'half'), 'half')
  t.same(await namesIn(store), ['ab/one/320.webp', 'ab/two/320.webp', 'top'])
  for await (const { name, bytes: length, changedAt } of store.list()) {
    t.equal(length, (await store.get(name))?.length)
    t.ok(Math.abs(changedAt - Date.now()) < 60_000)
  }
})

t.test('folders that a removal empties are removed, others are not', async (t) => {
  const folder = t.testdir()
  const store = await createDiskStore(folder)
  await store.put('ab/one/320.webp', bytes('1'))
  await store.put('ab/two/320.webp', bytes('2'))
  await store.remove('ab/one/320.webp')
  t.same(await readdir(join(folder, 'ab')), ['two'])
  await store.remove('ab/two/320.webp')
  t.same(await readdir(folder), ['.temporary'])
})

t.test('a folder may be named with a slash at its end', async (t) => {
  const folder = t.testdir()
  const store = await createDiskStore(`${folder}/media/`)
  await store.put('a/b', bytes('x'))
  await store.remove('a/b')
  t.same(await readdir(join(folder, 'media')), ['.temporary'])
})

t.test('a name that could leave the folder, or is none, is refused everywhere', async (t) => {
  const store = await createDiskStore(t.testdir())
  const bad = [
    '',
    '.',
    '..',
    '../a',
    'a/../b',
    'a/..',
    '/etc/passwd',
    'a//b',
    'a/',
    '.hidden',
    'a/.b',
    'A',
    'å',
    'a b',
    'a\\b',
    'a\0',
    'a\n',
  ]
  for (const name of [...bad, '.temporary/a', `a${'/a'.repeat(MAX_NAME_LENGTH / 2)}`]) {
    const refused = { name: 'StoreError', kind: 'bad_name' }
    await t.rejects(store.put(name, bytes('x')), refused, JSON.stringify(name))
    const calls: ((name: string) => Promise<unknown>)[] = [store.get, store.has, store.remove]
    for (const call of calls) {
      await t.rejects(call(name), refused, JSON.stringify(name))
    }
  }
  await store.put('a'.repeat(MAX_NAME_LENGTH), bytes('longest'))
})

t.test('a folder is not a file, and a file is not a folder', async (t) => {
  const store = await createDiskStore(t.testdir())
  await store.put('a/b', bytes('x'))
  t.equal(await store.get('a'), null)
  t.equal(await store.has('a'), false)
  t.equal(await store.get('a/b/c'), null)
  await t.rejects(store.put('a/b/c', bytes('x')))
  t.same(await store.get('a/b'), bytes('x'))
})

t.test('below 10 % free somebody is warned, below 5 % nothing is written', async (t) => {
  let free = 1
  const store = await createDiskStore(t.testdir(), async () => free)
  const state = async (share: number) => {
    free = share
    return (await store.space())?.state
  }
  t.equal(await state(LOW_SPACE), 'ok')
  t.equal(await state(LOW_SPACE - 0.001), 'low')
  await store.put('low', bytes('still fits'))
  t.equal(await state(LEAST_SPACE), 'low')
  t.equal(await state(LEAST_SPACE - 0.001), 'full')
  await t.rejects(store.put('full', bytes('x')), {
    name: 'StoreError',
    kind: 'full',
    message: 'full was not stored: 4.9 % of the disk is free; expected at least 5 % free',
  })
  t.same(await namesIn(store), ['low'])
  t.same(await store.get('low'), bytes('still fits'), 'reading goes on')
  free = 0.5
  await store.put('full', bytes('x'))
})

t.test('the file system is asked how much is free', async (t) => {
  const store = await createDiskStore(t.testdir())
  const space = await store.space()
  t.ok(space && space.free > 0 && space.free <= 1)
})

t.test('a disk that takes no more in the middle of a write leaves nothing behind', async (t) => {
  const folder = t.testdir()
  const script = `
    import { createDiskStore } from ${JSON.stringify(new URL('../../server/media/disk-store.ts', import.meta.url).href)}
    process.on('SIGXFSZ', () => {})
    const store = await createDiskStore(process.argv[1], async () => 1)
    await store.put('small', new Uint8Array(1_000))
    await store.put('large', new Uint8Array(1_000_000)).catch((error) => console.log(error.name, error.kind, error.message))
  `
  // A size limit of the process stands in for a full device: the kernel refuses in the middle of the file.
  const { stdout } = await promisify(execFile)('/bin/sh', [
    ...['-c', 'ulimit -f 100; exec "$@"', 'sh', process.execPath],
    ...['--input-type=module-typescript', '--eval', script, folder],
  ])
  t.equal(
    stdout.trim(),
    'StoreError full large was not stored: the disk took no more; expected at least 5 % free',
  )
  t.same(await readdir(join(folder, '.temporary')), [])
  t.same(await namesIn(await createDiskStore(folder)), ['small'])
})

t.test('what an earlier process left unfinished is swept at the start, once it is old', async (t) => {
  const folder = t.testdir()
  await mkdir(join(folder, '.temporary'))
  const file = async (name: string, age: number) => {
    const path = join(folder, '.temporary', name)
    await writeFile(path, 'half')
    const then = (Date.now() - age) / 1_000
    await utimes(path, then, then)
  }
  await file('old', TEMPORARY_LIFETIME + 5_000)
  await file('young', TEMPORARY_LIFETIME - 60_000)
  const store = await createDiskStore(folder)
  t.same(await readdir(join(folder, '.temporary')), ['young'], 'a file of another process at work stays')
  t.equal(await store.sweep(0), 1)
  t.same(await readdir(join(folder, '.temporary')), [])
})

t.test('what is stored is the file, whole and as it was', async (t) => {
  const folder = t.testdir()
  const store = await createDiskStore(folder)
  const random = crypto.getRandomValues(new Uint8Array(60_000))
  await store.put('ab/random', random)
  t.same(await readFile(join(folder, 'ab', 'random')), Buffer.from(random))
})
