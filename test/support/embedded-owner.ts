import { argv, stdin, stdout } from 'node:process'
import { startEmbedded } from '../../server/db/embedded/start.ts'

/**
 * A process that owns an embedded database, for tests that kill it or run it as somebody else:
 * `node embedded-owner.ts DATA_DIR`. Says one line of JSON, `{ url, pid, reused }` or `{ error }`, and stops the
 * database when its standard input ends.
 */
const [, , dataDir = ''] = argv
try {
  const database = await startEmbedded({ dataDir })
  const { url, pid, reused } = database
  stdout.write(`${JSON.stringify({ url, pid, reused })}\n`)
  stdin.resume().on('end', () => database.stop())
} catch (error) {
  stdout.write(`${JSON.stringify({ error: error instanceof Error ? error.message : String(error) })}\n`)
}
