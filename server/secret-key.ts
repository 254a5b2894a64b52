import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Config } from './config.ts'

/**
 * The installation's key: from the environment, or from a file that is made (mode 0600) when it does not exist.
 * Two servers that start at once end with one key. Throws when the file holds anything but 32 bytes in base64.
 */
export async function loadSecretKey(where: Config['secretKey']): Promise<Uint8Array> {
  if (where.from === 'environment') return Buffer.from(where.base64, 'base64')
  const text = (await read(where.path)) ?? (await make(where.path))
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length !== 32) {
    throw new Error(
      `${where.path}: found ${key.length} bytes, expected 32 in base64. Restore the file from your backup; without it, stored secrets cannot be read`,
    )
  }
  return key
}

async function make(path: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true })
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  await writeFile(draft, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
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
