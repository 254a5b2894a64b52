import { once } from 'node:events'
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { pid as ourPid } from 'node:process'
import t from 'tap'
import { LOG_LIMIT, listenOn } from '../../../server/db/embedded/launch.ts'
import { DatabaseInUse } from '../../../server/db/embedded/owner.ts'
import { findPostmaster } from '../../../server/db/embedded/pid-file.ts'
import { settingArguments } from '../../../server/db/embedded/settings.ts'
import { startEmbedded } from '../../../server/db/embedded/start.ts'
import { ask, madeFolder, startHere } from '../../support/embedded.ts'
import { scratchFolder } from '../../support/scratch.ts'

t.setTimeout(120_000)

t.test('a fresh folder becomes a database with the properties the tables rely on', async (t) => {
  const dataDir = join(await scratchFolder(t), 'made/on the way/O\'Neil «katalog» $HOME "q"')
  const told: string[] = []
  const database = await startHere(t, {
    dataDir,
    settings: { work_mem: '7MB' },
    log: (line) => told.push(line),
  })
  const show = async (name: string) => (await ask(database.url, `show ${name}`))[0]

  t.match(told, [/^Making a database in .*katalog/])
  t.equal(database.reused, false)
  t.equal(await show('server_encoding'), 'UTF8')
  t.equal(await show('data_checksums'), 'on')
  t.equal(await show('timezone'), 'UTC')
  t.equal(await show('shared_buffers'), '128MB')
  t.equal(await show('max_connections'), '60')
  t.equal(await show('work_mem'), '7MB', 'and those asked for')
  t.same(await ask(database.url, `select unnest(array['ø', 'B', 'a', 'Æ']) order by 1`), ['B', 'a', 'Æ', 'ø'])
  t.same(await ask(database.url, `select lower('ÆØÅ')`), ['æøå'])
})

t.test('only this machine reaches it, only with the password, which only its user can read', async (t) => {
  const dataDir = await scratchFolder(t)
  const database = await startHere(t, { dataDir })
  const address = new URL(database.url)
  const port = Number(address.port)

  t.equal(address.hostname, '127.0.0.1')
  t.equal((await stat(join(dataDir, 'cluster/password'))).mode & 0o777, 0o600)
  t.equal((await stat(join(dataDir, 'cluster'))).mode & 0o777, 0o700)
  t.equal((await stat(join(dataDir, 'postgres.log'))).mode & 0o777, 0o600)
  t.equal(address.password.length, 32)
  address.password = 'another'
  await t.rejects(ask(address.href, 'select 1'), /password authentication failed/)
  t.same(await ask(database.url, 'show unix_socket_directories'), [''])
  for (const host of ['127.0.0.2', '::1']) {
    const [error] = await once(connect({ host, port }), 'error')
    t.ok(error, `${host} is refused`)
  }
})

t.test('nothing an owner asks for opens it to the network', async (t) => {
  const dataDir = await madeFolder(t)
  const settings = { listen_addresses: '*', unix_socket_directories: dataDir, port: 1 }
  const database = await startHere(t, { dataDir, settings })
  t.same(await ask(database.url, 'show listen_addresses'), ['127.0.0.1'])
  t.same(await ask(database.url, 'show unix_socket_directories'), [''])
  t.same(settingArguments(listenOn(4711)).at(-1), 'port=4711')
})

t.test('what was written is there after a stop and a start, and stopping twice is harmless', async (t) => {
  const dataDir = await madeFolder(t)
  const first = await startHere(t, { dataDir })
  await ask(first.url, 'create table kept as select 1 as one')
  await Promise.all([first.stop(), first.stop()])
  await first.stop()
  t.equal(await findPostmaster(join(dataDir, 'cluster/data')), null)

  const second = await startHere(t, { dataDir })
  t.equal(second.reused, false)
  t.same(await ask(second.url, 'select one from kept'), [1])
})

