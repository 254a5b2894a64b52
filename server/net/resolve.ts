import { Resolver as DnsResolver } from 'node:dns/promises'

/** All addresses of a host name; empty or an error when there are none. */
export type Resolver = (name: string) => Promise<string[]>

/** Milliseconds for one question to a name server, and how often it is asked. */
const DNS_TIMEOUT = 3_000
const DNS_TRIES = 2

/**
 * Asks the system's name servers, or those given (`127.0.0.1:5353`), by c-ares. `getaddrinfo` would run in the
 * four threads that also read files and compress: a few names whose servers never answer would stop all of that.
 * The hosts file and search domains are not read: what they name is private, and would be refused.
 */
export function createResolver(servers?: string[]): Resolver {
  return async (name) => {
    const dns = new DnsResolver({ timeout: DNS_TIMEOUT, tries: DNS_TRIES })
    if (servers) dns.setServers(servers)
    const [v4, v6] = await Promise.allSettled([dns.resolve4(name), dns.resolve6(name)])
    if (v4.status === 'rejected' && v6.status === 'rejected') throw v4.reason
    return [v4, v6].flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
  }
}
