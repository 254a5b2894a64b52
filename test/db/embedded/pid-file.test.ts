import { access, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pid as ourPid } from 'node:process'
import fc from 'fast-check'
import t from 'tap'
import {
  findPostmaster,
  isPostmaster,
  parsePidFile,
  worksInByLsof,
} from '../../../server/db/embedded/pid-file.ts'
import { run } from '../../../server/db/embedded/run.ts'
import { startHere } from '../../support/embedded.ts'
import { scratchFolder } from '../../support/scratch.ts'

t.setTimeout(120_000)

const FILE = `4711
/srv/folkalog/data
1795291381
36797

127.0.0.1
 32769001    229387
ready   `

t.test('the pid and port of a postmaster that is ready are read', async (t) => {
  t.same(parsePidFile(`${FILE}\n`), { pid: 4711, port: 36797 })
})

t.test('a postmaster that starts or stops has no port yet', async (t) => {
  for (const status of ['starting', 'stopping', 'standby ']) {
    t.same(parsePidFile(FILE.replace('ready   ', status)), { pid: 4711, port: null })
  }
  t.same(parsePidFile('4711\n/srv/folkalog/data\n'), { pid: 4711, port: null })
  t.same(parsePidFile(FILE.replace('36797', '0')), { pid: 4711, port: null })
})

t.test('a single-user backend writes its pid as a negative number', async (t) => {
  t.same(parsePidFile('-4711\n/srv/folkalog/data\n1795291381\n0\n'), { pid: 4711, port: null })
})

t.test('a file that does not start with a pid names no postmaster', async (t) => {
  for (const text of ['', '\n', '0\n', 'postgres\n', '4.5\n', '99999999999999999999\n']) {
    t.equal(parsePidFile(text), null, JSON.stringify(text))
  }
})

t.test('no text at all makes the parser throw or answer half a postmaster', async (t) => {
  const line = fc.oneof(fc.string({ unit: 'binary' }), fc.integer().map(String), fc.constant('ready   '))
  const file = fc.array(line, { maxLength: 9 }).map((lines) => lines.join('\n'))
  let postmasters = 0
  fc.assert(
    fc.property(file, (text) => {
      const found = parsePidFile(text)
      if (found !== null) postmasters += 1
      return found === null || (Number.isSafeInteger(found.pid) && found.pid > 0)
    }),
    { numRuns: 1_000 },
  )
  t.ok(postmasters > 50, `${postmasters} of a thousand odd files name a process`)
})

t.test('where no file is, none runs', async (t) => {
  t.equal(await findPostmaster(await scratchFolder(t)), null)
})

t.test('a file whose process has ended is left to Postgres to replace', async (t) => {
  const data = await scratchFolder(t)
  const ended = await run('/bin/sh', ['-c', 'echo $$'])
  await writeFile(join(data, 'postmaster.pid'), FILE.replace('4711', ended.output.trim()))
  t.equal(await findPostmaster(data), null)
  t.equal((await readFile(join(data, 'postmaster.pid'), 'utf8')).endsWith('ready   '), true)
})

t.test('a file whose pid has gone to another program is taken away', async (t) => {
  const data = await scratchFolder(t)
  await writeFile(join(data, 'postmaster.pid'), FILE.replace('4711', String(ourPid)))
  t.equal(await findPostmaster(data), null)
  await t.rejects(access(join(data, 'postmaster.pid')))
})

t.test('a Postgres is told apart from one that works in another folder', async (t) => {
  const dataDir = await scratchFolder(t)
  const database = await startHere(t, { dataDir })
  const data = join(dataDir, 'cluster/data')
  const copy = join(dataDir, 'copy')
  await mkdir(copy)
  await copyFile(join(data, 'postmaster.pid'), join(copy, 'postmaster.pid'))

  t.equal((await findPostmaster(data))?.pid, database.pid)
  t.equal(await isPostmaster(database.pid, copy), false)
  t.equal(await findPostmaster(copy), null, 'a copied folder does not lead to the original')

  if ((await run('lsof', ['-v'])).code === null) t.comment('lsof is not installed, which only macOS needs')
  else {
    t.equal(await worksInByLsof(database.pid, data), true)
    t.equal(await worksInByLsof(database.pid, copy), false)
    t.equal(await worksInByLsof(ourPid, data), false)
  }
})
