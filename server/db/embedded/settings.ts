/** Postgres settings by name, as `postgres -c name=value` takes them. */
export type Settings = Readonly<Record<string, string | number>>

/**
 * For a server that shares a small machine with everything else. Names and units:
 * https://www.postgresql.org/docs/18/runtime-config.html
 */
export const SERVER_SETTINGS: Settings = {
  cluster_name: 'folkalog',
  timezone: 'UTC',
  log_timezone: 'UTC',
  /** The documentation's own default: enough, since the kernel caches the same files once more. */
  shared_buffers: '128MB',
  /** Our pool, the queue's and a person with psql, several times over. */
  max_connections: 60,
  effective_cache_size: '512MB',
  max_wal_size: '512MB',
  /** A random read costs hardly more than the next one on the disks sold today. */
  random_page_cost: 1.1,
  /** The binaries come without LLVM. */
  jit: 'off',
  /**
   * Start, stop, crashes and refused connections, but no statement that failed: its text and values are people's
   * data, and its error reaches the caller anyhow.
   */
  log_min_messages: 'log',
  log_checkpoints: 'off',
}

/** Reachable from this machine only, over TCP only. Nothing overrides these. */
export const LOOPBACK_ONLY: Settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
}

/** For data nobody will miss: a crash loses the last moments, a power cut everything. */
export const THROW_AWAY_SETTINGS: Settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
}

/** `{ port: 5432 }` → `['-c', 'port=5432']`. */
export function settingArguments(settings: Settings): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}
