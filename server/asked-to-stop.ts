import process from 'node:process'

/** Ctrl-C may arrive twice, from the terminal and passed on by npm: within so many milliseconds it is one. */
const ECHO = 500

/** How often it is looked whether npm is still there, in milliseconds. */
const LOOK = 500

/**
 * Aborted when the process is asked to stop; whoever asks again stops it at once. `isNpmChild`: npm started it through a
 * shell, which ends when npm is told to end and passes nothing on. Then it is asked to stop as well.
 */
export function askedToStop(isNpmChild: boolean): AbortSignal {
  const stop = new AbortController()
  let askedAt = 0
  const ask = () => {
    if (stop.signal.aborted && performance.now() - askedAt > ECHO) process.kill(process.pid, 'SIGKILL')
    if (stop.signal.aborted) return
    askedAt = performance.now()
    stop.abort()
  }
  process.on('SIGINT', ask)
  process.on('SIGTERM', ask)
  // A terminal that is closed ends what it shows. Under nohup nothing is shown, and the signal stays ignored.
  if (process.stdout.isTTY) process.on('SIGHUP', ask)
  if (isNpmChild) {
    const parent = process.ppid
    const timer = setInterval(() => {
      if (process.ppid === parent) return
      clearInterval(timer)
      ask()
    }, LOOK).unref()
  }
  return stop.signal
}
