/** What scripts add to the upload is fetched when it is needed: a chosen photograph, or a challenge to work out. */
export function helpUploads(): void {
  const input = document.querySelector<HTMLInputElement>('[data-hand-over] input[type=file]')
  const begin = async () => {
    if (!input?.files?.length) return
    const { handOver } = await import('./hand-over.ts')
    handOver(input)
  }
  input?.addEventListener('change', begin)
  void begin()
  const challenge = document.querySelector<HTMLElement>('[data-challenge]')
  if (challenge) void import('./challenge.ts').then(({ workOut }) => workOut(challenge))
}
