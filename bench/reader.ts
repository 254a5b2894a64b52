import { Agent, get } from 'node:http'

/** Somebody who asks for one answer at a time over one connection. */
export interface Reader {
  /** The body, and how many milliseconds it took. Throws unless the answer is 200. */
  read(url: string): Promise<{ body: string; ms: number }>
  close(): void
}

/** Each answer is asked for from another address (`X-Forwarded-For`), so that no limit of one reader is met. */
export function openReader(): Reader {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  let asked = 0
  return {
    read(url) {
      asked++
      const headers = { 'x-forwarded-for': `10.${(asked >> 16) & 255}.${(asked >> 8) & 255}.${asked & 255}` }
      return new Promise((resolve, reject) => {
        const start = performance.now()
        get(url, { agent, headers }, (response) => {
          const parts: Buffer[] = []
          response.on('data', (part) => parts.push(part))
          response.on('end', () => {
            const ms = performance.now() - start
            const body = Buffer.concat(parts).toString()
            if (response.statusCode === 200) resolve({ body, ms })
            else reject(new Error(`${url} answered ${response.statusCode}: ${body.slice(0, 200)}`))
          })
        }).on('error', reject)
      })
    },
    close: () => agent.destroy(),
  }
}
