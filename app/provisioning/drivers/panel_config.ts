import { err, ok, type Result } from '#app/shared/result'

/** Settings of a panel as they are kept. Those below every driver has; others are its own. */
export interface PanelConfig {
  /** Deadline of one call, in milliseconds. */
  callTimeoutMs?: number
  /** How long after a creation without an answer the panel may still make the server, in milliseconds. */
  lostAfterMs?: number
}

/** One setting or secret of a driver, as forms and the API ask for it. */
export interface PanelField {
  name: string
  /** In English; forms translate by `panels.<driver>.<name>` where there is such a text. */
  label: string
  help?: string
  kind: 'text' | 'number' | 'switch'
  isRequired?: boolean
  /** Bounds of a number. */
  minimum?: number
  maximum?: number
  /** Longest text; 200 when left out. */
  maxLength?: number
  /** Form that a text must have, and what to say otherwise. */
  pattern?: { matches: RegExp; message: string }
}

export interface ConfigFault {
  field: string
  message: string
}

/** Settings that every driver has. */
export const commonFields: readonly PanelField[] = [
  { name: 'callTimeoutMs', label: 'Deadline of one call (ms)', kind: 'number', minimum: 100, maximum: 120_000 },
  {
    name: 'lostAfterMs', label: 'Time a lost creation is waited for (ms)', kind: 'number', minimum: 100, maximum: 3_600_000,
  },
] // prettier-ignore

/** Reads settings by a table of fields. Unknown names are faults: a mistyped setting must not be silently without effect. */
export function readFields(
  fields: readonly PanelField[],
  value: Record<string, unknown>
): Result<Record<string, string | number | boolean>, ConfigFault[]> {
  const known = new Map(fields.map((field) => [field.name, field]))
  const faults: ConfigFault[] = Object.keys(value)
    .filter((name) => !known.has(name))
    .map((field) => ({ field, message: 'There is no such setting.' }))
  const config: Record<string, string | number | boolean> = {}
  for (const field of fields) {
    const given = value[field.name]
    if (given === undefined || given === null || given === '') {
      if (field.isRequired) faults.push({ field: field.name, message: `${field.label} is missing.` })
      continue
    }
    const fault = faultIn(field, given)
    if (fault) faults.push({ field: field.name, message: fault })
    else config[field.name] = given as string | number | boolean
  }
  return faults.length > 0 ? err(faults) : ok(config)
}

function faultIn(field: PanelField, given: unknown): string | null {
  switch (field.kind) {
    case 'switch':
      return typeof given === 'boolean' ? null : `${field.label} is yes or no.`
    case 'number': {
      const { minimum = 0, maximum = Number.MAX_SAFE_INTEGER } = field
      const isRight = Number.isSafeInteger(given) && Number(given) >= minimum && Number(given) <= maximum
      return isRight ? null : `${field.label} is a whole number from ${minimum} to ${maximum}.`
    }
    case 'text':
      if (typeof given !== 'string' || /\p{Cc}/u.test(given)) return `${field.label} is one line of text.`
      if (given.length > (field.maxLength ?? 200)) return `${field.label} is too long.`
      return field.pattern && !field.pattern.matches.test(given) ? field.pattern.message : null
  }
}
