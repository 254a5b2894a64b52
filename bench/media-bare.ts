import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { drawScene } from '../test/support/scene.ts'

// The other side of bench/media.ts, in a process of its own so that its memory is not counted: draws the inputs and
// makes the same five outputs with sharp alone, as one would write it by hand, two pictures at a time.

export type BareTask =
  | { kind: 'draw'; folder: string; width: number; height: number; count: number }
  | { kind: 'bare'; files: string[] }

sharp.concurrency(1)
sharp.cache(false)

process.on('message', async (task: BareTask) => {
  process.send?.(task.kind === 'draw' ? await draw(task) : await renderAll(task.files))
})

async function draw({
  folder,
  width,
  height,
  count,
}: Extract<BareTask, { kind: 'draw' }>): Promise<string[]> {
  const files: string[] = []
  for (let seed = 1; seed <= count; seed++) {
    const file = join(folder, `${width}x${height}-${seed}.jpg`)
    // Grain until the file is as large as a phone's.
    await writeFile(file, await drawScene(seed, width, height, 40).blur(0.6).jpeg({ quality: 88 }).toBuffer())
    files.push(file)
  }
  return files
}

/** Milliseconds for all of them. */
async function renderAll(files: string[]): Promise<number> {
  const start = performance.now()
  const waiting = [...files]
  const work = async () => {
    for (let file = waiting.pop(); file; file = waiting.pop()) await bareFive(await readFile(file))
  }
  await Promise.all([work(), work()])
  return performance.now() - start
}

async function bareFive(bytes: Uint8Array): Promise<void> {
  const upright = sharp(bytes).autoOrient().flatten({ background: '#fff' }).toColourspace('srgb')
  const master = await pixelsOf(
    upright.resize({ width: 3_000, height: 3_000, fit: 'inside', withoutEnlargement: true }),
  )
  await master.clone().jpeg({ quality: 88, optimiseCoding: false }).toBuffer()
  let from = master
  for (const width of [1_280, 1_200, 640, 320]) {
    from = await pixelsOf(from.clone().resize({ width, withoutEnlargement: true }))
    if (width === 1_200) await from.clone().jpeg({ quality: 82 }).toBuffer()
    else await from.clone().webp({ quality: 80, effort: 2 }).toBuffer()
  }
}

async function pixelsOf(picture: Sharp): Promise<Sharp> {
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true })
  return sharp(data, { raw: { width: info.width, height: info.height, channels: info.channels } })
}
