import type { Contest } from '../../server/db/contests.ts'
import { readHtml } from './html.ts'
import type { Answer } from './http.ts'
import { AS_BROWSER, type Site } from './site.ts'

/** What a person types who takes part without a network. */
export const PERSON = {
  item: 'kopp',
  name: 'Åse',
  email: 'ase@participant.example',
  words: 'Koppen vi alltid slåss om.',
  consent: 'yes',
}

export interface PhotoForm {
  change?: Record<string, string>
  /** By what their owner calls them. */
  photos?: [name: string, bytes: Uint8Array][]
  /** Ids of those that are here already. */
  held?: string[]
  /** Where it comes from. */
  address?: string
}

/** Sends the form on *take part* with several photographs, as a browser without script does. */
export function sendPhotoForm(site: Site, { slug }: Contest, given: PhotoForm): Promise<Answer> {
  const upload = new FormData()
  for (const [name, value] of Object.entries({ ...PERSON, ...given.change })) upload.append(name, value)
  for (const id of given.held ?? []) upload.append('held', id)
  for (const [name, bytes] of given.photos ?? [])
    upload.append('photo', new Blob([Uint8Array.from(bytes)]), name)
  const headers = {
    ...AS_BROWSER,
    origin: site.address,
    'x-forwarded-for': given.address ?? '198.51.100.7',
  }
  return site.ask(`/c/${slug}/take-part/upload?lang=en`, { upload, headers })
}

/** The photographs that a form brought back: id and words. */
export function heldOn({ text }: Answer): { id: string; words: string }[] {
  const found = text.matchAll(/<label><input type="checkbox" name="held" value="([^"]+)"[^>]*>([^<]*)</g)
  return [...found].map(([, id = '', words = '']) => ({ id, words: words.trim() }))
}

/** What is wrong with a form that came back, as its summary says it. */
export function faultsOn({ text }: Answer): string[] {
  const summary = /<div class="faults" role="alert">.*?<\/div>/s.exec(text)?.[0] ?? ''
  return [...summary.matchAll(/<li>(.*?)<\/li>/g)].map(([, line = '']) =>
    readHtml(line).text.replace(' :', ':').trim(),
  )
}
