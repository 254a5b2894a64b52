import { readFile } from 'node:fs/promises'

const LOOK_EVERY = 50

/** Adds up the memory of these processes, and of those that join them, every few milliseconds. */
export function watchMemory(pids: readonly (number | undefined)[]): { stop(): number | null } {
  let peak: number | null = null
  const look = async () => {
    const bytes = (await Promise.all(pids.map(bytesOf))).reduce((sum, one) => sum + one, 0)
    if (bytes > 0) peak = Math.max(peak ?? 0, bytes)
  }
  const timer = setInterval(look, LOOK_EVERY)
  return {
    /** The most there was at once, in bytes; null where the system does not tell (it is Linux that does). */
    stop() {
      clearInterval(timer)
      return peak
    },
  }
}

/** What is resident, each page that several processes share counted once among them (proc_pid_smaps(5), `Pss`). */
async function bytesOf(pid: number | undefined): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')
  return Number(/^Pss: +(\d+) kB$/m.exec(rollup)?.[1] ?? 0) * 1_024
}
