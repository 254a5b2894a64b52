import { createServer } from 'node:http'
import { argv } from 'node:process'

// Started by polling.ts in a process of its own: `empty-network.ts PORT` speaks the Mastodon API, and nobody has posted.
createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end('[]')
}).listen(Number(argv[2]), '127.0.0.1')
