import type { SignedIn } from '../access/sign-in.ts'
import type { Context } from '../context.ts'
import { countKept } from '../db/kept.ts'
import { networkOf } from '../net/client-network.ts'
import { Refusal } from '../refusal.ts'

/** Tries for one account in `ACCOUNT_WINDOW`: a person who mistypes, and no list of passwords. */
export const TRIES_PER_ACCOUNT = 10
export const ACCOUNT_WINDOW = 15 * 60
/** Tries from one IPv4 address or IPv6 /64 in `NETWORK_WINDOW`: an office, and no list of accounts. */
export const TRIES_PER_NETWORK = 25
export const NETWORK_WINDOW = 5 * 60

/** Lets a manager in. Says the same whether the account exists or not. Throws `Refusal`. */
export async function signIn(
  ctx: Context,
  email: string,
  password: string,
  address: string,
): Promise<SignedIn> {
  const account = ctx.secrets.mac('sign-in', `account ${email.trim().toLowerCase()}`)
  const network = ctx.secrets.mac('sign-in', `network ${networkOf(address)}`)
  if ((await countKept(ctx.db, network, NETWORK_WINDOW)) > TRIES_PER_NETWORK) {
    throw new Refusal('throttled', 'Too many tries from this network. Wait five minutes.', {
      retryAfter: NETWORK_WINDOW,
    })
  }
  if ((await countKept(ctx.db, account, ACCOUNT_WINDOW)) > TRIES_PER_ACCOUNT) {
    throw new Refusal('throttled', 'Too many tries for this account. Wait fifteen minutes.', {
      retryAfter: ACCOUNT_WINDOW,
    })
  }
  const signedIn = await ctx.signIn.enter(email, password)
  if (!signedIn) {
    throw new Refusal('invalid', 'Mail address and password do not belong together.', {
      faults: [
        {
          field: 'body.password',
          found: 'another password or address',
          expected: 'those you signed up with',
        },
      ],
    })
  }
  return signedIn
}
