import type { Hashtag } from '../contest/hashtag.ts'
import { isSlug, slugOf } from '../contest/slug.ts'
import { parseTag } from '../contest/tag-rules.ts'
import type { Context } from '../context.ts'
import { type NewSection, replaceCatalogue } from '../db/catalogue.ts'
import { type Contest, lockContest } from '../db/contests.ts'
import type { Texts } from '../db/schema/columns.ts'
import { inTransaction } from '../db/transaction.ts'
import { type Fault, Refusal } from '../refusal.ts'
import { invalid, tagFault } from './create-contest.ts'

/** An item as a manager describes it. Without a slug it is made from the name; tags: the item's own, then aliases. */
export interface ItemDraft {
  slug?: string | undefined
  name: string
  section: string
  page: number
  summary: Texts
  body: Texts
  price: { amount: number; currency: string } | null
  productUrl: string | null
  prize: Texts
  winners: number
  alternates: number
  tags: string[]
}

/** Writes the whole catalogue of a contest that is still a draft. Every fault is named before anything is written. */
export async function writeCatalogue(
  ctx: Context,
  contest: Contest,
  sections: NewSection[],
  drafts: ItemDraft[],
): Promise<void> {
  const faults: Fault[] = []
  const items = drafts.map((draft, i) => ({
    ...draft,
    slug: draft.slug ?? slugFor(draft.name, `body.items[${i}].name`, faults),
    tags: draft.tags.flatMap((text, j) => readItemTag(text, `body.items[${i}].tags[${j}]`, faults)),
  }))
  findClashes(contest, sections, items, faults)
  if (faults.length > 0) throw invalid(faults)
  await inTransaction(ctx.db, async (tx) => {
    const locked = await lockContest(tx, contest.id)
    if (locked.state !== 'draft') {
      throw new Refusal(
        'conflict',
        `${contest.slug} is open: its catalogue is part of the rules and no longer changes.`,
      )
    }
    await replaceCatalogue(tx, contest.id, sections, items)
  })
}

function slugFor(name: string, field: string, faults: Fault[]): string {
  try {
    return slugOf(name)
  } catch {
    faults.push({
      field,
      found: `"${name}"`,
      expected: 'a name with letters or digits, or a slug of its own',
    })
    return ''
  }
}

function readItemTag(text: string, field: string, faults: Fault[]): Hashtag[] {
  const parsed = parseTag(text, 'item')
  if (parsed.ok) return [parsed.tag]
  for (const fault of parsed.faults) faults.push(tagFault(field, fault))
  return []
}

interface ReadItem {
  slug: string
  name: string
  section: string
  tags: Hashtag[]
}

/** Two items must not be mistaken for each other, however their tags are spelled; nor an item for the campaign. */
function findClashes(contest: Contest, sections: NewSection[], items: ReadItem[], faults: Fault[]): void {
  const known = new Set<string>()
  for (const [i, { slug }] of sections.entries()) {
    if (known.has(slug))
      faults.push({
        field: `body.sections[${i}].slug`,
        found: `"${slug}" a second time`,
        expected: 'a slug of its own',
      })
    known.add(slug)
  }
  const owners = new Map<string, string>()
  for (const tag of [...contest.rules.campaignTags, contest.rules.disclosureTag]) {
    if (tag) owners.set(tag.loose, 'the campaign')
  }
  const slugs = new Set<string>()
  for (const [i, item] of items.entries()) {
    const at = `body.items[${i}]`
    if (item.slug !== '' && !isSlug(item.slug)) {
      faults.push({
        field: `${at}.slug`,
        found: `"${item.slug}"`,
        expected: 'lower-case letters, digits and -, at most 63',
      })
    }
    if (slugs.has(item.slug))
      faults.push({
        field: `${at}.slug`,
        found: `"${item.slug}" a second time`,
        expected: 'a slug of its own',
      })
    slugs.add(item.slug)
    if (!known.has(item.section)) {
      faults.push({
        field: `${at}.section`,
        found: `"${item.section}"`,
        expected: `one of ${[...known].join(', ')}`,
      })
    }
    for (const [j, tag] of item.tags.entries()) {
      const owner = owners.get(tag.loose)
      if (owner !== undefined && owner !== `"${item.name}"`) {
        faults.push({
          field: `${at}.tags[${j}]`,
          found: `#${tag.display}, which ${owner} has already`,
          expected: 'a tag of its own, also without accents',
        })
      }
      owners.set(tag.loose, `"${item.name}"`)
    }
  }
}
