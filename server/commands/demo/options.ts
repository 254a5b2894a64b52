import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { PLAYED } from './played.ts'

/** What people, posts and pictures follow from: an unfinished campaign goes on only with the same. */
export const Campaign = z.object({
  port: z.int(),
  posts: z.int(),
  seconds: z.int(),
  seed: z.int(),
  pixels: z.int().default(1600),
  network: z.enum(PLAYED).default('mastodon'),
})
export type Campaign = z.infer<typeof Campaign>

/** What the demo was asked for. */
export interface DemoOptions {
  /** The rest is as the campaign in the folder has it; a new one takes it from `DEFAULTS`. */
  asked: Partial<Campaign>
  /** Null: `data/demo`, or a temporary folder with `once`. */
  dataDir: string | null
  fresh: boolean
  once: boolean
  json: boolean
}

/**
 * `seconds`: how long the campaign is meant to take. On a slow machine the clock waits for the work. `pixels`: the longest
 * edge of a picture that is drawn; as many as these make none of them smaller.
 */
export const DEFAULTS: Campaign = {
  port: 4600,
  posts: 120,
  seconds: 40,
  seed: 1,
  pixels: 1600,
  network: 'mastodon',
}

/** Words on the command line that do not fit, or do not fit what is there. One line each. */
export class OptionError extends Error {
  constructor(faults: string[]) {
    super(faults.join('\n'))
    this.name = 'OptionError'
  }
}

/** What each number may be. More posts than these make a day of drawing, not a demo. */
export const LIMITS = {
  port: { least: 1, most: 65_535 },
  posts: { least: 1, most: 10_000 },
  seconds: { least: 5, most: 86_400 },
  seed: { least: 0, most: 2_147_483_647 },
  /** Smaller ones can be told apart no more. */
  pixels: { least: 160, most: 1600 },
} as const satisfies Record<Exclude<keyof Campaign, 'network'>, { least: number; most: number }>

/** Reads the words after `npm run demo --`. Folders start from the caller's. Throws `OptionError`. */
export function readOptions(args: string[], cwd: string): DemoOptions {
  const { values } = parse(args)
  const faults: string[] = []
  const number = <Name extends keyof typeof LIMITS>(name: Name): Partial<Record<Name, number>> => {
    const text = values[name]
    if (text === undefined) return {}
    const { least, most } = LIMITS[name]
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < least || value > most)
      faults.push(`--${name}: found "${text}", expected a whole number from ${least} to ${most}`)
    return { [name]: value } as Partial<Record<Name, number>>
  }
  const network = PLAYED.find((name) => name === values.network)
  if (values.network !== undefined && network === undefined)
    faults.push(`--network: found "${values.network}", expected ${PLAYED.join(', ')}`)
  const asked = {
    ...number('port'),
    ...number('posts'),
    ...number('seconds'),
    ...number('seed'),
    ...number('pixels'),
    ...(network === undefined ? {} : { network }),
  }
  if (values.data === '') faults.push('--data: found nothing, expected a folder')
  if (values.json && !values.once)
    faults.push('--json goes with --once: it prints one line when everything is over')
  if (faults.length > 0) throw new OptionError(faults)
  return {
    asked,
    dataDir: values.data === undefined ? null : resolve(cwd, values.data),
    fresh: values.fresh ?? false,
    once: values.once ?? false,
    json: values.json ?? false,
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: 'string' },
        posts: { type: 'string' },
        seconds: { type: 'string' },
        seed: { type: 'string' },
        pixels: { type: 'string' },
        network: { type: 'string' },
        data: { type: 'string' },
        fresh: { type: 'boolean' },
        once: { type: 'boolean' },
        json: { type: 'boolean' },
      },
    })
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error)
    throw new OptionError([
      `${why} The demo takes --port, --posts, --seconds, --seed, --pixels, --network, --data DIR, --fresh, --once and --json.`,
    ])
  }
}
