import { connect, type Socket } from 'node:net'
import t from 'tap'
import { guardedConnector } from '../../server/net/connector.ts'
import { startMediaServer } from '../support/media-server.ts'

t.test('a socket that ends up elsewhere than it was sent is closed unused', async (t) => {
  const trap = await startMediaServer(t, (_, response) => response.end())
  const opened: Socket[] = []
  // As if the network led a public address to this machine.
  const redirecting = guardedConnector(
    false,
    async () => ['8.8.8.8'],
    () => (_, callback) => {
      const socket = connect(trap.port, '127.0.0.1', () => callback(null, socket))
      opened.push(socket)
    },
  )
  const error = await new Promise((resolve) => {
    redirecting({ hostname: 'far.example', protocol: 'http:', port: '80' }, (...[failure]) =>
      resolve(failure),
    )
  })
  t.match(error, { kind: 'refused_address', message: 'far.example: 127.0.0.1 is a loopback address' })
  t.equal(opened[0]?.destroyed, true)
  t.strictSame(trap.requests, [])
})

t.test('a literal is refused before anything is opened', async (t) => {
  let built = 0
  const guarded = guardedConnector(
    false,
    async () => [],
    () => () => {
      built++
    },
  )
  const error = await new Promise((resolve) => {
    guarded({ hostname: '10.0.0.1', protocol: 'http:', port: '80' }, (...[failure]) => resolve(failure))
  })
  t.match(error, { kind: 'refused_address' })
  t.equal(built, 0)
})
