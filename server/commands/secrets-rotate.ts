import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Config, readConfig } from '../config.ts'
import { startEmbedded } from '../db/embedded/start.ts'
import { migrateToLatest } from '../db/migrate.ts'
import { type Db, openDb } from '../db/pool.ts'
import { countOtherServers } from '../db/sealed.ts'
import { loadSecretKeys, newSecretKey, writeSecretKeys } from '../secret-key.ts'
import { createSecrets, type SecretKeys } from '../secrets.ts'
import { openSecrets } from '../steps/open-secrets.ts'
import { resealAll } from '../steps/reseal.ts'
import type { Command, CommandIo } from './command.ts'
import { PROJECT } from './project.ts'

/** Gives the installation a new key and seals with it whatever the old one sealed. Killed at any point, it goes on when run again. */
export const secretsRotate: Command = {
  name: 'secrets-rotate',
  summary: 'give the installation a new key, and seal everything anew',
  async run(args, io) {
    if (args.length > 0) return refuse(io, `found "${args[0]}", expected nothing`)
    const config = readConfig(io.env, PROJECT)
    await mkdir(config.dataDir, { recursive: true })
    const embedded = config.databaseUrl
      ? null
      : await startEmbedded({ dataDir: join(config.dataDir, 'postgres') })
    const db = openDb(config.databaseUrl ?? embedded?.url ?? '', { max: 2, name: 'folkalog-rotate' })
    try {
      return await rotate(config, db, io)
    } finally {
      await db.destroy()
      await embedded?.stop()
    }
  },
}

async function rotate(config: Config, db: Db, io: CommandIo): Promise<number> {
  if ((await countOtherServers(db)) > 0) {
    return refuse(
      io,
      'a server is at work on this database: it would go on sealing with the old key. Stop it',
    )
  }
  const given = await loadSecretKeys(config.secretKey)
  if (config.secretKey.from === 'environment' && given.older.length === 0) {
    return refuse(
      io,
      'the key comes from SECRET_KEY, which only you can change: set SECRET_KEY_OLD to its value, SECRET_KEY to a new one (openssl rand -base64 32), and run this again',
    )
  }
  await migrateToLatest(db)
  // Refuses a key that is not this database's before anything is written, and writes down what names are made with.
  await openSecrets(db, given)
  const keys = await withNewKey(config.secretKey, given, io)
  const secrets = createSecrets(keys.present, { older: keys.older })
  const left = await resealAll(
    db,
    secrets,
    ({ column, done, of }) => io.out(`${column}: ${done} of ${of}\n`),
    io.signal,
  )
  const old = left.filter((id) => id !== secrets.keyId)
  if (old.length > 0) return refuse(io, `key ${old.join(' and ')} is still in use: run this again`)
  await throwOldAway(config.secretKey, keys, io)
  io.out(
    `Everything is sealed by key ${secrets.keyId}, and no other key is in use. Whoever was signed in signs in again.\n`,
  )
  io.out(advice(config.secretKey))
  return 0
}

/** A rotation that was broken off has made its key already. */
async function withNewKey(where: Config['secretKey'], keys: SecretKeys, io: CommandIo): Promise<SecretKeys> {
  if (where.from === 'environment' || keys.older.length > 0) return keys
  const next = { present: newSecretKey(), older: [keys.present] }
  await writeSecretKeys(where.path, next)
  io.out(`${where.path}: a new key stands before the old one\n`)
  return next
}

/** Each old key moves into a file of its own, which comes first: at no moment is it nowhere. */
async function throwOldAway(where: Config['secretKey'], keys: SecretKeys, io: CommandIo): Promise<void> {
  if (where.from === 'environment') return
  for (const old of keys.older) {
    const path = `${where.path}.${createSecrets(old).keyId}.old`
    await writeSecretKeys(path, { present: old, older: [] })
    io.out(`${path}: the old key\n`)
  }
  await writeSecretKeys(where.path, { present: keys.present, older: [] })
}

function advice(where: Config['secretKey']): string {
  const what = where.from === 'environment' ? 'SECRET_KEY_OLD' : 'the file of the old key'
  return `Make a backup of database and key. Backups from before need the old one; without them, throw ${what} away.\n`
}

function refuse(io: CommandIo, why: string): number {
  io.err(`secrets-rotate: ${why}.\n`)
  return 1
}
