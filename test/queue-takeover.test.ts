import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { execPath } from 'node:process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import t from 'tap'
import { HEARTBEAT_SECONDS, type Queue, startQueue, type WorkRules } from '../server/queue.ts'
import { testDatabase } from './support/database.ts'
import { desk } from './support/desk.ts'
import type { Cleaner } from './support/scratch.ts'

const RULES: WorkRules = { concurrency: 1, retries: 2, retryAfter: 1, expiresAfter: 900 }

// A sign of life that fails to come is noticed after seconds.
t.setTimeout(120_000)

async function aQueue(t: Cleaner, url: string): Promise<Queue> {
  const queue = await startQueue(url, pino({ level: 'silent' }))
  t.teardown(() => queue.stop(0))
  await queue.define('work', RULES)
  return queue
}

t.test('what does not end in time when the queue stops is taken over by another', async (t) => {
  const url = await testDatabase(t)
  const queue = await aQueue(t, url)
  const { come, handler, hold } = desk()
  hold()
  await queue.add('work', [{ data: { n: 1 }, key: '1' }])
  await queue.work('work', RULES, handler)
  await come(1)
  await queue.stop(0)
  const other = await aQueue(t, url)
  const second = desk()
  await other.work('work', RULES, second.handler)
  await second.come(1)
  t.same(second.seen, [{ n: 1 }])
})

t.test('the job of a worker that was killed is taken over', async (t) => {
  const url = await testDatabase(t)
  const queue = await aQueue(t, url)
  await queue.add('work', [{ data: { n: 1 }, key: '1' }])
  const script = fileURLToPath(new URL('support/queue-worker.ts', import.meta.url))
  const worker = spawn(execPath, [script, url, 'work'], { stdio: ['ignore', 'pipe', 'inherit'], env: {} })
  t.teardown(() => worker.kill('SIGKILL'))
  await once(createInterface(worker.stdout), 'line')
  const { seen, handler, come } = desk()
  await queue.work('work', RULES, handler)
  worker.kill('SIGKILL')
  const killed = performance.now()
  await come(1)
  const seconds = (performance.now() - killed) / 1000
  t.same(seen, [{ n: 1 }])
  t.comment(
    `taken over after ${seconds.toFixed(1)} s, the worker's sign of life being due every ${HEARTBEAT_SECONDS} s`,
  )
  t.ok(seconds < 60, 'within a minute')
})
