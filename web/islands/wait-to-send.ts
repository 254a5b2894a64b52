/** A form that is sent while something is still being done is sent once that is done. `say` is called when it has to wait. */
export function waitToSend(form: HTMLFormElement, isBusy: () => boolean, say: () => void): { done(): void } {
  let isWaiting = false
  form.addEventListener('submit', (event) => {
    if (!isBusy()) return
    event.preventDefault()
    isWaiting = true
    say()
  })
  return {
    done() {
      if (!isWaiting || isBusy()) return
      isWaiting = false
      form.requestSubmit()
    },
  }
}
