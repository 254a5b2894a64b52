import { readFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { getuid, platform } from 'node:process'
import { lastLines } from './errors.ts'
import type { Native } from './native.ts'
import { run } from './run.ts'

/** A user and group id. */
export interface Owner {
  uid: number
  gid: number
}

/** The user the cluster runs as, since Postgres refuses to run as root. */
export interface Account {
  label: string
  /** Who has to own the cluster's files; null for whoever we are ourselves. */
  owner: Owner | null
  /** What to spawn, and how. */
  command(program: string, args: string[]): Command
}

export interface Command {
  program: string
  args: string[]
  options: { cwd?: string; uid?: number; gid?: number }
}

/** An id that means nobody on every Linux, and has a name there, which initdb asks for. */
const NOBODY = 65534

/** Away from our own working folder, which another user may not be allowed to enter. */
const FROM_ROOT = platform === 'win32' ? {} : { cwd: '/' }

const OURSELVES: Account = {
  label: 'this user',
  owner: null,
  command: (program, args) => ({ program, args, options: FROM_ROOT }),
}

/** Seen from outside the process is ours and opens what we may open; seen from inside it is nobody. */
const IN_USER_NAMESPACE: Account = {
  label: 'nobody in a user namespace',
  owner: null,
  command: (program, args) => ({
    program: 'unshare',
    args: ['--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, program, ...args],
    options: FROM_ROOT,
  }),
}

function otherUser(owner: Owner): Account {
  return {
    label: `uid ${owner.uid}`,
    owner,
    command: (program, args) => ({ program, args, options: { ...FROM_ROOT, ...owner } }),
  }
}

/** For containers that forbid user namespaces: another user who may still pass through root's folders. */
function otherUserWithAccess(owner: Owner): Account {
  const ids = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups']
  // The securebit lets access(2), by which Postgres looks for its own files, see the capability.
  const access = ['--securebits=+no_setuid_fixup', '--inh-caps=+dac_override', '--ambient-caps=+dac_override']
  return {
    label: `uid ${owner.uid} with CAP_DAC_OVERRIDE`,
    owner,
    command: (program, args) => ({
      program: 'setpriv',
      args: [...ids, ...access, program, ...args],
      options: FROM_ROOT,
    }),
  }
}

/**
 * Finds a user who can start the binaries and enter the data folder, by trying, and answers Postgres's major version.
 * A cluster that exists stays with its owner, null makes a new one.
 */
export async function chooseAccount(
  native: Native,
  dir: string,
  clusterOwner: Owner | null,
): Promise<{ account: Account; major: string }> {
  const refusals: string[] = []
  for (const account of await candidates(clusterOwner)) {
    const answer = await tryAccount(account, native, dir)
    const major = /^postgres \(PostgreSQL\) (\d+)/m.exec(answer)?.[1]
    if (major) return { account, major }
    refusals.push(`- as ${account.label}: ${lastLines(answer, 2)}`)
  }
  throw new Error(
    `The embedded Postgres (${native.postgres}) cannot be started with its data in ${dir}:\n` +
      `${refusals.join('\n')}\n${advice()} Or set DATABASE_URL to a Postgres of your own.`,
  )
}

function advice(): string {
  if (getuid?.() === 0) {
    return (
      'Postgres never runs as root. Start Folkalog as an ordinary user, or let other users pass through the folders ' +
      'above it and above its data (chmod o+x).'
    )
  }
  return hasName()
    ? 'Mend what is said above.'
    : `Postgres asks for the name of user ${getuid?.()}: give it one in /etc/passwd, or start as a user who has one.`
}

async function candidates(clusterOwner: Owner | null): Promise<Account[]> {
  if (getuid?.() !== 0) return [clusterOwner || hasName() ? OURSELVES : IN_USER_NAMESPACE]
  if (clusterOwner && clusterOwner.uid !== 0)
    return [otherUser(clusterOwner), otherUserWithAccess(clusterOwner)]
  const owners = await namedOwners('postgres', 'nobody')
  const users = owners.map(otherUser)
  const withAccess = owners.slice(-1).map(otherUserWithAccess)
  return clusterOwner
    ? [IN_USER_NAMESPACE, ...users, ...withAccess]
    : [...users, IN_USER_NAMESPACE, ...withAccess]
}

/** Enters the data folder and asks the binary for its version: proves the way to both, and the libraries. */
async function tryAccount(account: Account, native: Native, dir: string): Promise<string> {
  const { program, args, options } =
    platform === 'win32'
      ? account.command(native.postgres, ['--version'])
      : account.command('/bin/sh', ['-c', 'cd "$1" && "$2" --version', 'sh', dir, native.postgres])
  return (await run(program, args, { ...options, env: native.env })).output
}

/** initdb stops where the user id has no name, as under `docker run --user 12345`. */
function hasName(): boolean {
  try {
    return userInfo().username !== ''
  } catch {
    return false
  }
}

/** Those of the names that `/etc/passwd` has, in the order asked for, and never root under another name. */
async function namedOwners(...names: string[]): Promise<Owner[]> {
  const lines = (await readFile('/etc/passwd', 'utf8').catch(() => ''))
    .split('\n')
    .map((line) => line.split(':'))
  return names.flatMap((name) => {
    const [, , uid, gid] = lines.find((fields) => fields[0] === name) ?? []
    return uid && gid && Number(uid) !== 0 ? [{ uid: Number(uid), gid: Number(gid) }] : []
  })
}
