import type { DrandChain } from '../contest/hcd1/drand.ts'
import type { Context } from '../context.ts'

/** The beacon whose rounds decide the draws of new contests. */
export function chainOf(ctx: Pick<Context, 'chains'>): DrandChain {
  const [chain] = ctx.chains
  if (!chain) throw new Error('No drand chain is pinned')
  return chain
}
