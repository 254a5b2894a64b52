import pino from 'pino'
import { buildApp } from '../../server/app.ts'
import { systemClock } from '../../server/clock.ts'
import { readConfig } from '../../server/config.ts'
import { createContext } from '../../server/create-context.ts'

// A server of its own, on the database and the environment it is given, until it is killed. Says where it listens.

const { ctx } = await createContext(
  readConfig(process.env, '/'),
  process.env.TEST_DATABASE ?? '',
  { ...systemClock, now: () => Number(process.env.TEST_NOW) },
  pino({ level: 'silent' }),
)
const app = await buildApp(ctx)
process.stdout.write(`${await app.listen({ host: '127.0.0.1', port: 0 })}\n`)
