const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** Characters of a ULID: 48 bits of milliseconds and 80 more, five to a character (github.com/ulid/spec). */
const LENGTH = 26
const SEQUENCE_BITS = 16n
const OTHER_BITS = 64n

/** A snowflake as a server tells it whose ids are ULIDs. Their order is the same. */
export function toUlid(snowflake: string): string {
  let rest = (BigInt(snowflake) >> SEQUENCE_BITS) << (SEQUENCE_BITS + OTHER_BITS)
  rest |= (BigInt(snowflake) & 0xffffn) << OTHER_BITS
  let text = ''
  for (let i = 0; i < LENGTH; i++) {
    text = DIGITS.charAt(Number(rest & 31n)) + text
    rest >>= 5n
  }
  return text
}

/** The snowflake that was told so; null for anything else. */
export function fromUlid(ulid: string): string | null {
  if (ulid.length !== LENGTH) return null
  let bits = 0n
  for (const letter of ulid.toUpperCase()) {
    const digit = DIGITS.indexOf(letter)
    if (digit < 0) return null
    bits = (bits << 5n) | BigInt(digit)
  }
  return String(bits >> OTHER_BITS)
}
