import { NETWORKS, type NetworkName } from '../../rehearsal/network-ways.ts'

/** Networks that a campaign is played on, by the word after `--network`. */
export const PLAYED = [...NETWORKS, 'mixed'] as const
export type Played = (typeof PLAYED)[number]

export function networksOf(played: Played): readonly NetworkName[] {
  return played === 'mixed' ? NETWORKS : [played]
}
