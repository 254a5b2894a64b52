import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Instant } from '../contest/instant.ts'
import { isoWithMicroseconds } from './mastodon-rate-limit.ts'

/** What a server in trouble does in place of an answer. */
export type Fault =
  /** Answers with this status, and these headers and body. */
  | { kind: 'status'; status: number; headers?: Record<string, string>; body?: string }
  /** 429, telling the wait (in milliseconds of the server's clock) in one of the forms that servers use. */
  | {
      kind: 'throttle'
      wait: number
      form: 'iso' | 'unix' | 'seconds' | 'retry_seconds' | 'retry_date' | 'none'
    }
  /** Takes the request and never answers. */
  | { kind: 'silence' }
  /** One byte a second. */
  | { kind: 'drip' }
  /** A page of HTML with status 200. */
  | { kind: 'html' }
  /** A list of so many bytes. */
  | { kind: 'huge'; bytes: number }
  /** Lists within lists. */
  | { kind: 'deep'; depth: number }
  /** Any body with status 200. */
  | { kind: 'body'; body: string }
  /** Closes the connection without a word, or in the middle of the body. */
  | { kind: 'reset' }
  | { kind: 'cut' }
  /** Answers, but changes what it says: for odd items in a list. */
  | { kind: 'rewrite'; rewrite(answer: unknown): unknown }

export interface PlantedFault {
  /** Of the path with its query. */
  on: RegExp
  /** How many requests meet it; without it, all. */
  times?: number
  fault: Fault
}

/** Faults by request. They are looked at in the order planted; the first that fits and is not spent is met. */
export interface Faults {
  plant(fault: PlantedFault): void
  /** Asked about every request that meets no planted fault. */
  haunt(choose: (path: string) => Fault | null): void
  clear(): void
  /** Takes one off a fault that this request meets. */
  meet(path: string): Fault | null
}

export function createFaults(): Faults {
  let planted: { on: RegExp; left: number; fault: Fault }[] = []
  let haunting: (path: string) => Fault | null = () => null
  return {
    haunt: (choose) => {
      haunting = choose
    },
    plant: ({ on, times = Number.POSITIVE_INFINITY, fault }) => {
      planted.push({ on, left: times, fault })
    },
    clear: () => {
      planted = []
      haunting = () => null
    },
    meet: (path) => {
      const met = planted.find(
        ({ on, left }) => left > 0 && new RegExp(on.source, on.flags.replace(/[gy]/g, '')).test(path),
      )
      if (met === undefined) return haunting(path)
      met.left--
      return met.fault
    },
  }
}

/** Acts a fault out. Returns once it has begun; `rewrite` is the router's affair. */
export function act(
  fault: Exclude<Fault, { kind: 'rewrite' }>,
  request: IncomingMessage,
  response: ServerResponse,
  now: Instant,
): void {
  const answer = faultyAnswer(fault, now)
  if (answer !== null) {
    const headers = { 'content-type': 'application/json; charset=utf-8', ...answer.headers }
    response.writeHead(answer.status, headers).end(answer.body)
  } else if (fault.kind === 'drip') {
    drip(request, response)
  } else if (fault.kind === 'reset') {
    request.socket.resetAndDestroy()
  } else if (fault.kind === 'cut') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
    response.write('[{"id":"1"', () => request.socket.destroy())
  }
}

/** What is said where anything is said to the end. */
function faultyAnswer(
  fault: Fault,
  now: Instant,
): { status: number; body: string; headers?: Record<string, string> } | null {
  switch (fault.kind) {
    case 'status':
      return { body: '{"error":"Something went wrong"}', ...fault }
    case 'throttle':
      return { status: 429, body: '{"error":"Too many requests"}', headers: throttleHeaders(fault, now) }
    case 'html':
      return { status: 200, body: MOVING, headers: { 'content-type': 'text/html' } }
    case 'huge':
      return { status: 200, body: `[${' '.repeat(Math.max(0, fault.bytes - 2))}]` }
    case 'deep':
      return { status: 200, body: '['.repeat(fault.depth) + ']'.repeat(fault.depth) }
    case 'body':
      return { status: 200, body: fault.body }
    default:
      return null
  }
}

const MOVING = '<!DOCTYPE html><title>Soon back</title><h1>We are moving house</h1>'

function throttleHeaders({ form, wait }: Fault & { kind: 'throttle' }, now: Instant): Record<string, string> {
  const until = now + wait
  switch (form) {
    case 'iso':
      return reset(isoWithMicroseconds(until))
    case 'unix':
      return reset(String(Math.ceil(until / 1000)))
    case 'seconds':
      return reset(String(Math.ceil(wait / 1000)))
    case 'retry_seconds':
      return { 'retry-after': String(Math.ceil(wait / 1000)) }
    case 'retry_date':
      return { 'retry-after': new Date(Math.ceil(until / 1000) * 1000).toUTCString() }
    case 'none':
      return {}
  }
}

function reset(value: string): Record<string, string> {
  return { 'x-ratelimit-limit': '300', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': value }
}

function drip(request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.flushHeaders()
  const timer = setInterval(() => response.write(' '), 1_000)
  request.socket.once('close', () => clearInterval(timer))
}
