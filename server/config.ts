import { resolve } from 'node:path'
import ipaddr from 'ipaddr.js'
import { validate } from 'node-cron'
import { z } from 'zod'
import { DRAND_RELAYS } from './net/drand.ts'

/** Keys of one installation: the one that seals, and older ones. A rotation needs two. */
export const MAX_KEYS = 8

const flag = z
  .enum(['', '0', '1', 'false', 'true'], { error: 'expected 1 or 0' })
  .transform((value) => value === '1' || value === 'true')

const port = z
  .string()
  .regex(/^\d{1,5}$/, 'expected a port number from 0 to 65535')
  .transform(Number)
  .refine((value) => value <= 65_535, 'expected a port number from 0 to 65535')

const webUrl = z
  .url({ protocol: /^https?$/, error: 'expected an address such as https://folkalog.example' })
  .transform((value) => value.replace(/\/+$/, ''))

/** Cookies, forms and draws are bound to a host: the site stands at its root. */
const origin = webUrl.refine(
  (value) => URL.parse(value)?.origin === value,
  'expected an address without a path, such as https://folkalog.example',
)

const key = z.string().regex(/^[A-Za-z0-9+/]{43}=?$/, 'expected 32 bytes in base64 (openssl rand -base64 32)')

const workers = z
  .string()
  .regex(/^([1-9]|[1-5]\d|6[0-4])$/, 'expected a whole number from 1 to 64')
  .transform(Number)

const list = z.string().transform((value) =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
)

const environment = z.object({
  NODE_ENV: z
    .enum(['production', 'development', 'test'], { error: 'expected production, development or test' })
    .default('production'),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port.default(3000),
  PUBLIC_URL: origin.optional(),
  DATA_DIR: z.string().min(1).default('data'),
  DATABASE_URL: z
    .url({
      protocol: /^postgres(ql)?$/,
      error: 'expected an address such as postgres://user:password@host/name',
    })
    .optional(),
  SECRET_KEY: key.optional(),
  SECRET_KEY_OLD: list
    .pipe(z.array(key).max(MAX_KEYS - 1, `expected at most ${MAX_KEYS - 1} keys`))
    .default([]),
  SECRET_KEY_FILE: z.string().min(1).optional(),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: 'expected an address such as smtp://user:password@host:587' })
    .optional(),
  MAIL_FROM: z.string().regex(/@/, 'expected a mail address').optional(),
  OPERATOR_NAME: z.string().min(1).optional(),
  OPERATOR_EMAIL: z.string().regex(/@/, 'expected a mail address').optional(),
  OPERATOR_ADDRESS: z.string().optional(),
  ALLOW_LOOPBACK: flag.default(false),
  TRUST_PROXY: list
    .refine((ranges) => ranges.every(isRange), 'expected addresses or ranges such as 10.0.0.1, 10.0.0.0/8')
    .default([]),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'expected fatal, error, warn, info, debug, trace or silent',
    })
    .default('info'),
  DRAND_RELAYS: list
    .pipe(z.array(webUrl).min(1, 'expected addresses such as https://api.drand.sh'))
    .default([...DRAND_RELAYS]),
  MEDIA_WORKERS: workers.default(2),
})

function isRange(text: string): boolean {
  return ipaddr.isValid(text) || ipaddr.isValidCIDR(text)
}

/** Everything the process was told, read once. Optional parts are null when not set up. */
export interface Config {
  mode: 'production' | 'development' | 'test'
  host: string
  port: number
  /** What links and `commit.contest` start with, without a slash at the end. */
  publicUrl: string
  /** Absolute. Holds the embedded database, pictures and generated keys. */
  dataDir: string
  /** Null: the embedded database. */
  databaseUrl: string | null
  secretKey:
    | { from: 'environment'; base64: string /** These only open. */; older: string[] }
    | { from: 'file'; path: string }
  mail: { url: string; from: string } | null
  /** Who runs the installation, for the imprint; null: the sponsor of the newest contest. Address lines. */
  operator: { name: string; email: string; address: string[] } | null
  /** Whether sources may live on this machine: demo and tests only. */
  allowLoopback: boolean
  /** Addresses or ranges whose X-Forwarded-For is believed. */
  trustProxy: string[]
  logLevel: string
  drandRelays: string[]
  mediaWorkers: number
  /** Cron expressions (UTC, five or six fields) by job name, where they differ from the job's own. */
  schedules: Readonly<Record<string, string>>
}

