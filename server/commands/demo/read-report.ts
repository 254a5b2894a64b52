import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expectedCounts } from '../../rehearsal/expected.ts'
import type { Manager } from './manager.ts'
import type { DemoReport } from './report.ts'
import { SLUG } from './set-up-contest.ts'
import type { Stage } from './stage.ts'

interface DrawAnswer {
  number: number
  state: 'committed' | 'drawn'
  files: { entrants: string; record: string }
}

export async function readDraws(manager: Manager): Promise<DrawAnswer[]> {
  return (await manager.get<{ draws: DrawAnswer[] }>(`/api/v1/contests/${SLUG}/draws`)).draws
}

/** What came of the campaign, by the API, with the public files of its draws beside the campaign's data. */
export async function readReport({ manager, url, dataDir, times }: Stage): Promise<DemoReport> {
  const counts = await manager.get<{ posts: number; entries: number; rejected: number; pictures: number }>(
    `/api/v1/contests/${SLUG}/overview`,
  )
  const { items, filled } = await manager.get<{ items: number; filled: number }>(
    `/api/v1/contests/${SLUG}/coverage`,
  )
  const draws = []
  for (const { number, files } of await readDraws(manager)) {
    const folder = join(dataDir, 'draws', String(number))
    await mkdir(folder, { recursive: true })
    draws.push({
      record: await download(files.record, join(folder, 'record.json')),
      entrants: await download(files.entrants, join(folder, 'entrants.txt')),
    })
  }
  const { posts, entries, rejected, pictures: media } = counts
  return {
    url: `${url}/c/${SLUG}`,
    items,
    filled,
    posts,
    entries,
    rejected,
    media,
    expected: expectedCounts(times.plan),
    draws,
  }
}

async function download(url: string, path: string): Promise<string> {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}, expected the file`)
  await writeFile(path, new Uint8Array(await answer.arrayBuffer()))
  return path
}
