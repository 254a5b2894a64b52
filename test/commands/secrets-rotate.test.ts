import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { secretsRotate } from '../../server/commands/secrets-rotate.ts'
import { type Db, openDb } from '../../server/db/pool.ts'
import { listSealingKeys, SEALED } from '../../server/db/sealed.ts'
import { loadSecretKeys, newSecretKey } from '../../server/secret-key.ts'
import { createSecrets, type Secrets } from '../../server/secrets.ts'
import { openSecrets } from '../../server/steps/open-secrets.ts'
import { RESEAL_BATCH } from '../../server/steps/reseal.ts'
import { testDatabase } from '../support/database.ts'
import { type Cleaner, scratchFolder } from '../support/scratch.ts'

t.setTimeout(120_000)

/** More than two batches, so that a rotation can be killed between two of them. */
const MANY = 2 * RESEAL_BATCH + 1

interface Installation {
  db: Db
  dataDir: string
  env: Record<string, string>
  /** What the program has with the keys as they are. */
  secrets(): Promise<Secrets>
}

/** An installation whose server is stopped: a key file, names written down, and something sealed. */
async function installation(t: Cleaner): Promise<Installation> {
  const url = await testDatabase(t)
  const db = openDb(url, { max: 1, name: 'folkalog-test' })
  t.teardown(() => db.destroy())
  const dataDir = await scratchFolder(t)
  const where = { from: 'file', path: join(dataDir, 'secret.key') } as const
  const secrets = async () => openSecrets(db, await loadSecretKeys(where))
  await sealSomething(db, await secrets())
  return { db, dataDir, env: { DATA_DIR: dataDir, DATABASE_URL: url, NODE_ENV: 'test' }, secrets }
}

async function sealSomething(db: Db, secrets: Secrets): Promise<void> {
  const message = Array.from({ length: MANY }, (_, i) => secrets.seal('mail', `letter ${i}`))
  await sql`insert into brand (slug, name, created_at) values ('lillevik', 'Lillevik', to_timestamp(0))`.execute(
    db,
  )
  await sql`
    insert into mail (brand_id, key, message, state, created_at)
    select brand.id, n, m, 'sent', to_timestamp(0)
    from brand, unnest(${message}::bytea[]) with ordinality as t (m, n)`.execute(db)
  await sql`
    insert into source (brand_id, kind, name, settings, state, failures, created_at)
    select id, 'mastodon', 'Fjordposten', ${secrets.seal('source.settings', '{}')}, 'active', 0, to_timestamp(0)
    from brand`.execute(db)
  for (const key of ['a', 'b']) {
    await sql`
      insert into source_memory (source_id, key, value, updated_at)
      select id, ${key}, ${secrets.seal('source.memory', key)}, to_timestamp(0) from source`.execute(db)
  }
  await sql`insert into auth.kept (key_hash, value) values ('session', ${secrets.seal('kept', '{}')})`.execute(
    db,
  )
}

/** What is sealed, opened: letters, settings and memories. */
async function opened({ db, secrets }: Installation): Promise<string> {
  const { open } = await secrets()
  const texts: string[] = []
  for (const { table, column, purpose } of SEALED) {
    if (purpose === 'name.key') continue
    const { rows } = await sql<{ sealed: Buffer }>`
      select ${sql.ref(column)} as sealed from ${sql.table(table)} where ${sql.ref(column)} is not null`.execute(
      db,
    )
    texts.push(...rows.map(({ sealed }) => `${purpose} ${open(purpose, sealed)}`))
  }
  return texts.sort().join('\n')
}

/** Rotates here; answers the exit code and what was said. */
async function rotate({ env, dataDir }: Installation, change: Record<string, string> = {}) {
  const lines: string[] = []
  const code = await secretsRotate.run([], {
    cwd: dataDir,
    out: (text) => void lines.push(text),
    err: (text) => void lines.push(text),
    env: { ...env, ...change },
    signal: new AbortController().signal,
  })
  return { code, said: lines.join('') }
}

/** Rotates in a process of its own, which is killed as soon as it has said so many lines. Answers how many it said. */
async function rotateAndKill(t: Cleaner, { env }: Installation, after: number): Promise<number> {
  const main = fileURLToPath(new URL('../../server/main.ts', import.meta.url))
  const child = spawn(execPath, [main, 'secrets-rotate'], { stdio: ['ignore', 'pipe', 'inherit'], env })
  t.teardown(() => child.kill('SIGKILL'))
  const closed = once(child, 'close')
  let said = 0
  for await (const _line of createInterface(child.stdout)) if (++said === after) child.kill('SIGKILL')
  await closed
  return said
}

