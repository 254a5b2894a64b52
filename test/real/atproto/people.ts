import { request } from 'undici'

/** Somebody on a real server, who does what an app would do for them. */
export interface Person {
  did: string
  handle: string
  post(record: { text: string; tags?: string[]; image?: { bytes: Uint8Array; alt: string } }): Promise<string>
  delete(uri: string): Promise<void>
  appPassword(): Promise<string>
}

/** Signs somebody up. */
export async function signUp(pds: string, name: string): Promise<Person> {
  const handle = `${name}.test`
  const account = { handle, email: `${name}@example.org`, password: `passord-${name}` }
  const { did, accessJwt } = await ask(pds, 'com.atproto.server.createAccount', account)
  const call = (method: string, body: object) => ask(pds, method, body, String(accessJwt))
  const repo = String(did)

  async function blobOf(bytes: Uint8Array): Promise<unknown> {
    const { blob } = await ask(pds, 'com.atproto.repo.uploadBlob', bytes, String(accessJwt))
    return blob
  }

  return {
    did: repo,
    handle,
    async post({ text, tags, image }) {
      const record = {
        $type: 'app.bsky.feed.post',
        text,
        createdAt: new Date().toISOString(),
        langs: ['nb'],
        facets: facetsOf(text),
        ...(tags === undefined ? {} : { tags }),
        ...(image === undefined
          ? {}
          : {
              embed: {
                $type: 'app.bsky.embed.images',
                images: [{ image: await blobOf(image.bytes), alt: image.alt }],
              },
            }),
      }
      const { uri } = await call('com.atproto.repo.createRecord', {
        repo,
        collection: 'app.bsky.feed.post',
        record,
      })
      return String(uri)
    },
    async delete(uri) {
      const rkey = uri.split('/').at(-1)
      await call('com.atproto.repo.deleteRecord', { repo, collection: 'app.bsky.feed.post', rkey })
    },
    async appPassword() {
      const { password } = await call('com.atproto.server.createAppPassword', { name: 'folkalog' })
      return String(password)
    },
  }
}

/** A facet for each tag, by bytes of UTF-8. */
function facetsOf(text: string): object[] {
  return [...text.matchAll(/#(\p{L}+)/gu)].map(({ 0: sign, 1: tag, index }) => {
    const byteStart = Buffer.byteLength(text.slice(0, index))
    const features = [{ $type: 'app.bsky.richtext.facet#tag', tag }]
    return { index: { byteStart, byteEnd: byteStart + Buffer.byteLength(sign) }, features }
  })
}

async function ask(
  pds: string,
  method: string,
  body: object,
  token?: string,
): Promise<Record<string, unknown>> {
  const isBytes = body instanceof Uint8Array
  const answer = await request(`${pds}/xrpc/${method}`, {
    method: 'POST',
    headers: {
      'content-type': isBytes ? 'image/png' : 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: isBytes ? Buffer.from(body) : JSON.stringify(body),
  })
  const text = await answer.body.text()
  if (answer.statusCode !== 200)
    throw new Error(`Found ${answer.statusCode} ${text}; expected 200 from ${method}`)
  return text === '' ? {} : JSON.parse(text)
}
