import { z } from 'zod'

/** The origin of a server that is asked, such as `https://social.example`: https, or http on this machine. */
export const serverOrigin = z.string().transform((text, ctx) => {
  const found = URL.parse(/^https?:\/\//i.test(text.trim()) ? text.trim() : `https://${text.trim()}`)
  const fault = found === null ? 'an address such as https://social.example' : addressFault(found)
  if (found === null || fault !== null) {
    ctx.addIssue({
      code: 'custom',
      message: `Found ${JSON.stringify(text.slice(0, 100))}; expected ${fault}`,
    })
    return z.NEVER
  }
  return found.origin
})

/** A token or a key: visible ASCII, as a header can carry it. `what`: as its owner calls it. */
export function secretField(what: string) {
  return z
    .string()
    .trim()
    .regex(/^[\x21-\x7e]{1,1000}$/, `Expected ${what}: up to 1,000 letters, digits and signs, without blanks`)
}

function addressFault(found: URL): string | null {
  if (found.username !== '' || found.password !== '')
    return 'an address without a user name or password in it'
  if (found.pathname !== '/' || found.search !== '' || found.hash !== '')
    return `the server's address alone, such as ${found.origin}`
  if (found.protocol === 'http:' && !isLoopback(found.hostname))
    return `an https address, such as https://${found.host}`
  return null
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}
