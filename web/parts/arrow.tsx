/** An arrow drawn in the weight of the text around it: the text face has none. */
export function Arrow({ to }: { to: 'left' | 'right' | 'out' | 'down' }) {
  const path = {
    left: 'M14 8H2m5-5L2 8l5 5',
    right: 'M2 8h12M9 3l5 5-5 5',
    out: 'M4 12 12 4M5.500 4H12v6.500',
    down: 'M8 2v12m5-5-5 5-5-5',
  }[to]
  return (
    <svg class="arrow" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={path} />
    </svg>
  )
}
