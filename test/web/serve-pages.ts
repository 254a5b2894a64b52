import { readFile } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import type { LiveUpdate } from '../../web/live-update.ts'
import type * as Renderer from '../../web/render.tsx'
import type { Sample } from './fixtures/sample.ts'
import { standIn } from './stand-in.ts'

const DIST = new URL('../../dist/web/', import.meta.url)

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
}

/** What production sends with every page. */
export const CONTENT_SECURITY_POLICY =
  "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"

/** The renderer as it is built. */
export async function loadRenderer(): Promise<typeof Renderer> {
  const file = new URL('server/render.js', DIST)
  try {
    return await import(file.href)
  } catch (cause) {
    throw new Error(`Found no built pages at ${file.pathname}: run "npm run build:web" first.`, { cause })
  }
}

export interface PageServer {
  url: string
  /** Sends one live update to everybody listening. */
  say(update: LiveUpdate): void
  /** Serves this from now on under its title. */
  replace(sample: Sample): void
  /** What the last answer under a path weighs after brotli. */
  weigh(path: string): number
  close(): Promise<void>
}

/** A picture to serve: by item, seed (or `print`) and width; null for a plain stand-in. */
export type FindPicture = (item: string, seed: string, width: string) => Promise<Uint8Array | null>

/** Serves rendered samples under `/<title>`, the built files and drawn pictures, as production would. */
export async function servePages(samples: Sample[], findPicture?: FindPicture): Promise<PageServer> {
  const { render, assetsFrom, themeCss } = await loadRenderer()
  const assets = assetsFrom(JSON.parse(await readFile(new URL('client/manifest.json', DIST), 'utf8')))
  const pages = new Map(
    samples.map(({ title, page, props, context }) => [
      `/${title}`,
      render(page, props, { ...context, assets }),
    ]),
  )
  /** Pages at their own addresses too, for what scripts fetch and links lead to. */
  const titles = new Map(
    samples.map(({ title, context }) => [context.path.split('?', 1)[0], `/${title}`] as const).reverse(),
  )
  const themes = new Map<string, string>(
    samples.flatMap(({ context: { contest } }) =>
      contest ? [[`/c/${contest.slug}/theme.css`, themeCss(contest.accent)] as const] : [],
    ),
  )
  const listeners = new Set<ServerResponse>()
  const bodies = new Map<string, string | Uint8Array>()

  const send = (
    answer: ServerResponse,
    path: string,
    type: string,
    body: string | Uint8Array,
    status = 200,
  ) => {
    bodies.set(path, body)
    answer.writeHead(status, { 'content-type': type, 'content-security-policy': CONTENT_SECURITY_POLICY })
    answer.end(body)
  }

  const listen = (answer: ServerResponse) => {
    answer.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    answer.write(':\n\n')
    listeners.add(answer)
    answer.on('close', () => listeners.delete(answer))
  }

  const serve = async (path: string, answer: ServerResponse) => {
    const page = pages.get(path) ?? pages.get(titles.get(path) ?? '')
    if (page !== undefined) return send(answer, path, 'text/html; charset=utf-8', page)
    const theme = themes.get(path)
    if (theme !== undefined) return send(answer, path, 'text/css; charset=utf-8', theme)
    if (path.endsWith('/live')) return listen(answer)
    const file =
      path.startsWith('/assets/') && (await readFile(new URL(`client${path}`, DIST)).catch(() => null))
    if (file) return send(answer, path, TYPES[extname(path)] ?? 'application/octet-stream', file)
    const [, folder, item = '', seed = '', width = ''] = path.split('/')
    if (folder !== 'media') return send(answer, path, 'text/plain', 'not here', 404)
    const found = await findPicture?.(item, seed, width)
    if (found) return send(answer, path, 'image/webp', found)
    send(answer, path, 'image/svg+xml', standIn(item, Number(seed) || 0, 1200, 1200))
  }

  const server = createServer((request, answer) => {
    void serve(decodeURIComponent((request.url ?? '/').split('?', 1)[0] ?? '/'), answer)
  })

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    weigh: (path) => brotliCompressSync(bodies.get(path) ?? '').length,
    say: (update) => {
      for (const answer of listeners) answer.write(`data: ${JSON.stringify(update)}\n\n`)
    },
    replace: ({ title, page, props, context }) => {
      pages.set(`/${title}`, render(page, props, { ...context, assets }))
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
