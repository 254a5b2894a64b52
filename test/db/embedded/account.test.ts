import { chmod, mkdir, readlink, rm, stat, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { env, getuid, platform } from 'node:process'
import t from 'tap'
import { run } from '../../../server/db/embedded/run.ts'
import { copyCheckout, NATIVE } from '../../support/checkout.ts'
import { ask, type OtherOptions, startElsewhere, startHere } from '../../support/embedded.ts'
import { type Cleaner, scratchFolder } from '../../support/scratch.ts'

t.setTimeout(120_000)

const us = getuid?.() ?? 0
const isRoot = us === 0
const ONLY_ROOT =
  'only root can become another user: what follows is asserted of the ordinary user that this is'

/** A user id that has a name on every Linux, and one that has none on any. */
const NOBODY = { uid: 65_534, gid: 65_534 }
const NAMELESS = { uid: 12_345, gid: 12_345 }

/** Containers often forbid user namespaces, to root as well. */
async function hasUserNamespaces(user: { uid?: number; gid?: number } = {}): Promise<boolean> {
  const path = { PATH: env.PATH ?? '' }
  return (await run('unshare', ['--user', '--map-user=65534', 'true'], { ...user, env: path })).code === 0
}

async function ownerOf(dataDir: string): Promise<number> {
  return (await stat(join(dataDir, 'cluster/data'))).uid
}

/** A folder with the named programs and no others, to be a PATH. */
async function pathOf(folder: string, ...programs: string[]): Promise<string> {
  const path = join(folder, 'path')
  await mkdir(path)
  for (const program of programs) {
    const { output } = await run('/bin/sh', ['-c', `command -v ${program}`])
    await symlink(output.trim(), join(path, program))
  }
  return path
}

/** Starts, asks and stops a database in another process; answers what was wrong, if anything. */
async function tryElsewhere(t: Cleaner, options: OtherOptions): Promise<string> {
  const other = await startElsewhere(t, options)
  if (other.error === '') await ask(other.url, 'select 1')
  await other.end()
  return other.error
}

/** Root's own checkout may lie where nobody else can read it; this one lies open. */
const ours = await copyCheckout(t)

/** Never started by its owner, so that it has no library links, and takes none. */
const linkless = await copyCheckout(t)
await chmod(join(linkless.checkout, NATIVE, 'lib'), 0o555)
t.teardown(() => chmod(join(linkless.checkout, NATIVE, 'lib'), 0o755))

t.test('root gives the database to a user without rights, an ordinary user keeps it', async (t) => {
  const dataDir = join(await scratchFolder(t), 'data')
  t.equal(await tryElsewhere(t, { dataDir, ...ours }), '')
  if (isRoot) t.not(await ownerOf(dataDir), 0)
  else {
    t.comment(ONLY_ROOT)
    t.equal(await ownerOf(dataDir), us)
  }
})

t.test('a checkout without library links gets them', { skip: platform !== 'linux' }, async (t) => {
  t.match(await readlink(join(ours.checkout, NATIVE, 'lib/libpq.so.5')), /^libpq\.so\.5\.\d+$/)
})

t.test('a checkout that nobody else may enter works', async (t) => {
  await chmod(ours.checkout, 0o700)
  t.teardown(() => chmod(ours.checkout, 0o755))
  const dataDir = join(await scratchFolder(t), 'data')
  t.equal(await tryElsewhere(t, { dataDir, ...ours }), '')
})

t.test('a data folder that nobody else may enter is served from within a user namespace', async (t) => {
  const dataDir = join(await scratchFolder(t, 0o700), 'below/data')
  const { url } = await startHere(t, { dataDir })
  t.same(await ask(url, 'select 1'), [1])
  if (!isRoot) t.comment(ONLY_ROOT)
  if (isRoot && !(await hasUserNamespaces())) t.not(await ownerOf(dataDir), 0)
  else t.equal(await ownerOf(dataDir), us)
})

t.test('library links that the checkout does not take lie in the data folder', async (t) => {
  const dataDir = await scratchFolder(t, 0o777)
  if (!isRoot) t.comment(ONLY_ROOT)
  const user: { uid?: number; gid?: number } = isRoot ? NOBODY : {}

  t.equal(await tryElsewhere(t, { dataDir, ...linkless, ...user }), '')
  if (platform === 'linux') {
    t.match(await readlink(join(dataDir, 'libraries/libpq.so.5')), /^\/.*\/libpq\.so\.5\.\d+$/)
  }
  t.equal(await tryElsewhere(t, { dataDir, ...linkless, ...user }), '', 'and again')

  const { url } = await startHere(t, { dataDir })
  t.same(await ask(url, 'select 1'), [1])
  t.equal(await ownerOf(dataDir), user.uid ?? us, 'root leaves it to the user who made it')
})

t.test('a user id without a name makes its database within a user namespace', async (t) => {
  const dataDir = await scratchFolder(t, 0o777)
  if (!isRoot) {
    t.comment(ONLY_ROOT)
    t.equal(await tryElsewhere(t, { dataDir }), '')
    return
  }
  const refusal = await tryElsewhere(t, { dataDir, ...linkless, ...NAMELESS })
  if (!(await hasUserNamespaces(NAMELESS))) {
    t.match(refusal, /Postgres asks for the name of user 12345/)
    return
  }
  t.equal(refusal, '')
  t.equal(await ownerOf(dataDir), NAMELESS.uid)
  const path = await pathOf(await scratchFolder(t))
  t.equal(
    await tryElsewhere(t, { dataDir, path, ...linkless, ...NAMELESS }),
    '',
    'once made, it needs no name',
  )
})

t.test('where user namespaces are forbidden root lends another user its way through folders', async (t) => {
  const folder = await scratchFolder(t, 0o700)
  const dataDir = join(folder, 'data')
  if (!isRoot) {
    t.comment(ONLY_ROOT)
    t.equal(await tryElsewhere(t, { dataDir, path: await pathOf(folder) }), '', 'and needs no programs')
    return
  }
  await chmod(ours.checkout, 0o700)
  t.teardown(() => chmod(ours.checkout, 0o755))
  const path = await pathOf(folder, 'setpriv')
  t.equal(await tryElsewhere(t, { dataDir, path, ...ours }), '')
  t.not(await ownerOf(dataDir), 0)
})

t.test("a database that a namespace left in root's name is handed over where there is none", async (t) => {
  const folder = await scratchFolder(t, 0o700)
  const dataDir = join(folder, 'data')
  t.equal(await tryElsewhere(t, { dataDir }), '')
  const before = await ownerOf(dataDir)
  const path = await pathOf(folder, ...(isRoot ? ['setpriv'] : []))
  t.equal(await tryElsewhere(t, { dataDir, path }), '')
  if (!isRoot) t.comment(ONLY_ROOT)
  if (before === 0) t.not(await ownerOf(dataDir), 0)
  else t.equal(await ownerOf(dataDir), before)
})

t.test('where nothing works every attempt is told, and what to do', async (t) => {
  const folder = await scratchFolder(t, 0o700)
  const dataDir = join(folder, 'data')
  if (isRoot) {
    const refusal = await tryElsewhere(t, { dataDir, path: await pathOf(folder) })
    t.match(refusal, /cannot be started with its data in .*data:\n/)
    t.match(refusal, /- as uid \d+: .*can't cd to .*\n/)
    t.match(refusal, /- as nobody in a user namespace: .*ENOENT/)
    t.match(refusal, /Start Folkalog as an ordinary user, or let other users pass .* set DATABASE_URL/)
  } else {
    t.comment(ONLY_ROOT)
    const broken = await copyCheckout(t)
    await rm(join(broken.checkout, NATIVE, 'bin/postgres'))
    t.match(
      await tryElsewhere(t, { dataDir, ...broken }),
      /- as this user: .*not found\nMend .* DATABASE_URL/,
    )
  }
})

t.test("another user's database is refused, with what to do", async (t) => {
  const dataDir = await scratchFolder(t, 0o777)
  if (isRoot) {
    await mkdir(join(dataDir, 'cluster'))
    const refusal = await tryElsewhere(t, { dataDir, ...linkless, ...NAMELESS })
    t.match(refusal, /belongs to user 0, and this is user 12345\..* chown -R 12345 /)
  } else {
    t.comment(ONLY_ROOT)
    await symlink('/', join(dataDir, 'cluster'))
    t.match(await tryElsewhere(t, { dataDir }), /belongs to user 0, and this is user \d+\./)
  }
})

t.test('a folder that the user may not write in is named', async (t) => {
  const locked = await scratchFolder(t, 0o555)
  if (!isRoot) t.comment(ONLY_ROOT)
  const user = isRoot ? { ...linkless, ...NOBODY } : {}
  for (const dataDir of [locked, join(locked, 'below')]) {
    t.match(await tryElsewhere(t, { dataDir, ...user }), /cannot be used: EACCES.* a folder to write in/)
  }
})
