import { connect, createServer, type Socket } from 'node:net'
import type { Cleaner } from './scratch.ts'

/** A line to a server that breaks a few times. */
export interface CuttingLine {
  address: string
  cuts(): number
}

/** Passes everything on, and cuts connections on which that many bytes have gone to the server, the first few. */
export async function cuttingLine(
  t: Cleaner,
  to: string,
  cutAfter: number,
  times: number,
): Promise<CuttingLine> {
  const { hostname, port } = new URL(to)
  const open = new Set<Socket>()
  let cuts = 0
  const line = createServer((near) => {
    const far = connect(Number(port), hostname)
    let here = 0
    for (const socket of [near, far]) {
      open.add(socket)
      socket.on('error', () => {}).on('close', () => open.delete(socket))
    }
    near.on('data', (bytes) => {
      here += bytes.length
      far.write(bytes)
      if (cuts === times || here < cutAfter) return
      cuts++
      near.destroy()
      far.end()
    })
    near.on('close', () => far.end())
    far.pipe(near)
  })
  await new Promise<void>((resolve) => line.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    for (const socket of open) socket.destroy()
    line.close()
  })
  const found = line.address()
  const address = `http://127.0.0.1:${typeof found === 'object' ? found?.port : 0}`
  return { address, cuts: () => cuts }
}