/** Thrown by `readConfig` with every fault at once, one a line. */
export class ConfigError extends Error {
  constructor(faults: string[]) {
    super(
      `The configuration has ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}:\n${faults.map((f) => `  ${f}`).join('\n')}`,
    )
    this.name = 'ConfigError'
  }
}

/** Reads the environment. `cwd` is what relative folders start from. Unset and empty are the same. */
export function readConfig(env: Readonly<Record<string, string | undefined>>, cwd: string): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = environment.safeParse(given)
  const faults = parsed.success ? [] : parsed.error.issues.map((issue) => fault(issue, given))
  const schedules = readSchedules(given, faults)
  faults.push(...togetherFaults(given))
  if (!parsed.success || faults.length > 0) throw new ConfigError(faults)
  const e = parsed.data
  const dataDir = resolve(cwd, e.DATA_DIR)
  return Object.freeze<Config>({
    mode: e.NODE_ENV,
    host: e.HOST,
    port: e.PORT,
    publicUrl: e.PUBLIC_URL ?? `http://localhost:${e.PORT}`,
    dataDir,
    databaseUrl: e.DATABASE_URL ?? null,
    secretKey: e.SECRET_KEY
      ? { from: 'environment', base64: e.SECRET_KEY, older: e.SECRET_KEY_OLD }
      : { from: 'file', path: resolve(cwd, e.SECRET_KEY_FILE ?? resolve(dataDir, 'secret.key')) },
    operator:
      e.OPERATOR_NAME && e.OPERATOR_EMAIL
        ? {
            name: e.OPERATOR_NAME,
            email: e.OPERATOR_EMAIL,
            address: (e.OPERATOR_ADDRESS ?? '').split(';').flatMap((line) => line.trim() || []),
          }
        : null,
    mail: e.SMTP_URL && e.MAIL_FROM ? { url: e.SMTP_URL, from: e.MAIL_FROM } : null,
    allowLoopback: e.ALLOW_LOOPBACK,
    trustProxy: e.TRUST_PROXY,
    logLevel: e.LOG_LEVEL,
    drandRelays: e.DRAND_RELAYS,
    mediaWorkers: e.MEDIA_WORKERS,
    schedules,
  })
}

/** What no single setting can see: those that exclude each other, and those that make no sense alone. */
function togetherFaults(given: Record<string, string | undefined>): string[] {
  const faults: string[] = []
  if (given.SECRET_KEY && given.SECRET_KEY_FILE) {
    faults.push('SECRET_KEY and SECRET_KEY_FILE are both set; set one of them')
  }
  if (given.SECRET_KEY_OLD && !given.SECRET_KEY) {
    faults.push('SECRET_KEY_OLD goes with SECRET_KEY; in a key file older keys are further lines')
  }
  for (const [one, other] of TOGETHER) {
    if (Boolean(given[one]) === Boolean(given[other])) continue
    faults.push(`${one} and ${other} belong together; found only ${given[one] ? one : other}`)
  }
  const production = (given.NODE_ENV ?? 'production') === 'production'
  if (production && ['1', 'true'].includes(given.ALLOW_LOOPBACK ?? '')) {
    faults.push('ALLOW_LOOPBACK is set; it is refused in production, where no source lives on this machine')
  }
  return faults
}

const TOGETHER = [
  ['SMTP_URL', 'MAIL_FROM'],
  ['OPERATOR_NAME', 'OPERATOR_EMAIL'],
] as const

function readSchedules(given: Record<string, string | undefined>, faults: string[]): Record<string, string> {
  const schedules: Record<string, string> = {}
  for (const [name, value] of Object.entries(given)) {
    if (!name.startsWith('SCHEDULE_') || value === undefined) continue
    if (!validate(value))
      faults.push(`${name}: found "${value}", expected a cron expression of five or six fields`)
    schedules[name.slice('SCHEDULE_'.length).toLowerCase().replaceAll('_', '-')] = value
  }
  return schedules
}

/** Settings whose values never stand in a message: they are, or hold, a secret. */
const SECRET: ReadonlySet<string> = new Set(['SECRET_KEY', 'SECRET_KEY_OLD', 'DATABASE_URL', 'SMTP_URL'])

function fault(issue: z.core.$ZodIssue, given: Record<string, string | undefined>): string {
  const name = String(issue.path[0])
  const value = given[name]
  const found =
    value === undefined ? 'nothing' : SECRET.has(name) ? 'a value that does not fit' : `"${value}"`
  return `${name}: found ${found}, ${issue.message}`
}
