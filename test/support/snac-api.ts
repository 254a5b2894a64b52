import { request } from 'undici'

/** A person's app on a server that speaks the Mastodon API: it writes, edits and deletes. */
export interface App {
  /** Answers the id and the uri of the new post. */
  post(text: string, picture?: { bytes: Uint8Array; alt: string }): Promise<{ id: string; uri: string }>
  edit(id: string, text: string): Promise<void>
  delete(id: string): Promise<void>
}

export function appFor(url: string, token: string): App {
  async function call(
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    body: FormData | null,
  ): Promise<{ id: string; uri: string }> {
    // Put together beforehand, since snac wants to know the length.
    const packed = new Response(body)
    const answer = await request(url + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': packed.headers.get('content-type') ?? 'text/plain',
      },
      body: Buffer.from(await packed.arrayBuffer()),
      reset: true,
    })
    const text = await answer.body.text()
    if (answer.statusCode !== 200) throw new Error(`${method} ${path} answered ${answer.statusCode}: ${text}`)
    const found: unknown = text === '' ? {} : JSON.parse(text)
    const read = (name: string) => String(new Map(Object.entries(found ?? {})).get(name) ?? '')
    return { id: read('id'), uri: read('uri') }
  }
  return {
    async post(text, picture) {
      const form = new FormData()
      form.append('status', text)
      if (picture !== undefined) {
        const file = new FormData()
        file.append('file', new Blob([Buffer.from(picture.bytes)], { type: 'image/png' }), 'picture.png')
        file.append('description', picture.alt)
        form.append('media_ids[]', (await call('POST', '/api/v1/media', file)).id)
      }
      return await call('POST', '/api/v1/statuses', form)
    },
    async edit(id, text) {
      const form = new FormData()
      form.append('status', text)
      await call('PUT', `/api/v1/statuses/${id}`, form)
    },
    async delete(id) {
      await call('DELETE', `/api/v1/statuses/${id}`, null)
    },
  }
}