async function isDone(t: Test, house: Installation, before: string, oldId: string): Promise<void> {
  const { keyId, keyIds } = await house.secrets()
  t.not(keyId, oldId)
  t.same(keyIds, [keyId], 'the key file holds the new key alone')
  t.same(await listSealingKeys(house.db, 'all'), [keyId])
  t.equal(await opened(house), before, 'everything opens')
}

t.test('a rotation seals everything anew, and says that the old key may be thrown away', async (t) => {
  const house = await installation(t)
  const before = await opened(house)
  const old = await house.secrets()
  const name = old.mac('upload.participant', 'kari@post.example')
  const { code, said } = await rotate(house)
  t.equal(code, 0, said)
  await isDone(t, house, before, old.keyId)
  const { keyId, mac } = await house.secrets()
  t.match(said, `Everything is sealed by key ${keyId}, and no other key is in use`)
  t.match(said, `mail.message: ${MANY} of ${MANY}`)
  t.equal(mac('upload.participant', 'kari@post.example'), name, 'people keep their names')
  const kept = await sql`select from auth.kept`.execute(house.db)
  t.equal(kept.rows.length, 0, 'sessions end')
  const files = await readdir(house.dataDir)
  t.same(files.sort(), ['secret.key', `secret.key.${old.keyId}.old`])
  for (const file of files) t.equal((await stat(join(house.dataDir, file))).mode & 0o777, 0o600, file)
  const kept1 = await readFile(join(house.dataDir, `secret.key.${old.keyId}.old`), 'utf8')
  t.equal(createSecrets(Buffer.from(kept1, 'base64')).keyId, old.keyId, 'the old key is still to be had')
})

t.test('a rotation that is killed goes on when it is run again, wherever it was', async (t) => {
  const faults: string[] = []
  let killed = 0
  for (const after of [1, 4, 6, 8]) {
    const house = await installation(t)
    const before = await opened(house)
    const { keyId } = await house.secrets()
    if ((await rotateAndKill(t, house, after)) < 8) killed++
    if ((await opened(house)) !== before) faults.push(`killed after ${after} lines: not everything opens`)
    // What was killed at its very end had nothing left to do: this is a rotation of its own then.
    const { code, said } = await rotate(house)
    if (code !== 0) faults.push(`killed after ${after} lines: ${said}`)
    await isDone(t, house, before, keyId)
  }
  t.same(faults, [])
  t.ok(killed >= 2, `${killed} were killed on their way`)
})

t.test('nothing is rotated while a server is at work', async (t) => {
  const house = await installation(t)
  const { keyId } = await house.secrets()
  const server = openDb(house.env.DATABASE_URL ?? '', { max: 1 })
  t.teardown(() => server.destroy())
  await sql`select 1`.execute(server)
  const { code, said } = await rotate(house)
  t.equal(code, 1)
  t.match(said, /a server is at work on this database/)
  t.equal((await house.secrets()).keyId, keyId)
})

t.test('a key of the environment is changed by whoever set it', async (t) => {
  const house = await installation(t)
  const text = (await readFile(join(house.dataDir, 'secret.key'), 'utf8')).trim()
  const alone = await rotate(house, { SECRET_KEY: text })
  t.equal(alone.code, 1)
  t.match(alone.said, /set SECRET_KEY_OLD to its value/)
  const next = newSecretKey()
  const base64 = Buffer.from(next).toString('base64')
  const both = await rotate(house, { SECRET_KEY: base64, SECRET_KEY_OLD: text })
  t.equal(both.code, 0, both.said)
  t.match(both.said, /throw SECRET_KEY_OLD away/)
  t.same(await listSealingKeys(house.db, 'all'), [createSecrets(next).keyId])
})

t.test('a key that is not this database’s changes nothing', async (t) => {
  const house = await installation(t)
  const before = await listSealingKeys(house.db, 'all')
  const env = {
    SECRET_KEY: Buffer.alloc(32, 8).toString('base64'),
    SECRET_KEY_OLD: Buffer.alloc(32, 9).toString('base64'),
  }
  await t.rejects(rotate(house, env), { name: 'SealError', message: /restore the key file from your backup/ })
  t.same(await listSealingKeys(house.db, 'all'), before)
})
