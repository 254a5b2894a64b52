import { Client } from 'pg'
import t from 'tap'
import { makeDatabase, testDatabase, testDb } from './database.ts'
import { ask } from './embedded.ts'
import { startScratchPostgres } from './postgres.ts'

t.setTimeout(120_000)

t.test('every test gets all tables, empty, and nothing of what others write', async (t) => {
  const [db, other] = await Promise.all([testDb(t), testDatabase(t)])
  await ask(other, `insert into brand (slug, name, created_at) values ('a-brand', 'A brand', 'epoch')`)
  t.same(await ask(other, 'select slug from brand'), ['a-brand'])
  t.same(await db.selectFrom('brand').select('slug').execute(), [])
})

t.test('on a server of its own', async (t) => {
  const server = await startScratchPostgres()
  t.teardown(server.remove)
  const databases = (pattern: string) =>
    ask(server.url, `select datname from pg_database where datname like '${pattern}' order by 1`)

  await t.test('many that ask at once get one template between them', async (t) => {
    const made = await Promise.all(Array.from({ length: 8 }, () => makeDatabase(server.url)))
    t.equal(new Set(made.map(({ url }) => url)).size, 8)
    t.equal((await databases('folkalog_template_%')).length, 1)
    for (const { drop } of made) await drop()
  })

  await t.test('a database goes when its test ends, with connections left open too', async (t) => {
    const { url, drop } = await makeDatabase(server.url)
    const client = new Client({ connectionString: url })
    await client.connect()
    const errors: unknown[] = []
    client.on('error', (error) => errors.push(error.message))
    const cut = new Promise((resolve) => client.once('end', resolve))
    await drop()
    await cut
    t.match(errors[0], /terminating connection/)
    t.same(await databases('folkalog_test_%'), [])
  })

  await t.test('a template that was never finished is made anew', async (t) => {
    const [template] = await databases('folkalog_template_%')
    await ask(server.url, `alter database ${template} rename to ${template}_making`)
    const { url } = await makeDatabase(server.url)
    t.same(await ask(url, 'select count(*)::int from brand'), [0])
    t.same(await databases('folkalog_template_%'), [template])
  })
})
