import type { BlueskyClient } from './bluesky-client.ts'
import { type Person, readPerson, stranger } from './bluesky-person.ts'
import { SourceError } from './source.ts'

/** Accounts asked about at once, the most allowed (app.bsky.actor.getProfiles). */
export const PEOPLE_AT_ONCE = 25
/** So many are remembered within one turn of a stream. */
const REMEMBERED = 5_000

export interface People {
  /** Everybody who is asked for has an answer: who could not be looked up goes by the id. */
  find(dids: readonly string[]): Promise<Map<string, Person>>
  /** What was known of somebody is out of date. */
  forget(did: string): void
}

/** Looks up who accounts are: the stream tells their ids alone. */
export function createPeople(client: BlueskyClient): People {
  const known = new Map<string, Person>()
  return {
    async find(dids) {
      const missing = [...new Set(dids)].filter((did) => !known.has(did))
      if (known.size > REMEMBERED) known.clear()
      const found = await askPeople(client, missing).catch((error: unknown) => {
        // An account that is not accepted any more is for a person to put right; whatever else it is passes.
        if (error instanceof SourceError && error.kind !== 'needs_attention') return []
        throw error
      })
      for (const person of found) known.set(person.author.id, person)
      return new Map(dids.map((did) => [did, known.get(did) ?? stranger(did)]))
    },
    forget: (did) => {
      known.delete(did)
    },
  }
}

/** Those of the accounts that stand. Throws `SourceError`. */
export async function askPeople(client: BlueskyClient, dids: readonly string[]): Promise<Person[]> {
  const people: Person[] = []
  for (let from = 0; from < dids.length; from += PEOPLE_AT_ONCE) {
    const some = dids.slice(from, from + PEOPLE_AT_ONCE)
    const { json } = await client.query(
      'app.bsky.actor.getProfiles',
      new URLSearchParams(some.map((did) => ['actors', did])),
    )
    const profiles = typeof json === 'object' && json !== null && 'profiles' in json ? json.profiles : null
    if (!Array.isArray(profiles))
      throw client.unreadable('answered without profiles; expected a list of them', json)
    people.push(...profiles.flatMap((one) => readPerson(one) ?? []))
  }
  return people
}
