/** Keeps card numbers, keys and passwords out of the request log and the console. */
const secretName = /secret|password|token|authorization|api_?key|cvc|credential|private/i
const cardNumber = /\b(?:\d[ -]?){8,15}(\d{4})\b/g
const bodyCharactersMax = 20_000

export function redactBody(body: unknown): string | null {
  if (body === undefined || body === null || body === '') return null
  const text = JSON.stringify(redact(parsed(body)))
  if (text === undefined) return null
  return text.length > bodyCharactersMax ? `${text.slice(0, bodyCharactersMax)}…` : text
}

export function redact(value: unknown, name = ''): unknown {
  if (secretName.test(name) && value !== null && typeof value !== 'object') return '[redacted]'
  if (typeof value === 'string') return name === 'number' ? hideCardNumber(value) : hideLongNumbers(value)
  if (Array.isArray(value)) return value.map((item) => redact(item, name))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redact(item, key)]))
}

function parsed(body: unknown): unknown {
  if (Buffer.isBuffer(body)) return parsed(body.toString('utf8'))
  if (typeof body !== 'string') return body
  try {
    return JSON.parse(body)
  } catch {
    return body
  }
}

function hideCardNumber(value: string): string {
  return `**** ${value.replace(/\D/g, '').slice(-4)}`
}

function hideLongNumbers(value: string): string {
  return value.replace(cardNumber, (match: string, last: string) =>
    match.replace(/\D/g, '').length >= 13 ? `**** ${last}` : match
  )
}
