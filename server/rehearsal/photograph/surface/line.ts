/** How much of a pixel a line covers that comes again every `every` metres: 0 to 1, fading when it grows too fine. */
export function lines(x: number, every: number, width: number, pixel: number): number {
  const away = Math.abs(x - Math.round(x / every) * every)
  const soft = Math.max(pixel, width * 0.4)
  const cover = 0.5 + (width / 2 - away) / soft
  return (cover < 0 ? 0 : cover > 1 ? 1 : cover) * Math.min(1, width / pixel)
}

/** 1 in the first `share` of every period, 0 in the rest, with edges a pixel soft. */
export function bands(x: number, every: number, share: number, pixel: number): number {
  const place = x / every - Math.floor(x / every)
  const soft = Math.max(0.002, pixel) / every
  const rise = place / soft
  const fall = (share - place) / soft + 0.5
  const k = rise < fall ? rise : fall
  return k < 0 ? 0 : k > 1 ? 1 : k
}
