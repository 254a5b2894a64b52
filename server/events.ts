import { EventEmitter } from 'node:events'
import pg from 'pg'
import type { Logger } from './log.ts'

/** What changed, told to every server on the database. */
export interface Changed {
  /** 0: news may have been missed, so everything counts as changed. */
  contest: number
}

/** News of committed changes, from this process and from every other on the same database. */
export interface Events {
  /** Tells this process at once; others hear it from Postgres (`touchContests` inside the transaction). */
  tell(change: Changed): void
  /** Returns the way to stop listening. */
  listen(listener: (change: Changed) => void): () => void
  stop(): Promise<void>
}

export const CHANNEL = 'folkalog_contest'
const RECONNECT_AFTER = 1_000
/** A connection that was cut without a word is noticed when it is asked something, in milliseconds. */
const ASK_EVERY = 30_000

/** Keeps one connection that listens. When it breaks, it is opened again and everything counts as changed. */
export async function startEvents(url: string, log: Logger): Promise<Events> {
  const emitter = new EventEmitter<{ changed: [Changed] }>()
  emitter.setMaxListeners(0)
  let client: pg.Client | null = null
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  async function connect(): Promise<void> {
    const next = new pg.Client({
      connectionString: url,
      application_name: 'folkalog-events',
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
      query_timeout: 10_000,
    })
    const lost = () => {
      if (client === next) again()
    }
    next.on('notification', ({ payload }) => emitter.emit('changed', { contest: Number(payload ?? 0) }))
    next.on('error', (error) => {
      log.warn({ err: error }, 'event connection lost')
      lost()
    })
    next.on('end', lost)
    try {
      await next.connect()
      await next.query(`listen ${CHANNEL}`)
    } catch (error) {
      await next.end().catch(() => undefined)
      throw error
    }
    if (stopped) await next.end()
    else client = next
  }

  function again(): void {
    client = null
    if (stopped) return
    timer = setTimeout(() => {
      connect().then(
        () => emitter.emit('changed', { contest: 0 }),
        (error: unknown) => {
          log.warn({ err: error }, 'event connection refused')
          again()
        },
      )
    }, RECONNECT_AFTER)
  }

  const asking = setInterval(() => {
    const asked = client
    asked?.query('select 1').catch(() => {
      if (client === asked) again()
      asked.end().catch(() => undefined)
    })
  }, ASK_EVERY).unref()

  await connect()
  return {
    tell: (change) => void emitter.emit('changed', change),
    listen(listener) {
      emitter.on('changed', listener)
      return () => emitter.off('changed', listener)
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      clearInterval(asking)
      emitter.removeAllListeners()
      const last = client
      client = null
      await last?.end()
    },
  }
}
