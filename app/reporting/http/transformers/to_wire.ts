import { type IdKind, showId } from '#app/shared/ids'

type Wire = Record<string, unknown>

interface Shape {
  /** Columns that hold ids, and of what. */
  ids: Record<string, IdKind>
  /** Columns that hold amounts in the row's currency. */
  money?: readonly string[]
}

/** A row as JSON: ids in their outside form, amounts as money, instants in ISO 8601. Columns keep their names. */
export function toWire<Row extends object>(row: Row, shape: Shape): Wire {
  const { currency } = row as { currency?: string }
  return Object.fromEntries(
    Object.entries(row).map(([name, value]: [string, unknown]) => {
      const kind = shape.ids[name]
      if (kind && typeof value === 'string') return [name, showId(kind, value)]
      if (shape.money?.includes(name) && value !== null) return [name, { amount: String(value), currency }]
      return [name, plain(value)]
    })
  )
}

function plain(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'bigint' ? Number(value) : value
}
