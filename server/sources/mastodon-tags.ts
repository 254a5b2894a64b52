/** Letters that are folded though Unicode does not take them apart (Mastodon, app/lib/ascii_folding.rb). */
const FOLDED: Record<string, string> = {
  ø: 'o',
  đ: 'd',
  ħ: 'h',
  ı: 'i',
  ĸ: 'k',
  ł: 'l',
  ŀ: 'l',
  ŋ: 'n',
  ŧ: 't',
}

/**
 * The tags of a post in their author's spelling. Servers tell the names of tags folded (`#Høstgåte` as `hostgate`),
 * which would make "as the rules have it" and "spelled otherwise" the same; the links in the caption keep what was
 * written. `names` is the server's list and decides which tags there are; a name without a link stays as it is.
 */
export function spellings(names: string[], written: string[]): string[] {
  const tags = new Map<string, string>()
  for (const name of names) {
    const key = foldTag(name)
    const same = written.filter((tag) => foldTag(tag) === key)
    for (const tag of same.length > 0 ? same : [name]) {
      const spelling = tag.normalize('NFKC').toLowerCase()
      if (!tags.has(spelling)) tags.set(spelling, tag)
    }
  }
  return [...tags.values()]
}

/** Equal where a Mastodon server takes two spellings for one tag, or a server that folds less. */
function foldTag(tag: string): string {
  const bare = tag.normalize('NFKC').toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')
  return bare.replace(/[øđħıĸłŀŋŧ]/g, (letter) => FOLDED[letter] ?? letter)
}
