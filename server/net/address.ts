import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** Global unicast, the only IPv6 space that IANA has given out for the public internet (RFC 4291, 2.5.4). */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3')

/** Azure's platform service answers on this public-looking address inside every virtual machine there. */
const AZURE_PLATFORM = '168.63.129.16'

/**
 * What keeps an address from being reached, in words for an error ("a private address"); null when it may be.
 * Public means: IPv4 outside every special range of the IANA registry; IPv6 inside 2000::/3 and outside its
 * reserved parts. Forms that wrap another address (IPv4-mapped, NAT64, 6to4, Teredo) are never public.
 * `allowLoopback` opens 127.0.0.0/8 and ::1, nothing else.
 */
export function addressRefusal(address: string, allowLoopback: boolean): string | null {
  if (isIP(address) === 0 || address.includes('%')) return 'not an IP address'
  const parsed = ipaddr.parse(address)
  const range = parsed.range()
  if (range === 'loopback') return allowLoopback ? null : 'a loopback address'
  if (range !== 'unicast') return `an address that is not public (${words(range)})`
  if (parsed.kind() === 'ipv6' && !parsed.match(GLOBAL_UNICAST)) return 'an address outside 2000::/3'
  if (address === AZURE_PLATFORM) return 'an address that is not public (cloud platform)'
  return null
}

/** `carrierGradeNat` → `carrier grade nat`. */
function words(range: string): string {
  return range.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}
