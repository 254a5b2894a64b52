import { isIP, type LookupFunction } from 'node:net'
import { buildConnector } from 'undici'
import { addressRefusal } from './address.ts'
import { FetchError } from './fetch-error.ts'
import { watchForIdleBreak } from './idle.ts'
import type { Resolver } from './resolve.ts'
import { isLoopbackName } from './target.ts'

/** Milliseconds for name, TCP and TLS together. */
export const CONNECT_TIMEOUT = 10_000

/**
 * Opens sockets for undici, to allowed addresses only: the literal in the URL, every address a name resolves to,
 * and at last the address the socket says it reached. A name is resolved once a connection, and that answer is
 * both what is checked and what is connected to: there is no second look-up to rebind.
 */
export function guardedConnector(
  allowLoopback: boolean,
  resolve: Resolver,
  build: typeof buildConnector = buildConnector,
): buildConnector.connector {
  const connect = build({
    allowH2: false,
    timeout: CONNECT_TIMEOUT,
    lookup: guardedLookup(allowLoopback, resolve),
  })
  return (options, callback) => {
    const refuse = (address: string) => {
      const refusal = addressRefusal(address, allowLoopback)
      return refusal && new FetchError('refused_address', `${options.hostname}: ${address} is ${refusal}`)
    }
    const literal = isIP(options.hostname) === 0 ? null : refuse(options.hostname)
    if (literal) return callback(literal, null)
    connect(options, (...[error, socket]) => {
      if (error) return callback(error, null)
      const reached = refuse(socket.remoteAddress ?? 'nowhere')
      if (reached) {
        socket.destroy()
        return callback(reached, null)
      }
      watchForIdleBreak(socket)
      callback(null, socket)
    })
  }
}

/** `dns.lookup` for `net.connect`: refused addresses are left out; none left is an error. */
export function guardedLookup(allowLoopback: boolean, resolve: Resolver): LookupFunction {
  return (name, options, callback) => {
    allowedAddresses(name, allowLoopback, resolve).then(
      (addresses) => {
        const [first] = addresses
        if (options.all || !first) callback(null, addresses)
        else callback(null, first.address, first.family)
      },
      (error: Error) => callback(error, ''),
    )
  }
}

async function allowedAddresses(name: string, allowLoopback: boolean, resolve: Resolver) {
  const found = isLoopbackName(name) ? ['127.0.0.1', '::1'] : await resolve(name)
  const refusals = found.map((address) => addressRefusal(address, allowLoopback))
  const allowed = found.filter((_, index) => refusals[index] === null)
  if (found.length === 0) throw new FetchError('unreachable', `${name} has no address`)
  if (allowed.length === 0) {
    throw new FetchError('refused_address', `${name} is ${found[0]}, ${refusals[0]}`)
  }
  return allowed.map((address) => ({ address, family: isIP(address) }))
}
