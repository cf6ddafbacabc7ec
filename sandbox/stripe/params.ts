import type { FormValue } from './form.ts'

export type ParamValue = string | number | boolean | ParamValue[] | { [name: string]: ParamValue } | FormValue

/** Checked parameters, read by the type the table promised. `undefined`: not sent; `''`: sent to clear. */
export class Params {
  readonly values: Record<string, ParamValue>

  constructor(values: Record<string, ParamValue>) {
    this.values = values
  }

  has(name: string): boolean {
    return name in this.values
  }

  text(name: string): string | undefined {
    const value = this.values[name]
    return typeof value === 'string' ? value : undefined
  }

  /** A text in which an empty one means "none". */
  textOrNull(name: string): string | null {
    return this.text(name) || null
  }

  integer(name: string): number | undefined {
    const value = this.values[name]
    return typeof value === 'number' ? value : undefined
  }

  flag(name: string): boolean | undefined {
    const value = this.values[name]
    return typeof value === 'boolean' ? value : undefined
  }

  group(name: string): Params | undefined {
    const value = this.values[name]
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? new Params(value as Record<string, ParamValue>)
      : undefined
  }

  texts(name: string): string[] | undefined {
    const value = this.values[name]
    return Array.isArray(value) ? value.map(String) : undefined
  }
}

/** Merges metadata as Stripe does: keys are added, an empty value removes its key, an empty text removes all. */
export function mergedMetadata(old: Record<string, string>, params: Params): Record<string, string> {
  if (params.text('metadata') === '') return {}
  const change = params.group('metadata')
  if (!change) return old
  const merged = { ...old, ...(change.values as Record<string, string>) }
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ''))
}
