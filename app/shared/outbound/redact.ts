import { isSecretName } from '#app/shared/secrets/secret_names'

const secretText = /\b(sk|rk|whsec)_[A-Za-z0-9_]{6,}|\b(pi|seti)_[A-Za-z0-9]+_secret_[A-Za-z0-9]+/g
/** Some systems want their key in the address, and links that sign in carry theirs there. */
const secretInAddress = /([?&](?:key|api_?key|token|secret|password)=)[^&#\s"']+/gi
const textMax = 4_000
/**
 * Of a list so many items show what it was, and of large ones no more than hold so many values together, but one: a page of a panel's
 * servers is half a megabyte, each day anew, and to keep twenty of them took the database longer than any other statement.
 */
const itemsMax = 20
const valuesMax = 300

/** What may be kept and shown of a message to or from the outside: secrets cut out, by name and by their look. */
export function redactBody(contentType: string, body: string): unknown {
  if (body === '') return null
  if (contentType.includes('json')) return redact(parseJson(body))
  if (contentType.includes('x-www-form-urlencoded')) {
    return redact(Object.fromEntries(new URLSearchParams(body)))
  }
  return redact(body)
}

export function redact(value: unknown, name = ''): unknown {
  if (value === null || typeof value === 'boolean') return value
  if (typeof value !== 'object') return redactScalar(value, name)
  // What lies below a secret's name is secret as well, whatever it is called there: `tokens: { "1": … }`.
  if (name !== '' && !Array.isArray(value) && isSecretName(name)) return '[redacted]'
  if (Array.isArray(value)) return firstOf(value).map((item) => redact(item, name))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redact(item, key)]))
}

function firstOf(list: unknown[]): unknown[] {
  let values = 0
  const items = list.slice(0, itemsMax)
  const tooMany = items.findIndex((item, index) => {
    values += countValues(item)
    return index > 0 && values > valuesMax
  })
  return tooMany < 0 ? items : items.slice(0, tooMany)
}

function countValues(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1
  return Object.values(value).reduce<number>((sum, item) => sum + countValues(item), 0)
}

export function redactText(text: string): string {
  const cut = text.length > textMax ? `${text.slice(0, textMax)}…` : text
  // Most texts are a word or a number: what none of the two can be found in is not searched.
  const shown = cut.includes('_') ? cut.replace(secretText, '[redacted]') : cut
  return shown.includes('=') ? shown.replace(secretInAddress, '$1[redacted]') : shown
}

/** Form fields carry their path in their name: `card[number]`. */
function redactScalar(value: unknown, name: string): unknown {
  const last = name.includes('[') ? (/\[?([^[\]]+)\]?$/.exec(name)?.[1] ?? name) : name
  if (isSecretName(last)) return '[redacted]'
  return typeof value === 'string' ? redactText(value) : value
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}
