import ipaddr from 'ipaddr.js'

/**
 * Names the network a client comes from: an IPv4 address, or the first 64 bits of an IPv6 address, which one household
 * or host has to itself. IPv4 addresses written as IPv6 are IPv4. What is no address is a network of its own.
 */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown'
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  return `${parsed.toNormalizedString().split(':').slice(0, 4).join(':')}::/64`
}
