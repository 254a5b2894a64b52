import { env } from 'node:process'
import Fastify from 'fastify'

// Fastify as its own documentation greets the world, with the answer's schema: the limit of an answer that costs nothing.

const app = Fastify()
const answer = { type: 'object', properties: { hello: { type: 'string' } } }
app.get('/', { schema: { response: { 200: answer } } }, async () => ({ hello: 'world' }))
await app.listen({ host: '127.0.0.1', port: Number(env.PORT) })
