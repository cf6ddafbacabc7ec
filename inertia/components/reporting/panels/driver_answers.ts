import type { PanelKind } from '~/components/reporting/panels/types'

export interface DriverAnswers {
  settings: Record<string, string | boolean>
  secrets: Record<string, string>
}

/** What the fields of a driver show at first: what is set already. A secret is never shown. */
export function answersFor(fields: PanelKind['fields'], config: Record<string, unknown> = {}): DriverAnswers {
  const settings = Object.fromEntries(
    fields.settings.map(({ name, kind }) => [
      name,
      kind === 'switch' ? config[name] === true : `${config[name] ?? ''}`,
    ])
  )
  return { settings, secrets: Object.fromEntries(fields.secrets.map(({ name }) => [name, ''])) }
}

/** A field left empty is said to be empty; what is no number is left to the server, which says so beside the field. */
export function numberIn(typed: string | number): number | null {
  return String(typed).trim() === '' ? null : Number(typed)
}

/** The settings as they are sent: what is left empty or switched off is null. */
export function settingsIn({ settings }: PanelKind['fields'], answers: DriverAnswers) {
  return Object.fromEntries(
    settings.map(({ name, kind }) => {
      const value = answers.settings[name] ?? ''
      if (typeof value === 'boolean') return [name, value || null]
      return [name, kind === 'number' ? numberIn(value) : value.trim() || null]
    })
  )
}

/** The secrets that were typed. One left empty is not sent: where there is one, it stays. */
export function secretsIn(secrets: Record<string, string>): { secrets?: Record<string, string> } {
  const typed = Object.entries(secrets).filter(([, value]) => value.trim() !== '')
  return typed.length > 0 ? { secrets: Object.fromEntries(typed) } : {}
}
