import type { Command } from './command.ts'

/** Every command, loaded when it is asked for: checking a draw does not load a web server. Adding one: its file, and its line here. */
export const commands: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import('./serve.ts')).serve,
  demo: async () => (await import('./demo.ts')).demo,
  'build-web': async () => (await import('./build-web.ts')).buildWeb,
  dev: async () => (await import('./dev.ts')).dev,
  hcd1: async () => (await import('./hcd1.ts')).hcd1,
  'secrets-rotate': async () => (await import('./secrets-rotate.ts')).secretsRotate,
  'db-dump': async () => (await import('./db-dump.ts')).dbDump,
}
