import { argv, stdout } from 'node:process'
import { pino } from 'pino'
import { startQueue } from '../../server/queue.ts'

// Takes a job from the queue named and never ends it: `queue-worker.ts URL NAME`. Says so in a line, and is killed then.
const [, , url = '', name = ''] = argv
const queue = await startQueue(url, pino({ level: 'silent' }))
await queue.work(name, { concurrency: 1, retries: 2, retryAfter: 1, expiresAfter: 900 }, () => {
  stdout.write('took it\n')
  return new Promise(() => {})
})
