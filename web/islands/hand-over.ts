import { Upload } from 'tus-js-client'
import { type Going, showGoing } from './going.ts'
import { waitToSend } from './wait-to-send.ts'

/** Bytes of one request: on a slow line each arrives well within the two minutes that a server gives it. */
const PIECE = 1_000_000

/** Milliseconds between tries while the network is away; they begin anew whenever some bytes have arrived. */
const PAUSES = [0, 1_000, 3_000, 5_000, 10_000, 20_000, 30_000, 60_000, 60_000, 60_000]

interface Hall {
  take(files: File[]): void
}

const halls = new WeakMap<HTMLInputElement, Hall>()

/**
 * Hands chosen photographs over while the rest of the form is filled in. Those that are here are sent by their ids; what
 * cannot be handed over stays with the form, which then brings it along as it does without script.
 */
export function handOver(input: HTMLInputElement): void {
  const hall = halls.get(input) ?? openHall(input)
  halls.set(input, hall)
  hall?.take([...(input.files ?? [])])
}

function openHall(input: HTMLInputElement): Hall {
  const box = input.closest<HTMLElement>('[data-hand-over]')
  const { form } = input
  if (!box || !form) return { take: () => {} }
  const most = Number(box.dataset.most)
  let going = 0
  const status = box.querySelector('[role=status]')
  const say = (words: string | undefined) => {
    if (status) status.textContent = words ?? ''
  }
  const waiting = waitToSend(
    form,
    () => going > 0,
    () => say(box.dataset.sayFirst),
  )

  const begin = (file: File) => {
    const shown = showGoing(box, file.name)
    const end = (words: string) => {
      going--
      say(words)
      waiting.done()
    }
    going++
    start(file, box, shown, say, {
      isHere: (id) => end(shown.here(id)),
      hasFailed() {
        giveTo(input, [...(input.files ?? []), file])
        end(shown.stayed())
      },
    })
  }

  return {
    take(files) {
      const free = Math.max(0, most - going - form.querySelectorAll('input[name=held]:checked').length)
      giveTo(input, files.slice(free))
      input.required = false
      files.slice(0, free).forEach(begin)
    },
  }
}

function start(
  file: File,
  box: HTMLElement,
  shown: Going,
  say: (words: string) => void,
  ends: { isHere(id: string): void; hasFailed(): void },
): void {
  const upload = new Upload(file, {
    endpoint: box.dataset.handOver ?? '',
    chunkSize: PIECE,
    retryDelays: PAUSES,
    metadata: { filename: file.name },
    removeFingerprintOnSuccess: true,
    onProgress: (sent, total) => shown.at(sent / total),
    onShouldRetry(error) {
      const status = 'originalResponse' in error ? (error.originalResponse?.getStatus() ?? 0) : 0
      const mayHelp = status === 0 || status === 409 || status === 423 || status === 500 || status > 503
      if (mayHelp) say(shown.waiting())
      return mayHelp
    },
    onSuccess: () => ends.isHere(upload.url?.split('/').at(-1) ?? ''),
    onError: ends.hasFailed,
  })
  void upload.findPreviousUploads().then(([before]) => {
    if (before) upload.resumeFromPreviousUpload(before)
    upload.start()
  })
}

/** What the input brings along when the form is sent. */
function giveTo(input: HTMLInputElement, files: File[]): void {
  const kept = new DataTransfer()
  for (const file of files) kept.items.add(file)
  input.files = kept.files
}
