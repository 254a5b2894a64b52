import { createHash } from 'node:crypto'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { MAX_BYTES } from './limits.ts'
import { megabytes, PictureRefused } from './refused.ts'
import { StoreError } from './store.ts'
import { DISK_FULL, hasCode, type TemporaryFolder } from './temporary.ts'

/** Bytes in memory, or as they come in. */
export type Source = Uint8Array | AsyncIterable<Uint8Array>

/** A received file in the temporary folder. */
export interface Incoming {
  path: string
  /** SHA-256 of the bytes, in hex: the media id. */
  id: string
  bytes: number
  /** Nothing of a stranger's bytes is kept. Removing twice is harmless. */
  remove(): Promise<void>
}

/**
 * Writes what comes in to a temporary file, counted and hashed on the way. Throws `PictureRefused` `too_large` as
 * soon as the limit is passed, `StoreError` `full`, or what the source throws; no file is left then.
 */
export async function takeIn(source: Source, temporary: TemporaryFolder): Promise<Incoming> {
  const path = temporary.next()
  const remove = () => rm(path, { force: true })
  const file = await open(path, 'wx')
  try {
    const written = await write(file, source)
    await file.close()
    return { path, remove, ...written }
  } catch (error) {
    await file.close()
    await remove()
    if (hasCode(error, DISK_FULL))
      throw new StoreError('full', 'The disk has no room for a received file', error)
    throw error
  }
}

async function write(file: FileHandle, source: Source): Promise<{ id: string; bytes: number }> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of source instanceof Uint8Array ? [source] : source) {
    bytes += chunk.length
    if (bytes > MAX_BYTES) {
      throw new PictureRefused(
        'too_large',
        `The file has more than ${megabytes(MAX_BYTES)}; at most that is taken`,
      )
    }
    hash.update(chunk)
    await file.writeFile(chunk)
  }
  return { id: hash.digest('hex'), bytes }
}
