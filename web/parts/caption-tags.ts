import type { ContestFrame } from '../page-context.ts'

/** The tags a caption has to carry for a thing, signs included, in the order people write them. */
export function captionTags(
  { campaignTags, disclosureTag }: Pick<ContestFrame, 'campaignTags' | 'disclosureTag'>,
  itemTag: string | null,
): string[] {
  return [...campaignTags, itemTag, disclosureTag].filter((tag) => tag !== null).map((tag) => `#${tag}`)
}
