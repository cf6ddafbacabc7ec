/**
 * One thing that whoever connects a gateway has to say. Its label, help and where it is found at the vendor are texts:
 * `gateways.fields.<driver>.<name>.label|help|where`, those of a choice `….choices.<choice>`.
 */
export interface SettingsField {
  /** Where it is kept: `secret` among the sealed secrets under this name, all others in the config. */
  name: string
  kind: 'text' | 'secret' | 'choice' | 'switch'
  isRequired: boolean
  /** For `choice`; the first is the default. */
  choices?: readonly string[]
  /** How it looks: `pk_live_…`. */
  example?: string
  /** It says whether the gateway is for real money. */
  saysMode?: boolean
  /** Filled in by setting up the webhook with one button, so it may be missing before. */
  comesWithWebhook?: boolean
}

/** Config and secrets of a gateway, as its driver reads them. */
export interface Settings {
  config: Record<string, unknown>
  secrets: Record<string, string>
}

/** By field; a switch is `true` or `false`. */
export type Answers = Record<string, string | null>

/**
 * What is wrong with an answer, beside which field that is said, and in which words: `gateways.complaints.<type>`. Null for what no form asks for
 * and only whoever installs this can mend.
 */
export interface SettingsComplaint {
  field: string | null
  type: string
  values?: Record<string, string>
}

export interface FieldComplaint {
  field: string
  type: 'required' | 'unknown_choice' | 'too_long'
}

const lengthMax = 2_000

/**
 * What was entered, over what is known. A secret left empty keeps the one that is set, because nobody is ever shown it; other fields
 * left out keep their value; what the form does not ask for stays.
 * @returns the settings, which secrets are new, and what is wrong with single fields
 */
export function mergeSettings(
  form: readonly SettingsField[],
  answers: Answers,
  known: Settings
): { settings: Settings; newSecrets: string[]; complaints: FieldComplaint[] } {
  const settings: Settings = { config: { ...known.config }, secrets: { ...known.secrets } }
  const newSecrets: string[] = []
  for (const field of form) {
    const answer = answers[field.name]
    if (field.kind === 'secret') {
      const secret = typeof answer === 'string' ? answer.trim() : ''
      if (secret !== '') newSecrets.push(field.name)
      if (secret !== '') settings.secrets[field.name] = secret
      continue
    }
    const value = answerTo(field, answer) ?? settings.config[field.name] ?? field.choices?.[0]
    if (value !== undefined) settings.config[field.name] = value
  }
  return { settings, newSecrets, complaints: form.flatMap((field) => complaintOf(field, settings)) }
}

function answerTo(field: SettingsField, answer: string | null | undefined): unknown {
  if (answer === undefined) return undefined
  return field.kind === 'switch' ? answer === 'true' : (answer ?? '').trim()
}

function complaintOf(field: SettingsField, { config, secrets }: Settings): FieldComplaint[] {
  const { name, kind, isRequired, comesWithWebhook = false, choices = [] } = field
  const value = kind === 'secret' ? secrets[name] : config[name]
  if (typeof value === 'string' && value.length > lengthMax) return [{ field: name, type: 'too_long' }]
  if (kind === 'switch') return []
  if (value === undefined || value === '')
    return isRequired && !comesWithWebhook ? [{ field: name, type: 'required' }] : []
  return kind === 'choice' && !choices.includes(String(value))
    ? [{ field: name, type: 'unknown_choice' }]
    : []
}

/** Beside which field it is said that the gateway does not accept the keys: the secret that it cannot do without. */
export function keyFieldOf(form: readonly SettingsField[]): string | null {
  return form.find(({ kind, isRequired }) => kind === 'secret' && isRequired)?.name ?? null
}

/** Beside which field it is said that the keys are for the other mode. */
export function modeFieldOf(form: readonly SettingsField[]): string | null {
  return form.find(({ saysMode }) => saysMode)?.name ?? null
}

/**
 * What a new gateway takes over of those that are connected: an installation whose gateway for trying out is reached at another place (a stand-in)
 * reaches the next one there as well. Keys for real money go to the vendor's own address and nowhere else.
 */
export function placeOf(
  known: readonly Settings['config'][],
  form: readonly SettingsField[],
  { isLive }: { isLive: boolean }
): Settings['config'] {
  const asked = new Set(form.map(({ name }) => name))
  const other = isLive ? undefined : known.find((config) => config.isLive !== true)
  return Object.fromEntries(Object.entries(other ?? {}).filter(([name]) => !asked.has(name)))
}
