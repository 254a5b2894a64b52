import { FetchError } from '../net/fetch-error.ts'
import { fetchFailure, parseJson } from './api-client.ts'
import { errorName } from './bluesky-session.ts'
import { sampleOf } from './sample.ts'
import { SourceError, type SourceIo } from './source.ts'

/** Connections of one turn of the stream; a host that closes each of them at once is not asked for ever. */
export const MOST_CONNECTIONS = 20

/** A host that could not be reached is tried so often; one that answered with a refusal has answered. */
const TRIES = 2

/** The hosts of a stream, one of which is listened to at a time. */
export interface Hosts {
  /** The next one in turn, or the one wished for while it has not failed. */
  next(wished: string | null): string
  /**
   * What a host sends, until it closes, fails or the signal ends. `too_old`: it does not go back to the cursor in the
   * address. Throws `SourceError` when no host could be reached, or too many connections ended.
   */
  listen(host: string, address: string, protocols: string[]): AsyncGenerator<string[] | 'too_old'>
}

export function createHosts(hosts: readonly string[], io: SourceIo): Hosts {
  const failed = new Map<string, number>()
  let turn = 0
  let connections = 0

  return {
    next(wished) {
      if (wished !== null && hosts.includes(wished) && !failed.has(wished)) return wished
      return hosts[turn++ % hosts.length] ?? ''
    },
    async *listen(host, address, protocols) {
      const name = new URL(host).host
      if (++connections > MOST_CONNECTIONS)
        throw new SourceError(
          'unreachable',
          `${name} was the last of ${MOST_CONNECTIONS} connections that ended`,
        )
      try {
        for await (const messages of io.open(address, { protocols, signal: io.signal })) {
          failed.clear()
          yield messages
        }
      } catch (error) {
        if (!(error instanceof FetchError)) throw error
        if (isTooOld(error)) return yield 'too_old'
        failed.set(host, (failed.get(host) ?? 0) + (error.answer === null ? 1 : TRIES))
        if (hosts.every((one) => (failed.get(one) ?? 0) >= TRIES)) throw failure(name, error)
      }
    },
  }
}

/** `CursorTooOld` of version 2, told as HTTP 400 before the connection is one. */
function isTooOld({ answer }: FetchError): boolean {
  return answer?.status === 400 && errorName(parseJson(answer.body)) === 'CursorTooOld'
}

function failure(name: string, error: FetchError): SourceError {
  const { answer } = error
  if (answer === null) return fetchFailure(name, error, [])
  const kind = answer.status === 429 ? 'throttled' : answer.status >= 500 ? 'unreachable' : 'refused'
  return new SourceError(kind, `${name} does not let us listen: it answered ${answer.status}`, {
    sample: sampleOf(answer.body),
    cause: error,
  })
}
