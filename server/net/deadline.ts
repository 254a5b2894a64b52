/** The reason of a signal that ended a request: our own deadline, or the caller. */
export class Ended extends Error {
  readonly kind: 'timeout' | 'aborted'
  constructor(kind: Ended['kind'], message: string) {
    super(message)
    this.name = 'Ended'
    this.kind = kind
  }
}

export interface Deadline {
  signal: AbortSignal
  /** The work's result, or the signal's reason when that comes first, even if the work does not listen to it. */
  orEarlier<T>(work: Promise<T>): Promise<T>
  clear(): void
}

/**
 * A signal that ends after so many milliseconds or with the caller's own signal, always for an `Ended`.
 * Unlike `AbortSignal.timeout` it keeps the process alive: a command that waits for an answer must get one.
 */
export function startDeadline(milliseconds: number, caller: AbortSignal | undefined): Deadline {
  const controller = new AbortController()
  const { promise: ended, reject } = Promise.withResolvers<never>()
  // The promise may be rejected when nobody waits for it any more.
  ended.catch(() => {})
  const end = (reason: Ended) => {
    controller.abort(reason)
    reject(reason)
  }
  const callOff = () => end(new Ended('aborted', 'the request was called off'))
  const timer = setTimeout(
    () => end(new Ended('timeout', `no whole answer within ${milliseconds} ms`)),
    milliseconds,
  )
  if (caller?.aborted) callOff()
  caller?.addEventListener('abort', callOff)
  return {
    signal: controller.signal,
    orEarlier: (work) => Promise.race([ended, work]),
    clear() {
      clearTimeout(timer)
      caller?.removeEventListener('abort', callOff)
    },
  }
}
