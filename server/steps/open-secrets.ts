import type { Db } from '../db/pool.ts'
import { insertNameKey, listSealingKeys, readNameKeys } from '../db/sealed.ts'
import {
  createSecrets,
  LASTING_NAMES,
  nameKeyOf,
  SealError,
  type SecretKeys,
  type Secrets,
} from '../secrets.ts'

/**
 * Secrets whose lasting names are those that the database knows. The first start writes down what they are made with.
 * Throws `SealError` where something in the database was sealed by a key that is not here.
 */
export async function openSecrets(db: Db, keys: SecretKeys): Promise<Secrets> {
  const { present, older } = keys
  const secrets = createSecrets(present, { older })
  await refuseOtherKeys(db, secrets)
  return createSecrets(present, { older, names: await openNames(db, keys, secrets) })
}

async function openNames(db: Db, keys: SecretKeys, secrets: Secrets): Promise<Map<string, Uint8Array>> {
  const known = await readNameKeys(db)
  // What was named before names were written down was named by the key that is here longest.
  const first = keys.older.at(-1) ?? keys.present
  for (const purpose of LASTING_NAMES) {
    if (known.has(purpose)) continue
    const key = nameKeyOf(first, purpose).toString('hex')
    await insertNameKey(db, purpose, secrets.seal('name.key', key))
  }
  const names = [...(await readNameKeys(db))]
  return new Map(names.map(([purpose, key]) => [purpose, Buffer.from(secrets.open('name.key', key), 'hex')]))
}

/** With another key nothing that is sealed could be opened, and what is sealed from now on not by the one that was lost. */
async function refuseOtherKeys(db: Db, { keyId, keyIds }: Secrets): Promise<void> {
  const other = (await listSealingKeys(db)).find((id) => !keyIds.includes(id))
  if (other === undefined) return
  throw new SealError(
    `The database holds secrets sealed by key ${other}, but this server has key ${keyId}: restore the key file from your backup, or set SECRET_KEY or SECRET_KEY_FILE to that key`,
  )
}
