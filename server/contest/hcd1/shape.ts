import { isCanonicalText } from '../canonical-json.ts'

/** An object of JSON, not an array, not null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether these fields are there and no others. */
export function hasExactly(value: Record<string, unknown>, fields: readonly string[]): boolean {
  return Object.keys(value).length === fields.length && fields.every((field) => Object.hasOwn(value, field))
}

/** 32 bytes as 64 lower-case hex digits: a hash, a pid, a salt, a seed. */
export function isHex32(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
}

/** An integer from `least` to `most`, at most 2⁵³−1. True and false are not numbers, nor is a digit in quotes. */
export function isInteger(value: unknown, least: number, most = Number.MAX_SAFE_INTEGER): value is number {
  return Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most
}

/** Text that can be hashed and says something. */
export function isSomeText(value: unknown): value is string {
  return isCanonicalText(value) && value !== ''
}

/** Where there is nothing before: the `prev` of a first draw and of a first revision. */
export const NOTHING_BEFORE = '0'.repeat(64)
