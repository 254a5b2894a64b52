/** What Mastodon folds though Unicode does not take it apart (app/lib/ascii_folding.rb). `æ`, `œ` and `ß` stay. */
const FOLDED = new Map([...'øđħıĸłŀŋŧ'].map((letter, i) => [letter, 'odhikllnt'[i] ?? letter]))

/** A tag as it stands in a text. Mastodon's own pattern (app/models/tag.rb), as far as people meet it. */
const TAG = /(?<![\p{L}\p{N}_/)&#])[#＃](?<tag>[\p{L}\p{M}\p{N}_]*[\p{L}\p{M}_][\p{L}\p{M}\p{N}_]*)/gu

/**
 * The name under which Mastodon files a tag: `Høstgåte` as `hostgate`. Two spellings with one name share one timeline.
 */
export function tagName(written: string): string {
  const bare = written.normalize('NFKC').toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')
  return [...bare]
    .map((letter) => FOLDED.get(letter) ?? letter)
    .join('')
    .normalize('NFC')
}

/** The names of the tags in a text, each once, in the order written. */
export function tagNames(text: string): string[] {
  return [...new Set(pieces(text).flatMap((piece) => (piece.kind === 'tag' ? tagName(piece.name) : [])))]
}

export type Piece =
  | { kind: 'text'; text: string }
  | { kind: 'tag'; name: string }
  | { kind: 'mention'; user: string; host: string }
  | { kind: 'link'; url: string }

const LINK = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)]/gu
const MENTION = /(?<![\p{L}\p{N}_/@])@(?<user>[a-z0-9_]+)@(?<host>[a-z0-9.-]+[a-z0-9])/giu

/** A text cut at its tags, mentions and links. */
export function pieces(text: string): Piece[] {
  const found = [
    ...[...text.matchAll(LINK)].map((m) => ({ at: m.index, length: m[0].length, piece: link(m[0]) })),
    ...[...text.matchAll(MENTION)].map((m) => ({
      at: m.index,
      length: m[0].length,
      piece: { kind: 'mention', user: m.groups?.user ?? '', host: m.groups?.host ?? '' } as const,
    })),
    ...[...text.matchAll(TAG)].map((m) => ({
      at: m.index,
      length: m[0].length,
      piece: { kind: 'tag', name: m.groups?.tag ?? '' } as const,
    })),
  ].toSorted((a, b) => a.at - b.at)
  const cut: Piece[] = []
  let end = 0
  for (const { at, length, piece } of found) {
    if (at < end) continue
    if (at > end) cut.push({ kind: 'text', text: text.slice(end, at) })
    cut.push(piece)
    end = at + length
  }
  if (end < text.length) cut.push({ kind: 'text', text: text.slice(end) })
  return cut
}

function link(url: string): Piece {
  return { kind: 'link', url }
}
