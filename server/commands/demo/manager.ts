/** A campaign manager at a browser: signs in by the forms, then works through the API with the cookie it got. */
export interface Manager {
  get<T>(path: string): Promise<T>
  send<T>(method: 'POST' | 'PUT', path: string, body?: object): Promise<T>
  upload(path: string, field: string, file: Uint8Array): Promise<void>
}

export interface Owner {
  name: string
  email: string
  brand: string
  password: string
}

/** An answer that was no success. `status` and the server's own words. */
export class ManagerError extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.name = 'ManagerError'
    this.status = status
  }
}

/** Opens the set-up link and fills in its form. */
export async function setUp(link: string, owner: Owner): Promise<Manager> {
  const page = await fetch(link)
  if (!page.ok) throw new ManagerError(page.status, `The set-up link answered ${page.status}`)
  return submit(link, { ...owner })
}

export async function signIn(base: string, email: string, password: string): Promise<Manager> {
  return submit(`${base}/console/sign-in`, { email, password })
}

async function submit(url: string, form: Record<string, string>): Promise<Manager> {
  const base = new URL(url).origin
  const answer = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers: { origin: base },
    redirect: 'manual',
  })
  const cookie = answer.headers
    .getSetCookie()
    .map((text) => text.split(';')[0])
    .join('; ')
  if (answer.status !== 303 || cookie === '')
    throw new ManagerError(answer.status, `The form at ${new URL(url).pathname} answered ${answer.status}`)
  return managerWith(base, cookie)
}

function managerWith(base: string, cookie: string): Manager {
  const headers = { cookie, origin: base, accept: 'application/json' }
  const read = async (answer: Response, path: string) => {
    const text = await answer.text()
    if (!answer.ok)
      throw new ManagerError(answer.status, `${path} answered ${answer.status}: ${text.slice(0, 500)}`)
    return text === '' ? undefined : JSON.parse(text)
  }
  return {
    get: async (path) => read(await fetch(`${base}${path}`, { headers }), path),
    async send(method, path, body) {
      const json =
        body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { ...headers, 'content-type': 'application/json' } }
      return read(await fetch(`${base}${path}`, { method, headers, ...json }), path)
    },
    async upload(path, field, file) {
      const form = new FormData()
      form.set(field, new Blob([Uint8Array.from(file)]), 'picture')
      await read(await fetch(`${base}${path}`, { method: 'PUT', headers, body: form }), path)
    },
  }
}
