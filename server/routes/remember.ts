/** Headers of browsers are few; whoever sends ever new ones only makes us forget. */
const MOST = 500
/** Longer ones are worked out each time, so that nobody fills the memory with them. */
const LONGEST = 500

/** As the function given, which depends on nothing but the text: answers are remembered. */
export function remember<Answer>(answer: (text: string) => Answer): (text: string) => Answer {
  const remembered = new Map<string, Answer>()
  return (text) => {
    if (text.length > LONGEST) return answer(text)
    if (remembered.size >= MOST) remembered.clear()
    return remembered.getOrInsertComputed(text, answer)
  }
}
