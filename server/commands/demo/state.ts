import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { NETWORKS } from '../../rehearsal/network-ways.ts'
import { Campaign, DEFAULTS, type DemoOptions, OptionError } from './options.ts'

/** Within the campaign's folder. */
export const STATE_FILE = 'campaign.json'

/** What a campaign needs to go on after a stop or a crash. */
const State = z.object({
  campaign: Campaign,
  /** When the campaign opens; everything else follows from it. */
  opensAt: z.number(),
  /** Null before the first time is shown. */
  reached: z.object({ clock: z.number(), worked: z.number() }).nullable(),
  /** Addresses of pictures carry them, so each network comes back at the same one. */
  networkPorts: z.partialRecord(z.enum(NETWORKS), z.int()),
  manager: z.object({ email: z.string(), password: z.string() }).nullable(),
})
export type State = z.infer<typeof State>

/** The state of one campaign in a folder. Only one process writes it. */
export interface KeptState {
  readonly state: State
  /** Whether the campaign was begun before. */
  readonly resumed: boolean
  save(change: Partial<State>): Promise<void>
}

/** Goes on with the campaign in a folder, or begins one. Throws `OptionError` where another was begun there. */
export async function openState(
  dataDir: string,
  asked: DemoOptions['asked'],
  opensAt: number,
): Promise<KeptState> {
  const path = join(dataDir, STATE_FILE)
  const found = await read(path)
  if (found) refuseOther(dataDir, found.campaign, asked)
  let state: State = found ?? {
    campaign: { ...DEFAULTS, ...asked },
    opensAt,
    reached: null,
    networkPorts: {},
    manager: null,
  }
  let writing = Promise.resolve()
  const save = (change: Partial<State>) => {
    state = { ...state, ...change }
    const text = `${JSON.stringify(state, null, 1)}\n`
    writing = writing.then(() => replace(path, text))
    return writing
  }
  if (!found) await save({})
  return {
    get state() {
      return state
    },
    resumed: found !== null,
    save,
  }
}

function refuseOther(dataDir: string, found: Campaign, asked: DemoOptions['asked']): void {
  const names = Object.keys(Campaign.shape) as (keyof Campaign)[]
  const differing = names.filter((name) => asked[name] !== undefined && asked[name] !== found[name])
  if (differing.length === 0) return
  const words = (campaign: Partial<Campaign>) =>
    differing.map((name) => `--${name} ${campaign[name]}`).join(' ')
  throw new OptionError([
    `${dataDir} holds a campaign begun with ${words(found)}; you asked for ${words(asked)}. ` +
      'Leave that out to go on with it, or add --fresh to throw it away and begin anew.',
  ])
}

/** It holds the rehearsal manager's password: for the owner's eyes. */
async function replace(path: string, text: string): Promise<void> {
  const beside = `${path}.new`
  await writeFile(beside, text, { mode: 0o600 })
  await rename(beside, path)
}

async function read(path: string): Promise<State | null> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
  const parsed = State.safeParse(parse(text))
  if (parsed.success) return parsed.data
  throw new OptionError([
    `${path} cannot be read as the state of a campaign (${parsed.error.issues[0]?.path.join('.') || 'no JSON'}). ` +
      'Add --fresh to throw the campaign away and begin anew.',
  ])
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
