/** Under these names people say why they did something. */
const words = ['reason', 'note', 'comment']

/** What a customer may read of a fact: never the words that staff wrote beside their act, which are for colleagues. */
export function toldData(actorKind: string, data: Record<string, unknown>): Record<string, unknown> {
  if (actorKind !== 'staff') return data
  return Object.fromEntries(Object.entries(data).filter(([name]) => !words.includes(name)))
}
