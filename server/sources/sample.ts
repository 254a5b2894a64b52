/** How much of an answer that could not be read is kept, for a person to look at. */
export const SAMPLE_BYTES = 1024

const SECRETS =
  /((?:access_|refresh_|client_)?(?:token|secret)|password|authorization|bearer)(["'\s:=]+)(?:bearer\s+)?[^\s"'&<>,;]+/giu

/** The beginning of what was found, at most `SAMPLE_BYTES` of UTF-8, with anything that looks like a secret taken out. */
export function sampleOf(found: unknown, secrets: readonly string[] = []): string {
  const whole = typeof found === 'string' ? found : (JSON.stringify(found) ?? String(found))
  let text = whole.slice(0, 64 * SAMPLE_BYTES)
  for (const secret of secrets) if (secret !== '') text = text.replaceAll(secret, '***')
  text = text.replace(SECRETS, '$1$2***').replaceAll('\0', '').toWellFormed()
  const bytes = new TextEncoder().encode(text)
  if (bytes.length <= SAMPLE_BYTES) return text
  return new TextDecoder().decode(bytes.subarray(0, SAMPLE_BYTES), { stream: true })
}
