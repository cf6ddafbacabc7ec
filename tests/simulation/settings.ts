import { parseArgs } from 'node:util'

/** What is simulated. The same settings replay the same decisions. */
export interface Settings {
  seed: number
  customers: number
  months: number
  /** The part of calls, messages and pieces of work that meets a fault, from 0 to 0.5. */
  faults: number
  isJson: boolean
}

/** A setting that cannot be used. Its message is a sentence for who typed it. */
export class SettingsError extends Error {}

export function readSettings(args: string[]): Settings {
  const values = parse(args)
  return {
    seed: number(values, 'seed', { otherwise: 1, from: 0, to: 4_294_967_295, isWhole: true }),
    customers: number(values, 'customers', { otherwise: 8, from: 1, to: 100_000, isWhole: true }),
    months: number(values, 'months', { otherwise: 3, from: 1, to: 120, isWhole: true }),
    faults: number(values, 'faults', { otherwise: 0.02, from: 0, to: 0.5, isWhole: false }),
    isJson: values.json,
  }
}

function parse(args: string[]) {
  const text = { type: 'string' } as const
  const json = { type: 'boolean', default: false } as const
  try {
    return parseArgs({ args, options: { seed: text, customers: text, months: text, faults: text, json } })
      .values
  } catch (error) {
    throw new SettingsError((error as Error).message.split('\n')[0])
  }
}

/** The command that does the same again. */
export function commandFor({ seed, customers, months, faults }: Settings): string {
  return `bin/ace simulate --seed ${seed} --customers ${customers} --months ${months} --faults ${faults}`
}

interface Range {
  otherwise: number
  from: number
  to: number
  isWhole: boolean
}

function number(
  values: Record<string, string | boolean | undefined>,
  name: string,
  { otherwise, from, to, isWhole }: Range
): number {
  const text = values[name]
  if (text === undefined) return otherwise
  const value = typeof text === 'string' && text.trim() !== '' ? Number(text) : Number.NaN
  if (Number.isNaN(value) || value < from || value > to || (isWhole && !Number.isInteger(value)))
    throw new SettingsError(
      `--${name} is a ${isWhole ? 'whole ' : ''}number from ${from} to ${to}, not "${String(text)}".`
    )
  return value
}
