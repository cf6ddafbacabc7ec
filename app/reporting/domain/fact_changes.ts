/** What a fact changed, and from what to what. */
export interface FactChange {
  field: string
  from: unknown
  to: unknown
}

/** Facts say what they changed in one of these ways; whatever else they hold stays in their data. */
export function changesOf(data: unknown): FactChange[] {
  if (!isRecord(data)) return []
  const { before, after, changes } = data
  if (before !== undefined && after !== undefined) return compare(before, after)
  if (isRecord(changes))
    return Object.entries(changes).flatMap(([field, change]) => readChange(field, change))
  return pairsOf(data)
}

/** Why it was done, in the words of whoever did it; null where nobody said. */
export function reasonOf(data: unknown): string | null {
  if (!isRecord(data)) return null
  const said = [data.reason, data.note, data.comment].find(
    (text) => typeof text === 'string' && text.trim() !== ''
  )
  return (said as string | undefined) ?? null
}

function compare(before: unknown, after: unknown): FactChange[] {
  if (!isRecord(before) || !isRecord(after)) return [{ field: 'value', from: before, to: after }]
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return fields
    .map((field) => ({ field, from: before[field] ?? null, to: after[field] ?? null }))
    .filter(({ from, to }) => JSON.stringify(from) !== JSON.stringify(to))
}

/** `{ from, to }`, or only what it is now. */
function readChange(field: string, change: unknown): FactChange[] {
  if (isRecord(change) && 'from' in change && 'to' in change)
    return [{ field, from: change.from, to: change.to }]
  return [{ field, from: undefined, to: change }]
}

/** `fromGroupId` beside `toGroupId`. */
function pairsOf(data: Record<string, unknown>): FactChange[] {
  return Object.keys(data).flatMap((name) => {
    const field = /^from([A-Z]\w*)?$/.exec(name)
    if (!field) return []
    const counterpart = `to${field[1] ?? ''}`
    if (!(counterpart in data)) return []
    const label = field[1] ? field[1].charAt(0).toLowerCase() + field[1].slice(1) : 'value'
    return [{ field: label, from: data[name], to: data[counterpart] }]
  })
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
