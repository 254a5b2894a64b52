import { connect } from 'node:net'

const CONNECTIONS = 10
const SECONDS = 2
/** What browsers take. */
const ACCEPT = 'accept-encoding: gzip, deflate, br, zstd\r\naccept-language: nb-NO,nb;q=0.9,en;q=0.8'

/**
 * Answers a second that ten readers get who ask again as soon as they have one. Every answer must be a good one, and
 * come whole. The readers do no more than that, so that the server is measured: parsing every header costs a program in
 * JavaScript more than answering does.
 */
export async function answersPerSecond(url: string): Promise<number> {
  const end = performance.now() + SECONDS * 1_000
  const counts = await Promise.all(Array.from({ length: CONNECTIONS }, () => askUntil(end, new URL(url))))
  return counts.reduce((sum, count) => sum + count, 0) / SECONDS
}

/** How many answers one connection gave until then. */
function askUntil(end: number, { host, hostname, port, pathname }: URL): Promise<number> {
  const question = `GET ${pathname} HTTP/1.1\r\nhost: ${host}\r\n${ACCEPT}\r\n\r\n`
  return new Promise((resolve, reject) => {
    const socket = connect({ port: Number(port), host: hostname, noDelay: true })
    // A letter for each byte.
    socket.setEncoding('latin1')
    let count = 0
    let answer: Incoming | null = null
    socket.on('connect', () => socket.write(question))
    socket.on('error', reject)
    socket.on('data', (data) => {
      const piece = String(data)
      answer ??= readHead(piece)
      if (answer.status !== 200) {
        socket.destroy()
        reject(new Error(`${host}${pathname} answered ${answer.status}; expected 200`))
        return
      }
      answer.got += piece.length
      if (!isWhole(answer, piece)) return
      answer = null
      count++
      if (performance.now() < end) socket.write(question)
      else socket.end(() => resolve(count))
    })
  })
}

interface Incoming {
  status: number
  got: number
  /** Bytes with the head; null where it comes in chunks. */
  length: number | null
}

/** The head comes in one piece, as servers send it. */
function readHead(piece: string): Incoming {
  const body = piece.indexOf('\r\n\r\n') + 4
  const head = piece.slice(0, body)
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
  return {
    status: Number(head.slice('HTTP/1.1 '.length, 'HTTP/1.1 200'.length)),
    got: 0,
    length: length === undefined ? null : body + Number(length),
  }
}

function isWhole({ got, length }: Incoming, last: string): boolean {
  return length === null ? last.endsWith('0\r\n\r\n') : got >= length
}
