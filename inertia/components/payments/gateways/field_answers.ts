import type { SettingsField } from '~/components/payments/gateways/types'

/** What a form begins with: known values, the first of choices, nothing where a secret is. */
export function answersTo(fields: SettingsField[]): Record<string, string> {
  return Object.fromEntries(
    fields.map(({ name, kind, value, choices }) => [
      name,
      kind === 'secret' ? '' : (value ?? choices[0] ?? ''),
    ])
  )
}
