import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { FileStore } from '@tus/file-store'
import { Upload } from '@tus/server'
import type { Incoming } from './incoming.ts'
import { hasCode, openTemporaryFolder } from './temporary.ts'

/** Milliseconds that a photograph is held for its form, finished or not: time to walk back into reception. */
export const HELD_LIFETIME = 2 * 3_600_000

/** Photographs held at once, of everybody together; of 20 MB each they are 20 GB at the very most, usually 3. */
export const HELD_FILES = 1_000

/** A photograph that is here, while its form is not sent yet or came back. */
export interface HeldPhoto {
  /** At least 128 random bits in the form of `newToken`: whoever knows it may send it with their form. */
  id: string
  /** What its owner calls the file. */
  name: string
  bytes: number
}

/**
 * Photographs that wait for their form: what browsers hand over piece by piece, and what a form brought that came back. They
 * lie as the tus protocol's own file store has them, so a server that was killed goes on at the byte where it was.
 */
export interface HeldPhotos {
  /** For the tus protocol; ids are to be checked by `belongs` first. */
  readonly files: FileStore
  isFull(): Promise<boolean>
  /** Takes a received file over. */
  keep(incoming: Incoming, photo: Omit<HeldPhoto, 'bytes'> & { contest: string }): Promise<HeldPhoto>
  /** Whether it was begun for this contest, however far it has come, and not too long ago. */
  belongs(id: string, contest: string): Promise<boolean>
  /** Null unless it is here from its first byte to its last. */
  find(id: string, contest: string): Promise<HeldPhoto | null>
  /** Gives the file to one caller alone; null where it is not here (any more). End it by `giveBack` or `remove`. */
  claim(photo: HeldPhoto): Promise<Incoming | null>
  giveBack(photo: HeldPhoto): Promise<void>
  /** Absent is fine. */
  remove(id: string): Promise<void>
  /** Removes what was held for too long; says how many files. */
  sweep(): Promise<number>
}

const ID = /^[0-9a-z]{8}(-[0-9a-z]{8}){3}$/
const CLAIMED = '.claimed'

/** Opens the folder, made where it is missing. */
export async function openHeldPhotos(directory: string): Promise<HeldPhotos> {
  const folder = await openTemporaryFolder(directory, HELD_LIFETIME)
  const files = new FileStore({ directory, expirationPeriodInMilliseconds: HELD_LIFETIME })
  const read = async (id: string, contest: string) => {
    const about = ID.test(id) ? await files.configstore.get(id) : undefined
    if (!about?.creation_date || about.metadata?.contest !== contest) return null
    return Date.parse(about.creation_date) + HELD_LIFETIME > Date.now() ? about : null
  }
  const pathOf = (id: string) => join(directory, id)
  return {
    files,
    sweep: () => folder.sweep(HELD_LIFETIME),
    async isFull() {
      const names = await readdir(directory)
      return names.filter((name) => name.endsWith('.json')).length >= HELD_FILES
    },
    async keep(incoming, { id, name, contest }) {
      const about = new Upload({ id, size: incoming.bytes, offset: 0, metadata: { filename: name, contest } })
      await rename(incoming.path, pathOf(id))
      await files.configstore.set(id, about)
      return { id, name, bytes: incoming.bytes }
    },
    belongs: async (id, contest) => (await read(id, contest)) !== null,
    async find(id, contest) {
      const about = await read(id, contest)
      const upload = about && (await files.getUpload(id).catch(() => null))
      if (!upload || upload.offset !== upload.size) return null
      return { id, name: about.metadata?.filename ?? '', bytes: upload.offset }
    },
    async claim({ id, bytes }) {
      const path = `${pathOf(id)}${CLAIMED}`
      try {
        await rename(pathOf(id), path)
      } catch (error) {
        if (hasCode(error, ['ENOENT'])) return null
        throw error
      }
      return { path, id: await hashOf(path), bytes, remove: async () => {} }
    },
    giveBack: ({ id }) => rename(`${pathOf(id)}${CLAIMED}`, pathOf(id)),
    async remove(id) {
      for (const ending of ['', CLAIMED, '.json']) await rm(`${pathOf(id)}${ending}`, { force: true })
    },
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}
