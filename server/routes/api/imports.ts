import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { Refusal } from '../../refusal.ts'
import { type Imported, importPosts } from '../../steps/import-posts.ts'
import { problems } from '../problem.ts'
import { Slug } from '../schemas.ts'
import { contestFor } from '../who.ts'

/** Faults that one answer tells; whoever has more mends these first. */
export const MOST_FAULTS = 1_000

const Row = z.object({
  line: z.int(),
  network: z.string(),
  id: z.string(),
  url: z.string().nullable(),
  outcome: z.enum(['new', 'same', 'known', 'gone']),
  entries: z.array(
    z.object({
      item: z.string().nullable().describe('Slug'),
      verdict: z.enum(['counts', 'review', 'fails']),
      state: z.string(),
      reasons: z.array(z.string()).describe('Codes of the checks that did not pass'),
    }),
  ),
})

const ImportView = z
  .object({
    dryRun: z.boolean(),
    encoding: z.enum(['utf-8', 'windows-1252']),
    delimiter: z.string(),
    ignored: z.array(z.string()).describe('Columns that mean nothing here'),
    rows: z.int(),
    counts: z.object({
      new: z.int(),
      same: z.int(),
      known: z.int(),
      gone: z.int(),
      faulty: z.int(),
      entries: z.int(),
    }),
    posts: z.array(Row),
    faults: z.array(z.object({ line: z.int(), column: z.string(), found: z.string(), expected: z.string() })),
    faultsLeftOut: z.int(),
  })
  .meta({ id: 'Import' })

const flag = z.enum(['0', '1', 'false', 'true']).default('0')

/** Posts that a manager brings in a list. */
export const importRoutes: FastifyPluginAsyncZod<{ ctx: Context }> = async (app, { ctx }) => {
  // Read as it comes in, by the step that counts it.
  app.addContentTypeParser('text/csv', (_request, _body, done) => done(null))

  app.post(
    '/api/v1/contests/:slug/posts/import',
    {
      config: { fileField: 'list' },
      schema: {
        summary: 'Take in posts from a list as CSV (as the body, or as the field `list` of a form)',
        tags: ['sources'],
        consumes: ['text/csv', 'multipart/form-data'],
        params: z.object({ slug: Slug }),
        querystring: z.object({
          dryRun: flag.describe('1: tells what would become of each row, and keeps nothing'),
          name: z.string().trim().min(1).max(120).default('List').describe('Of the source that is shown'),
        }),
        response: { 200: ImportView, ...problems(401, 403, 404, 409, 413, 415) },
      },
    },
    async (request) => {
      const { contest } = await contestFor(ctx, request, request.params.slug, 'manage')
      const dryRun = request.query.dryRun === '1' || request.query.dryRun === 'true'
      const options = { dryRun, name: request.query.name }
      return view(dryRun, await importPosts(ctx, contest, await bytesOf(request), options))
    },
  )
}

async function bytesOf(request: FastifyRequest): Promise<AsyncIterable<Uint8Array>> {
  if (!request.isMultipart()) return request.raw
  const part = await request.file({ limits: { files: 1 } })
  if (part?.fieldname === 'list') return part.file
  part?.file.resume()
  const found = part ? `a file in the field "${part.fieldname}"` : 'nothing'
  throw new Refusal('invalid', `body.list: found ${found}, expected a list as CSV.`, {
    faults: [{ field: 'body.list', found, expected: 'a list as CSV' }],
  })
}

function view(
  dryRun: boolean,
  { encoding, delimiter, ignored, rows, posts, faults }: Imported,
): z.infer<typeof ImportView> {
  const count = (outcome: string) => posts.filter((post) => post.outcome === outcome).length
  return {
    dryRun,
    encoding,
    delimiter,
    ignored,
    rows,
    counts: {
      new: count('new'),
      same: count('same'),
      known: count('known'),
      gone: count('gone'),
      faulty: rows - posts.length,
      entries: posts.reduce((sum, { entries }) => sum + entries.length, 0),
    },
    posts: posts.map(({ entries, ...post }) => ({
      ...post,
      entries: entries.map(({ item, verdict, state, checks }) => ({
        item,
        verdict,
        state,
        reasons: checks.flatMap(({ code, outcome }) => (outcome === 'pass' ? [] : code)),
      })),
    })),
    faults: faults.slice(0, MOST_FAULTS),
    faultsLeftOut: Math.max(0, faults.length - MOST_FAULTS),
  }
}
