/** What stands for a character that no text column holds: U+FFFD. */
const stand = '\ufffd'

/** A text as the database can keep it: without zero characters and halves of a surrogate pair. */
export function toStorableText(text: string): string {
  return (text.includes('\0') ? text.replaceAll('\0', stand) : text).toWellFormed()
}

/**
 * A value as JSON that a jsonb column takes. A gateway may send what it may not store, such as a zero character in a customer's name: its
 * message has to be kept all the same, because the gateway would send it again for days.
 */
export function toStorableJson(value: unknown): string {
  const text = JSON.stringify(value)
  if (!text.includes('\\u')) return text
  // The engine writes halves as escapes and whole pairs as they are. A backslash that is itself escaped begins nothing.
  return text.replaceAll(/\\(?:u(?:0000|d[89a-f][0-9a-f]{2})|.)/g, (escape) =>
    escape.length > 2 ? stand : escape
  )
}
