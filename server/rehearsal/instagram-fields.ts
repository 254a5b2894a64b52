import { Refused } from './instagram-refusals.ts'

/** What is asked of a thing, and of the things within: `children{id,media_url}`. */
export type Fields = Map<string, Fields | null>

/** Reads a `fields` parameter. Edges may carry an argument (`mentioned_media.media_id(180)`), which stays in the name. */
export function readFields(text: string): Fields {
  const reader = { text, at: 0 }
  const fields = readList(reader)
  if (reader.at < text.length) throw syntax(text)
  return fields
}

/** Only `id` comes where nothing is asked for. Throws `Refused` for a field that is not on the list. */
export function pick(
  fields: Fields,
  allowed: readonly string[],
  told: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  for (const name of fields.keys())
    if (!allowed.includes(name)) throw new Refused({ kind: 'field', field: name })
  const names = new Set([...fields.keys(), 'id'])
  return Object.fromEntries(
    Object.entries(told).filter(([name, value]) => names.has(name) && value !== undefined),
  )
}

function readList(reader: { text: string; at: number }): Fields {
  const fields: Fields = new Map()
  while (reader.at < reader.text.length) {
    const name = /^[a-z_]+(?:\.[a-z_]+\([^()]*\))?/.exec(reader.text.slice(reader.at))?.[0]
    if (name === undefined) throw syntax(reader.text)
    reader.at += name.length
    fields.set(name, readInner(reader))
    if (reader.text[reader.at] !== ',') break
    reader.at++
  }
  return fields
}

function readInner(reader: { text: string; at: number }): Fields | null {
  if (reader.text[reader.at] !== '{') return null
  reader.at++
  const inner = readList(reader)
  if (reader.text[reader.at] !== '}') throw syntax(reader.text)
  reader.at++
  return inner
}

function syntax(text: string): Refused {
  return new Refused({ kind: 'parameter', message: `Syntax error "Expected name." in the fields ${text}` })
}
