import { Worker } from 'node:worker_threads'
import type { SampleItem } from './catalogue/sample-item.ts'
import type { DrawPicture } from './draw-picture.ts'
import type { Commission } from './drawing-thread.ts'
import type { Picture } from './photograph/picture-spec.ts'

const THREAD = new URL('./drawing-thread.ts', import.meta.url)

/** Light is followed on the processor: a picture takes a good part of a second, in which a thread does nothing else. */
const PHOTOGRAPHS = new URL('./photograph/photograph.ts', import.meta.url)

interface Waiting {
  resolve(drawn: Picture): void
  reject(error: Error): void
}

type Told = { id: number; drawn: Picture } | { id: number; error: string }

/** Somebody who draws. */
export interface Hand {
  draw: DrawPicture
  /** The catalogue's own picture of an item, at most so many pixels each way. */
  print(item: SampleItem, most?: number): Promise<Picture>
  /** How many pictures are asked for and not drawn yet. */
  waiting(): number
  /** Fails whoever waits. */
  close(): Promise<void>
}

/**
 * Draws in a thread of its own, so that servers in this process go on answering. The thread starts with the first
 * picture, keeps nobody from leaving, and is started anew if it ends. `module` exports `photograph`.
 */
export function drawInThread(module: URL = PHOTOGRAPHS): Hand {
  const waiting = new Map<number, Waiting>()
  let thread: Worker | null = null
  let pictures = 0

  function start(): Worker {
    const started = new Worker(THREAD, { workerData: module.href })
    let why = new Error('The drawing thread was closed')
    started.on('message', (told: Told) => {
      const asked = waiting.get(told.id)
      waiting.delete(told.id)
      if (waiting.size === 0) started.unref()
      if ('error' in told) asked?.reject(new Error(`A picture could not be drawn: ${told.error}`))
      else asked?.resolve(told.drawn)
    })
    started.on('error', (error) => {
      why = new Error(`The drawing thread ended: ${error instanceof Error ? error.message : error}`, {
        cause: error,
      })
    })
    started.on('exit', () => {
      if (thread === started) thread = null
      for (const { reject } of waiting.values()) reject(why)
      waiting.clear()
    })
    return started
  }

  function commission(asked: Commission): Promise<Picture> {
    return new Promise((resolve, reject) => {
      thread ??= start()
      const id = pictures++
      waiting.set(id, { resolve, reject })
      thread.ref()
      thread.postMessage({ id, ...asked })
    })
  }

  return {
    draw: (spec) => commission({ spec }),
    print: (item, most) => commission({ item, most }),
    waiting: () => waiting.size,
    close: async () => {
      await thread?.terminate()
    },
  }
}
