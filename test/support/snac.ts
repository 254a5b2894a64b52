import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { request } from 'undici'
import { fetchSnac, type NoSnac, runSnac, snacEnvironment } from './snac-program.ts'

interface Test {
  teardown(clean: () => unknown): void
}

/** A real server of the fediverse on loopback, with one person on it. */
export interface Snac {
  /** `http://localhost:port` */
  url: string
  /** Gets an access token the way a person's app does: it registers, the person signs in and allows it. */
  signIn(): Promise<string>
}

const USER = 'alice'

/** Starts snac with fresh data. */
export async function startSnac(t: Test): Promise<Snac | NoSnac> {
  const program = await fetchSnac(t)
  if (typeof program !== 'string') return program
  const folder = await mkdtemp(join(tmpdir(), 'folkalog-snac-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  const port = await freePort()
  const data = join(folder, 'data')
  runSnac(program, ['init', data], `127.0.0.1\n${port}\nlocalhost:${port}\n\nadmin@example.test\n`)
  await changeSettings(join(data, 'server.json'), { protocol: 'http', disable_email_notifications: true })
  const password = /password is (\S+)/.exec(runSnac(program, ['adduser', data, USER]))?.[1]
  if (password === undefined)
    throw new Error(`Found no password in what ${program} adduser printed; expected one`)

  const server = spawn(program, ['httpd', data], { env: snacEnvironment(program), stdio: 'ignore' })
  t.teardown(() => stop(server))
  const url = `http://localhost:${port}`
  await untilItAnswers(url, server).catch(async (error: unknown) => {
    await stop(server)
    throw error
  })
  return { url, signIn: () => signIn(url, password) }
}

/** Below the ports that outgoing connections take (32768 on), so that nobody has it before snac does. */
async function freePort(): Promise<number> {
  for (let tries = 0; tries < 50; tries++) {
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    const probe = createServer()
    const isFree = await new Promise<boolean>((resolve) => {
      probe.once('error', () => resolve(false))
      probe.listen(port, '127.0.0.1', () => resolve(true))
    })
    if (!isFree) continue
    probe.close()
    await once(probe, 'close')
    return port
  }
  throw new Error('Found no free port between 20000 and 32000; expected one')
}

async function changeSettings(file: string, change: object): Promise<void> {
  const settings: unknown = JSON.parse(await readFile(file, 'utf8'))
  await writeFile(file, JSON.stringify({ ...(settings as object), ...change }))
}

async function untilItAnswers(url: string, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (server.exitCode !== null)
      throw new Error(`snac ended with ${server.exitCode}; expected it to answer at ${url}`)
    const isThere = await request(`${url}/api/v1/instance`, { reset: true }).then(
      ({ body }) => body.dump().then(() => true),
      () => false,
    )
    if (isThere) return
    await sleep(100)
  }
  throw new Error(`Found no answer at ${url} within 10 s; expected snac's`)
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const ended = once(server, 'exit')
  server.kill('SIGTERM')
  const killer = setTimeout(() => server.kill('SIGKILL'), 5_000)
  await ended
  clearTimeout(killer)
}

async function signIn(url: string, password: string): Promise<string> {
  const redirect_uri = 'http://localhost/back'
  const app = await send(`${url}/api/v1/apps`, {
    client_name: 'Folkalog',
    redirect_uris: redirect_uri,
    scopes: 'read write',
  })
  const { client_id = '', client_secret = '' } = fields(app.text)
  const asked = new URLSearchParams({
    response_type: 'code',
    client_id,
    redirect_uri,
    scope: 'read write',
    state: 'x',
  })
  const page = await request(`${url}/oauth/authorize?${asked}`, { reset: true }).then(({ body }) =>
    body.text(),
  )
  const hidden = [...page.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
    ([, name = '', value = '']) => [name, value],
  )
  const action = /action="([^"]+)"/.exec(page)?.[1] ?? ''
  const allowed = await send(action, { ...Object.fromEntries(hidden), login: USER, passwd: password })
  const code = URL.parse(allowed.location)?.searchParams.get('code') ?? ''
  const token = await send(`${url}/oauth/token`, {
    grant_type: 'authorization_code',
    client_id,
    client_secret,
    redirect_uri,
    code,
  })
  const { access_token } = fields(token.text)
  if (access_token === undefined) throw new Error(`Found ${token.text}; expected an access token`)
  return access_token
}

/** snac closes idle connections without a word, so each request takes one of its own. */
async function send(url: string, form: Record<string, string>): Promise<{ text: string; location: string }> {
  const answer = await request(url, {
    method: 'POST',
    body: new URLSearchParams(form).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    reset: true,
  })
  return { text: await answer.body.text(), location: String(answer.headers.location ?? '') }
}

function fields(json: string): Record<string, string> {
  const found: unknown = JSON.parse(json)
  const entries = Object.entries(typeof found === 'object' && found !== null ? found : {})
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )
}
