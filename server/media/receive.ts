import { type Incoming, type Source, takeIn } from './incoming.ts'
import { renditionPath } from './names.ts'
import type { Rendered } from './render.ts'
import type { Renderer } from './renderer.ts'
import { type Store, StoreError } from './store.ts'
import type { TemporaryFolder } from './temporary.ts'

/** A picture of which every rendition is in the store. */
export interface Received extends Omit<Rendered, 'files'> {
  /** SHA-256 of the received bytes, in hex. */
  id: string
  /** How many were received. */
  bytes: number
}

export interface ReceiveIo {
  renderer: Renderer
  store: Store
  temporary: TemporaryFolder
}

/**
 * Takes a stranger's file in, makes all renditions of it and stores them by content; the file itself is dropped.
 * The master is stored last: where it is, the others are. Doing it twice is harmless, and a process that is killed
 * on the way leaves a temporary file at most, and renditions that the next attempt writes again.
 * Throws `PictureRefused` (final), `RenderFailed` or `StoreError` (may be tried again), or what the source throws.
 */
export async function receive(source: Source, io: ReceiveIo): Promise<Received> {
  await refuseWhenFull(io.store)
  return receiveIncoming(await takeIn(source, io.temporary), io)
}

/** As `receive`, for a file that was taken in already. It is removed whatever happens. */
export async function receiveIncoming(
  incoming: Incoming,
  { renderer, store }: Omit<ReceiveIo, 'temporary'>,
): Promise<Received> {
  try {
    await refuseWhenFull(store)
    const { files, ...picture } = await renderer.render(incoming.path)
    for (const { name, bytes } of files.toReversed()) await store.put(renditionPath(incoming.id, name), bytes)
    return { id: incoming.id, bytes: incoming.bytes, ...picture }
  } finally {
    await incoming.remove()
  }
}

async function refuseWhenFull(store: Store): Promise<void> {
  const space = await store.space()
  if (space?.state === 'full')
    throw new StoreError('full', 'Pictures are not taken in: the disk is almost full')
}
