import { type Form, readHtml } from './html.ts'
import type { Answer, Ask } from './http.ts'
import { AS_BROWSER, type Site } from './site.ts'

/** A page with forms on it, and who looks at it. */
export interface Opened {
  path: string
  answer: Answer
  as: { cookie: string } | undefined
  /** The visitor's, who keeps it on the way; believed where the site trusts its proxy. */
  address: string
}

let visitors = 0

/** Opens a page as a browser without script does, with an address of its own unless told. */
export async function openPage(
  site: Site,
  path: string,
  as?: { cookie: string },
  address = `198.51.100.${++visitors % 250}`,
): Promise<Opened> {
  const headers = { ...AS_BROWSER, 'x-forwarded-for': address }
  return { path, as, address, answer: await site.ask(path, { headers, as }) }
}

/** The form of a page whose action ends so. */
export function formOn({ answer, path }: Opened, action: string): Form {
  const { forms } = readHtml(answer.text)
  const form = forms.find((one) => one.action.split(/[?#]/)[0]?.endsWith(action))
  if (!form) throw new Error(`${path} has no form for ${action}; it has ${forms.map((one) => one.action)}`)
  return form
}

/** Sends a form with what stands in it and what is changed; files by the name of their field. Follows the answer. */
export async function sendForm(
  site: Site,
  page: Opened,
  action: string,
  change: Record<string, string> = {},
  files: Record<string, Uint8Array> = {},
): Promise<Opened> {
  const form = formOn(page, action)
  const values = { ...form.values, ...change }
  const headers = { ...AS_BROWSER, origin: site.address, 'x-forwarded-for': page.address }
  const path = (form.action || page.path).split('#')[0] ?? ''
  const sent = await site.ask(pathOf(path, form, values), {
    headers,
    as: page.as,
    ...bodyOf(form, values, files),
  })
  if (sent.status !== 303) return { ...page, path, answer: sent }
  return openPage(site, sent.headers.location ?? '', page.as, page.address)
}

function pathOf(path: string, { method }: Form, values: Record<string, string>): string {
  return method === 'GET' ? `${path.split('?')[0]}?${new URLSearchParams(values)}` : path
}

function bodyOf(
  { method, type }: Form,
  values: Record<string, string>,
  files: Record<string, Uint8Array>,
): Ask {
  if (method === 'GET') return {}
  if (type !== 'multipart/form-data') return { form: values }
  const upload = new FormData()
  for (const [name, value] of Object.entries(values)) upload.set(name, value)
  for (const [name, bytes] of Object.entries(files))
    upload.set(name, new Blob([Uint8Array.from(bytes)]), name)
  return { upload }
}
