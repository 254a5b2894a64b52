import { drawInThread, type Hand } from './draw-in-thread.ts'

/** Several who draw at the same time: each picture goes to whoever has the fewest before it. */
export function openDarkroom(hands: number, open: () => Hand = drawInThread): Hand {
  const all = Array.from({ length: hands }, () => open())
  const free = () => all.reduce((a, b) => (b.waiting() < a.waiting() ? b : a))
  return {
    draw: (spec) => free().draw(spec),
    print: (item, most) => free().print(item, most),
    waiting: () => all.reduce((sum, hand) => sum + hand.waiting(), 0),
    close: async () => {
      await Promise.all(all.map((hand) => hand.close()))
    },
  }
}
