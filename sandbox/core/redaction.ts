/** Keeps card numbers, keys and passwords out of the request log and the console. */
const secretName = /^key$|secret|password|token|authorization|api_?key|cvc|credential|private/i
/** The same few hundred names come with every call. */
const judged = new Map<string, boolean>()
const cardNumber = /\b(?:\d[ -]?){8,15}(\d{4})\b/g
const bodyCharactersMax = 20_000

export function redactBody(body: unknown): string | null {
  if (body === undefined || body === null || body === '') return null
  const text = JSON.stringify(redact(parsed(body)))
  if (text === undefined) return null
  return text.length > bodyCharactersMax ? `${text.slice(0, bodyCharactersMax)}…` : text
}

export function redact(value: unknown, name = ''): unknown {
  if (value !== null && typeof value !== 'object' && isSecret(name)) return '[redacted]'
  if (typeof value === 'string')
    return /(^|\[)number\]?$/.test(name) ? hideCardNumber(value) : hideLongNumbers(value)
  if (Array.isArray(value)) return value.map((item) => redact(item, name))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redact(item, key)]))
}

function isSecret(name: string): boolean {
  const known = judged.get(name)
  if (known !== undefined) return known
  if (judged.size > 2_000) judged.clear()
  judged.set(name, secretName.test(name))
  return isSecret(name)
}

function parsed(body: unknown): unknown {
  if (Buffer.isBuffer(body)) return parsed(body.toString('utf8'))
  if (typeof body !== 'string') return body
  try {
    return JSON.parse(body)
  } catch {
    return formFields(body) ?? body
  }
}

/** A form is logged by its fields, for a name is what tells a secret. */
function formFields(body: string): Record<string, string> | null {
  return /^[^=\s&]+=/.test(body) ? Object.fromEntries(new URLSearchParams(body)) : null
}

/** Keeps secrets out of the logged address too: browsers send client secrets there. */
export function redactUrl(url: string): string {
  const [path, query] = url.split('?')
  if (!query) return url
  const fields = [...new URLSearchParams(query)].map(
    ([name, value]) => `${name}=${String(redact(value, name))}`
  )
  return `${path}?${fields.join('&')}`
}

function hideCardNumber(value: string): string {
  return `**** ${value.replace(/\D/g, '').slice(-4)}`
}

function hideLongNumbers(value: string): string {
  return value.replace(cardNumber, (match: string, last: string) =>
    match.replace(/\D/g, '').length >= 13 ? `**** ${last}` : match
  )
}
