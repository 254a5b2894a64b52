import type { Wording } from './wording.ts'

/**
 * Words that can be a handle, with or without `@` and host. Not inside an address, a tag or another word.
 * Captions of others lose the `@` on Instagram, so a bare handle counts as well.
 */
const HANDLE =
  /(?<![\p{L}\p{N}_#＃/.@&-])@?(?<user>[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_])?)(?:@(?<host>[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?))?/gu

interface Handle {
  user: string
  host: string | null
}

/**
 * Whether a caption names an account. Case does not matter; a host counts where both sides have one. The
 * network's own list decides where it knows an account of that user name; otherwise the text does.
 */
export function mentions(wording: Pick<Wording, 'text' | 'mentions'>, wanted: string): boolean {
  const account = readHandle(wanted)
  const listed = wording.mentions.map(readHandle).filter(({ user }) => user === account.user)
  if (listed.length > 0) return listed.some((handle) => isSame(handle, account))
  return handlesIn(wording.text).some((handle) => isSame(handle, account))
}

function isSame(one: Handle, other: Handle): boolean {
  return one.user === other.user && (one.host === null || other.host === null || one.host === other.host)
}

function readHandle(written: string): Handle {
  const [user = '', host] = written.trim().replace(/^@/u, '').toLowerCase().split('@')
  return { user, host: host || null }
}

function handlesIn(text: string): Handle[] {
  return [...text.toLowerCase().matchAll(HANDLE)].map(({ groups }) => ({
    user: groups?.user ?? '',
    host: groups?.host ?? null,
  }))
}
