import type { Hashtag } from '../contest/hashtag.ts'
import type { Target } from './source.ts'

/** By what a position is kept and a run is told: `tag:sommer`, `account:17841400000000001`, `url:https://…`. */
export function targetKey(target: Target): string {
  if ('tag' in target) return `tag:${target.tag.canonical}`
  return 'account' in target ? `account:${target.account}` : `url:${target.url}`
}

/** The tag of a target of a source that reads tags alone. */
export function tagOf(target: Target): Hashtag {
  if ('tag' in target) return target.tag
  throw new Error(`Found the target ${targetKey(target)}; expected a tag`)
}
