import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Fault } from '../../../web/views.ts'
import { MAX_PASSWORD, MIN_PASSWORD } from '../../access/sign-in.ts'
import { DomainError } from '../../contest/errors.ts'
import { slugOf } from '../../contest/slug.ts'
import type { Context } from '../../context.ts'
import { Refusal } from '../../refusal.ts'
import { isSetupOpen, setUpOwner } from '../../steps/set-up.ts'
import { LangQuery } from '../public/language.ts'
import { sendPage } from '../public/page.ts'
import { SEE_OTHER } from '../see-other.ts'

const params = z.object({ token: z.string().max(100) })

const text = z.string().trim().default('')
const Owner = z.object({ name: text, email: text, brand: text, password: z.string().default('') })
type Owner = z.infer<typeof Owner>

const Email = z.email().max(254)
const NAME_MAX = 60
const NOTHING: Owner = { name: '', email: '', brand: '', password: '' }

/** The first manager of an installation comes in by a link that works once. */
export const setupRoutes: FastifyPluginAsyncZod<{ ctx: Context }> = async (app, { ctx }) => {
  app.get(
    '/console/setup/:token',
    { schema: { hide: true, params, querystring: LangQuery } },
    async (request, reply) => {
      const isOpen = await isSetupOpen(ctx, request.params.token)
      if (!isOpen) return sendGone(ctx, request, reply, request.params.token)
      return sendForm(ctx, request, reply, request.params.token, NOTHING, [])
    },
  )

  app.post(
    '/console/setup/:token',
    { schema: { hide: true, params, querystring: LangQuery, body: Owner } },
    async (request, reply) => {
      const { token } = request.params
      const faults = faultsOf(request.body)
      if (faults.length > 0) return sendForm(ctx, request, reply, token, request.body, faults)
      try {
        const { cookies } = await setUpOwner(ctx, token, request.body)
        return reply.header('set-cookie', cookies).redirect('/console', SEE_OTHER)
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        if (error.kind === 'gone') return sendGone(ctx, request, reply, token)
        const fault: Fault = { field: null, code: 'other', detail: { text: error.message } }
        return sendForm(ctx, request, reply, token, request.body, [fault])
      }
    },
  )
}

/** The password is never sent back. */
async function sendForm(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  token: string,
  { name, email, brand }: Owner,
  faults: Fault[],
) {
  const values = { name, email, brand }
  const props = { state: 'open' as const, token, values, faults, passwordLength: MIN_PASSWORD }
  const status = faults.length > 0 ? 400 : 200
  return sendPage(ctx, request, unseen(reply).code(status), 'consoleSetup', props, { contest: null })
}

async function sendGone(ctx: Context, request: FastifyRequest, reply: FastifyReply, token: string) {
  const props = { state: 'gone' as const, token, values: NOTHING, faults: [], passwordLength: MIN_PASSWORD }
  return sendPage(ctx, request, unseen(reply).code(410), 'consoleSetup', props, { contest: null })
}

/** The address holds the token: no other site is told of it. */
function unseen(reply: FastifyReply): FastifyReply {
  return reply.header('referrer-policy', 'no-referrer')
}

function faultsOf({ name, email, brand, password }: Owner): Fault[] {
  const faults: Fault[] = []
  for (const [field, given] of Object.entries({ name, email, brand, password })) {
    if (given === '') faults.push({ field, code: 'missing' })
  }
  tooLong(faults, 'name', name, NAME_MAX)
  tooLong(faults, 'brand', brand, NAME_MAX)
  tooLong(faults, 'password', password, MAX_PASSWORD)
  if (email !== '' && !Email.safeParse(email).success) faults.push({ field: 'email', code: 'notEmail' })
  if (password !== '' && password.length < MIN_PASSWORD) {
    const detail = { n: MIN_PASSWORD, found: password.length }
    faults.push({ field: 'password', code: 'tooShort', detail })
  }
  const unnamed = brand === '' ? null : slugFault(brand)
  return unnamed === null ? faults : [...faults, unnamed]
}

function tooLong(faults: Fault[], field: string, given: string, most: number): void {
  if (given.length <= most) return
  faults.push({ field, code: 'tooLong', detail: { n: most, found: given.length } })
}

/** The brand's name in addresses is made of its letters. */
function slugFault(brand: string): Fault | null {
  try {
    slugOf(brand)
    return null
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return { field: 'brand', code: 'other', detail: { text: error.message } }
  }
}
