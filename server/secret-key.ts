import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Config, MAX_KEYS } from './config.ts'
import type { SecretKeys } from './secrets.ts'

/**
 * The installation's keys: from the environment, or from a file that is made (mode 0600) when it does not exist. The file
 * holds a key a line, the one that seals first. Two servers that start at once end with one key. Throws when a line holds
 * anything but 32 bytes in base64.
 */
export async function loadSecretKeys(where: Config['secretKey']): Promise<SecretKeys> {
  if (where.from === 'environment') {
    return { present: toBytes(where.base64), older: where.older.map(toBytes) }
  }
  return parse(where.path, (await read(where.path)) ?? (await make(where.path)))
}

/**
 * Replaces the key file whole: written beside (mode 0600), on the disk, and renamed. Whoever reads it meanwhile finds the
 * keys of before or these.
 */
export async function writeSecretKeys(path: string, { present, older }: SecretKeys): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  try {
    const file = await open(draft, 'wx', 0o600)
    try {
      await file.writeFile([present, ...older].map(toLine).join(''))
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
  } finally {
    await rm(draft, { force: true })
  }
}

/** A new key. */
export function newSecretKey(): Uint8Array {
  return randomBytes(32)
}

function parse(path: string, text: string): SecretKeys {
  const lines = text.split('\n').flatMap((line) => line.trim() || [])
  const [present, ...older] = lines.map(toBytes)
  const odd = [present ?? new Uint8Array(), ...older].find(({ length }) => length !== 32)
  if (odd || !present) {
    throw new Error(
      `${path}: found ${odd?.length ?? 0} bytes, expected 32 in base64. Restore the file from your backup; without it, stored secrets cannot be read`,
    )
  }
  if (lines.length > MAX_KEYS) {
    throw new Error(`${path}: found ${lines.length} keys, expected at most ${MAX_KEYS}`)
  }
  return { present, older }
}

function toBytes(base64: string): Uint8Array {
  return Buffer.from(base64, 'base64')
}

function toLine(key: Uint8Array): string {
  return `${Buffer.from(key).toString('base64')}\n`
}

async function make(path: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true })
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  await writeFile(draft, toLine(newSecretKey()), { mode: 0o600, flag: 'wx' })
  try {
    // link() refuses to replace: whoever comes second reads the first one's key.
    await link(draft, path)
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
  } finally {
    await rm(draft)
  }
  return (await read(path)) ?? ''
}

async function read(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null
    throw error
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