t.test('a folder that a living process uses is refused, and the one that uses it is named', async (t) => {
  const dataDir = await madeFolder(t)
  const first = await startHere(t, { dataDir })
  await t.rejects(startEmbedded({ dataDir }), new DatabaseInUse(dataDir, `process ${ourPid}`))
  t.same(await ask(first.url, 'select 1'), [1], 'and goes on as before')
})

t.test('a port that somebody took is left to them', async (t) => {
  const dataDir = await madeFolder(t)
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  t.teardown(() => taken.close())
  const address = taken.address()
  if (address === null || typeof address === 'string') throw new Error('expected a port')

  const beside = await startHere(t, { dataDir, port: address.port })
  t.not(new URL(beside.url).port, String(address.port))
  const port = Number(new URL(beside.url).port)
  await beside.stop()
  const again = await startHere(t, { dataDir, port })
  t.equal(new URL(again.url).port, String(port), 'and a free one that is asked for is taken')
})

t.test('a statement that fails leaves no trace of its values in the log', async (t) => {
  const dataDir = await madeFolder(t)
  const { url } = await startHere(t, { dataDir })
  await ask(url, `create table person (mail text primary key)`)
  await ask(url, `insert into person values ('kari@social.example')`)
  await t.rejects(ask(url, `insert into person values ('kari@social.example')`), /duplicate key/)
  const log = await readFile(join(dataDir, 'postgres.log'), 'utf8')
  t.match(log, /ready to accept connections/)
  t.notMatch(log, /kari|insert/)
})

t.test('a start that fails says what Postgres said, and spoils nothing', async (t) => {
  const dataDir = await madeFolder(t)
  const data = join(dataDir, 'cluster/data')
  await t.rejects(startEmbedded({ dataDir, settings: { no_such_setting: 1 } }), /no_such_setting/)

  const password = await readFile(join(dataDir, 'cluster/password'), 'utf8')
  await writeFile(join(dataDir, 'cluster/password'), 'another')
  await t.rejects(
    startEmbedded({ dataDir }),
    /does not let us in: password authentication failed.*cluster\/password/,
  )
  t.equal(await findPostmaster(data), null, 'a Postgres that does not let us in is not left running')
  await rm(join(dataDir, 'cluster/password'))
  await t.rejects(startEmbedded({ dataDir }), /password of the database cannot be read from .*Restore/)
  await writeFile(join(dataDir, 'cluster/password'), password)

  const version = await readFile(join(data, 'PG_VERSION'), 'utf8')
  await writeFile(join(data, 'PG_VERSION'), '17\n')
  await t.rejects(
    startEmbedded({ dataDir }),
    /was made by Postgres 17, and the one that comes with .* is 18\. Set/,
  )
  await rm(join(data, 'PG_VERSION'))
  await t.rejects(startEmbedded({ dataDir }), /holds no database: .*PG_VERSION is missing/)
  await writeFile(join(data, 'PG_VERSION'), version)

  const { url } = await startHere(t, { dataDir })
  t.same(await ask(url, 'select 1'), [1])
})

t.test('a folder that cannot be one is named', async (t) => {
  const parent = await scratchFolder(t)
  await writeFile(join(parent, 'file'), '')
  await t.rejects(
    startEmbedded({ dataDir: join(parent, 'file') }),
    /The database folder .*file cannot be used: .*DATABASE_URL/,
  )
  await t.rejects(startEmbedded({ dataDir: join(parent, 'file/below') }), /cannot be used/)
})

t.test('a log that has grown too long is put aside at the next start', async (t) => {
  const dataDir = await madeFolder(t)
  const log = join(dataDir, 'postgres.log')
  await writeFile(log, 'x'.repeat(LOG_LIMIT))
  await (await startHere(t, { dataDir })).stop()
  t.notOk((await readdir(dataDir)).includes('postgres.log.1'), 'one of exactly the limit is continued')
  t.ok((await stat(log)).size > LOG_LIMIT)
  await (await startHere(t, { dataDir })).stop()
  t.ok((await stat(`${log}.1`)).size > LOG_LIMIT)
  t.ok((await stat(log)).size < LOG_LIMIT)
})
