import type { Instant } from '../../contest/instant.ts'
import type { SampleCatalogue, SampleItem } from '../../rehearsal/catalogue/sample-item.ts'
import type { Picture } from '../../rehearsal/photograph/picture-spec.ts'
import { shareOut } from '../../rehearsal/share-out.ts'
import { type Manager, ManagerError } from './manager.ts'
import type { SourceDraft } from './networks.ts'

export const SLUG = 'hverdagskatalogen'
const ZONE = 'Europe/Oslo'

export interface ContestPlan {
  catalogue: SampleCatalogue
  brand: string
  opensAt: Instant
  closesAt: Instant
  drawAt: Instant
  sources: readonly SourceDraft[]
  /** Draws the printed picture of an item. */
  print(item: SampleItem): Promise<Picture>
  /** How many are drawn at the same time. */
  hands: number
}

/**
 * Sets the sample contest up as a manager does: contest, catalogue with pictures, sources, opening. Whatever a stopped run
 * had done already is found and left, so it can be repeated; after an abort it is left half done.
 */
export async function setUpContest(
  manager: Manager,
  plan: ContestPlan,
  signal: AbortSignal,
  done: (printed: number, of: number) => void,
): Promise<void> {
  const { items } = plan.catalogue
  const known = await unlessMissing(manager.get<{ state: string }>(`/api/v1/contests/${SLUG}`))
  if (known?.state === 'open') return
  if (!known) await manager.send('POST', '/api/v1/contests', contestOf(plan))
  await manager.send('PUT', `/api/v1/contests/${SLUG}/items`, catalogueOf(plan.catalogue))
  let printed = 0
  await shareOut(items, plan.hands, signal, async (item) => {
    const { bytes } = await plan.print(item)
    await manager.upload(`/api/v1/contests/${SLUG}/items/${item.slug}/picture`, 'picture', bytes)
    done(++printed, items.length)
  })
  if (signal.aborted) return
  for (const source of plan.sources) {
    await manager.send(
      'PUT',
      `/api/v1/contests/${SLUG}/sources/${await connect(manager, plan.brand, source)}`,
    )
  }
  await manager.send('POST', `/api/v1/contests/${SLUG}/open`)
}

async function connect(manager: Manager, brand: string, source: SourceDraft): Promise<number> {
  const { sources } = await manager.get<{ sources: { id: number; name: string }[] }>('/api/v1/sources')
  const known = sources.find(({ name }) => name === source.name)
  if (known) return known.id
  return (await manager.send<{ id: number }>('POST', '/api/v1/sources', { brand, ...source })).id
}

function contestOf({ catalogue, brand, opensAt, closesAt, drawAt }: ContestPlan): object {
  return {
    brand,
    slug: SLUG,
    title: catalogue.title,
    intro: {
      en: `${catalogue.items.length} pages of everyday things. Photograph one at home, post it with its tag, and your picture becomes the page.`,
      nb: `${catalogue.items.length} sider med hverdagsting. Ta bilde av en hjemme hos deg, legg det ut med emneknaggen, og bildet ditt blir siden.`,
    },
    accent: catalogue.accent,
    rehearsal: true,
    language: 'en',
    zone: ZONE,
    opens: wallClock(opensAt),
    closes: wallClock(closesAt),
    draw: wallClock(drawAt),
    graceHours: 24,
    campaignTags: [catalogue.campaignTag],
    drawKind: 'local',
    sponsor: catalogue.brand,
    sponsorAddress: 'Oppdiktet vei 1\n0000 Ingensteds',
    privacyContact: `personvern@${catalogue.handle}.example`,
  }
}

function catalogueOf(catalogue: SampleCatalogue): object {
  return {
    sections: catalogue.sections.map(({ id, name }) => ({ slug: id, name })),
    items: catalogue.items.map((item) => ({
      slug: item.slug,
      name: item.name,
      section: item.section,
      page: item.page,
      summary: item.summary,
      body: item.text,
      price: { amount: item.priceNok * 100, currency: 'NOK' },
      prize: item.summary,
      winners: 1,
      alternates: 3,
      tags: [item.tag, ...item.aliases],
    })),
  }
}

/** What a wall clock in the contest's zone shows. Whole minutes only. */
function wallClock(at: Instant): string {
  return Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(ZONE)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' })
}

async function unlessMissing<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof ManagerError && error.status === 404) return null
    throw error
  }
}
