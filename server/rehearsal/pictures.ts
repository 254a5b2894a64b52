import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DrawPicture } from './draw-picture.ts'
import type { Picture, PictureSpec } from './photograph/picture-spec.ts'
import type { Plan } from './planned.ts'
import { shareOut } from './share-out.ts'

/** Kinds of files that are drawn, by the end of their name. */
const TYPES = { jpg: 'image/jpeg', gif: 'image/gif', png: 'image/png', webp: 'image/webp' } as const
type Ending = keyof typeof TYPES
const ENDINGS: readonly Ending[] = ['jpg', 'gif', 'png', 'webp']

/**
 * Draws each picture once and keeps it in a folder, under the hash of its spec. Two who ask at once get the same
 * drawing; a drawing that fails is tried again by the next who asks.
 */
export function keptPictures(draw: DrawPicture, folder: string): DrawPicture {
  const underway = new Map<string, Promise<Picture>>()
  return async (spec) => {
    const name = nameOf(spec)
    const drawn = underway.getOrInsertComputed(name, () => keptOrDrawn(draw, spec, folder, name))
    try {
      return await drawn
    } finally {
      underway.delete(name)
    }
  }
}

/**
 * Draws the pictures of a plan before they are asked for, in the order in which they are published, so many at a time.
 * Those of posts that no collector sees are left to whoever opens their page.
 */
export async function drawAhead(
  pictures: DrawPicture,
  plan: Plan,
  hands: number,
  signal: AbortSignal,
): Promise<void> {
  const inOrder = plan.posts
    .filter(({ isSeen }) => isSeen)
    .toSorted((a, b) => a.post.arrivesAt - b.post.arrivesAt)
  const specs = inOrder.flatMap(({ post }) =>
    post.wordings.flatMap(({ files }) => files.flatMap((file) => (file.kind === 'video' ? [] : [file.spec]))),
  )
  await shareOut(specs, hands, signal, async (spec) => {
    await pictures(spec)
  })
}

async function keptOrDrawn(
  draw: DrawPicture,
  spec: PictureSpec,
  folder: string,
  name: string,
): Promise<Picture> {
  for (const ending of ENDINGS) {
    const bytes = await readFile(join(folder, `${name}.${ending}`)).catch(unlessMissing)
    if (bytes !== null) return { bytes, type: TYPES[ending] }
  }
  const drawn = await draw(spec)
  const ending = ENDINGS.find((one) => TYPES[one] === drawn.type)
  if (ending === undefined)
    throw new Error(
      `Found a drawing of type ${drawn.type}; expected one of ${Object.values(TYPES).join(', ')}`,
    )
  await mkdir(folder, { recursive: true })
  const half = join(folder, `${name}.${randomUUID()}.half`)
  try {
    await writeFile(half, drawn.bytes)
    await rename(half, join(folder, `${name}.${ending}`))
  } finally {
    await rm(half, { force: true })
  }
  return drawn
}

function nameOf({ seed, item, framing, longEdge, twist }: PictureSpec): string {
  const spec = JSON.stringify([seed, item, framing, longEdge, twist])
  return createHash('sha256').update(spec).digest('hex').slice(0, 32)
}

function unlessMissing(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
  throw error
}
